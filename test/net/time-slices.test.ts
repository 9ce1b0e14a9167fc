import {describe, expect, it, vi} from 'vitest';
import {TimeSlices} from '../../source/net/time-slices.ts';

/** Keeps the event loop busy. */
function spend(ms: number): void {
	const end = performance.now() + ms;
	while (performance.now() < end);
}

const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

describe('time slices', () => {
	it('do at once what there is time for', () => {
		const done: number[] = [];
		const slices = new TimeSlices();
		// The system may take the processor away for longer than a slice at any moment.
		const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
		const taken = [1, 2, 3].map(each => slices.take(() => done.push(each)));
		clock.mockRestore();
		expect(taken).toEqual([true, true, true]);
		expect(done).toEqual([1, 2, 3]);
	});

	it('let the event loop go round while there is much to do, and keep the order', async () => {
		const done: number[] = [];
		const slices = new TimeSlices();
		let rounds = 0;
		for (let each = 0; each < 20; each++) {
			slices.take(() => {
				spend(5);
				done.push(each);
			});
		}
		expect(done.length).toBeLessThan(20);
		while (done.length < 20) {
			await turn();
			rounds++;
			// What comes while others wait has to wait too.
			if (rounds === 1) slices.take(() => done.push(99));
		}
		expect(rounds).toBeGreaterThanOrEqual(5);
		while (done.length < 21) await turn();
		expect(done).toEqual([...Array.from({length: 20}, (_, index) => index), 99]);
	});

	it('do brief work first, and some of the other all the same', async () => {
		const slices = new TimeSlices();
		const done: string[] = [];
		const long = () => {
			spend(10);
			done.push('long');
		};
		slices.take(long);
		for (let each = 0; each < 3; each++) slices.take(long);
		for (let each = 0; each < 3; each++) {
			slices.take(
				() => {
					spend(10);
					done.push('brief');
				},
				{brief: true},
			);
		}
		while (done.length < 7) await turn();
		expect(done).toEqual(['long', 'brief', 'long', 'brief', 'long', 'brief', 'long']);
	});

	it('put lengthy work off while connections are being accepted, but not for long', async () => {
		let now = 0;
		const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
		const slices = new TimeSlices();
		const done: string[] = [];
		const accept = (name: string) => {
			slices.accepted();
			slices.take(() => done.push(name));
			slices.take(() => done.push(`brief ${name}`), {brief: true});
		};
		for (const name of ['a', 'b', 'c']) {
			accept(name);
			await turn();
			now += 5;
		}
		expect(done).toEqual(['brief a', 'a', 'brief b', 'brief c']);
		now += 20;
		accept('d');
		await turn();
		expect(done.slice(4)).toEqual(['brief d', 'b', 'c', 'd']);
		now += 5;
		accept('e');
		await turn();
		expect(done.slice(8)).toEqual(['brief e']);
		await turn();
		expect(done.slice(8)).toEqual(['brief e', 'e']);
		clock.mockRestore();
	});

	it('let one of those that pass go on in each turn, and what is new before them', async () => {
		const slices = new TimeSlices();
		const done: string[] = [];
		let rounds = 0;
		const passing = ['a', 'b', 'c'].map(async name => {
			await slices.pass();
			spend(10);
			done.push(`${name}${rounds}`);
		});
		slices.take(() => done.push('new'));
		for (; done.length < 4; rounds++) await turn();
		await Promise.all(passing);
		expect(done.map(each => each.replace(/\d/, ''))).toEqual(['new', 'a', 'b', 'c']);
		expect(new Set(done).size).toBe(4);
		expect(rounds).toBeGreaterThanOrEqual(3);
	});
});

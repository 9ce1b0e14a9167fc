import {describe, expect, it} from 'vitest';
import {Turns} from '../../source/net/turns.ts';

/** Keeps the event loop busy. */
function spend(ms: number): void {
	const end = performance.now() + ms;
	while (performance.now() < end);
}

const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

describe('turns', () => {
	it('do at once what there is time for', () => {
		const done: number[] = [];
		const turns = new Turns();
		for (const each of [1, 2, 3]) expect(turns.take(() => done.push(each))).toBe(true);
		expect(done).toEqual([1, 2, 3]);
	});

	it('let the event loop go round while there is much to do, and keep the order', async () => {
		const done: number[] = [];
		const turns = new Turns();
		let rounds = 0;
		for (let each = 0; each < 20; each++) {
			turns.take(() => {
				spend(5);
				done.push(each);
			});
		}
		expect(done.length).toBeLessThan(20);
		while (done.length < 20) {
			await turn();
			rounds++;
			// What comes while others wait has to wait too.
			if (rounds === 1) turns.take(() => done.push(99));
		}
		expect(rounds).toBeGreaterThanOrEqual(5);
		while (done.length < 21) await turn();
		expect(done).toEqual([...Array.from({length: 20}, (_, index) => index), 99]);
	});
});

import {expect, it, vi} from 'vitest';
import {roomAgainMs} from '../../../source/peer/index/copy-room.ts';
import {openIndexLink} from '../../../source/peer/index/index-link.ts';
import {IndexView} from '../../../source/peer/index/index-view.ts';
import fc from '../../helpers/properties.ts';
import {swarm} from '../../helpers/swarm.ts';
import {until} from '../../helpers/until.ts';

const memory = vi.hoisted(() => ({share: 0}));
vi.mock('../../../source/net/heap-share.ts', () => ({heapShare: () => memory.share}));

it('a copy of the index without room is tried again later each time, not by all at once, and at least every two hours', () => {
	const minutes = (attempt: number, random = 0) => roomAgainMs(attempt, random) / 60_000;
	expect([0, 1, 2, 3, 4, 5, 99].map(attempt => minutes(attempt))).toEqual([5, 10, 20, 40, 80, 120, 120]);
	fc.assert(
		fc.property(fc.nat({max: 100}), fc.double({min: 0, max: 1, noNaN: true}), (attempt, random) => {
			expect(minutes(attempt, random)).toBeGreaterThanOrEqual(minutes(attempt) / 2);
			expect(minutes(attempt, random)).toBeLessThanOrEqual(minutes(attempt));
		}),
	);
});

it('a copy of the index that had no room, of which the person was told once, is made on the same link when there is', async () => {
	await using all = await swarm({peers: 1});
	await until(() => all.server.facts().records === 3);
	const link = openIndexLink(all.place);
	const tries: number[] = [];
	let told = 0;
	const index = new IndexView({
		server: all.place,
		nextLink: (before, signal) =>
			before === undefined
				? Promise.resolve(link)
				: new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
		proof: () => undefined,
		onTooLarge: () => told++,
		roomAgain(attempt) {
			tries.push(attempt);
			return 1;
		},
	});
	memory.share = 1;
	try {
		index.start();
		await until(() => tries.length >= 3);
		expect(index.state).not.toBe('live');
		memory.share = 0;
		await until(() => index.state === 'live');
		expect(index.counts.records).toBe(3);
		expect(tries.slice(0, 3)).toEqual([0, 1, 2]);
		expect(told).toBe(1);
	} finally {
		memory.share = 0;
		await index.stop();
		link.close();
	}
});

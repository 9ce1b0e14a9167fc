import {expect, it} from 'vitest';
import {WeightedQueue} from '../../../source/peer/download/weighted-queue.ts';
import fc from '../../helpers/properties.ts';

type Item = {readonly weight: number; readonly name: number};

/** A queue whose items end when the test says so. */
function stage(room: number, together?: number) {
	const running = new Map<number, () => void>();
	const begun: number[] = [];
	const queue = new WeightedQueue<Item>(room, ({weight}) => weight, together);
	const add = (name: number, weight = 1): void =>
		queue.add({name, weight}, () => {
			begun.push(name);
			return new Promise(resolve => running.set(name, resolve));
		});
	const end = async (name: number): Promise<void> => {
		running.get(name)?.();
		running.delete(name);
		await new Promise(resolve => setImmediate(resolve));
	};
	return {queue, add, end, begun, running};
}

it('begins as many as there is room for, and one for each that ends', async () => {
	const {add, end, begun} = stage(2);
	for (const name of [1, 2, 3, 4]) add(name);
	expect(begun).toEqual([1, 2]);
	await end(1);
	expect(begun).toEqual([1, 2, 3]);
});

it('begins several in one go when that is wanted, and large ones as soon as they fit', async () => {
	const {add, end, begun} = stage(4, 2);
	for (const name of [1, 2, 3, 4, 5, 6]) add(name);
	add(7, 3);
	await end(1);
	expect(begun).toEqual([1, 2, 3, 4]);
	await end(2);
	expect(begun).toEqual([1, 2, 3, 4, 5, 6]);
	await end(3);
	await end(4);
	expect(begun).not.toContain(7);
	await end(5);
	expect(begun).toContain(7);
});

it('begins everything in the end, in order, and never more than there is room for', async () => {
	const weights = fc.array(fc.integer({min: 1, max: 9}), {maxLength: 30});
	await fc.assert(
		fc.asyncProperty(
			weights,
			fc.integer({min: 1, max: 8}),
			fc.integer({min: 1, max: 8}),
			async (all, room, together) => {
				const {add, end, begun, running} = stage(room, Math.min(room, together));
				for (const [name, weight] of all.entries()) add(name, weight);
				while (running.size > 0) {
					const used = [...running.keys()].reduce((sum, name) => sum + Math.min(room, all[name] ?? 0), 0);
					expect(used).toBeLessThanOrEqual(room);
					await end([...running.keys()][0] ?? -1);
				}
				expect(begun).toEqual([...all.keys()]);
			},
		),
		{numRuns: 60},
	);
});

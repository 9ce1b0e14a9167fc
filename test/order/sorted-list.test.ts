import {describe, expect, it} from 'vitest';
import {SortedList} from '../../source/order/sorted-list.ts';
import fc from '../helpers/properties.ts';

type Item = {readonly key: number; readonly weight: number};

const newList = () =>
	new SortedList<number, Item>({key: item => item.key, compare: (a, b) => a - b, weight: item => item.weight});

/** What a plain sorted array says to the same questions. */
class Model {
	items: Item[] = [];

	set(item: Item): void {
		this.items = [...this.items.filter(({key}) => key !== item.key), item].sort((a, b) => a.key - b.key);
	}

	delete(key: number): void {
		this.items = this.items.filter(item => item.key !== key);
	}

	atWeight(offset: number): {index: number; unit: number} {
		let unit = offset;
		for (const [index, {weight}] of this.items.entries()) {
			if (unit < weight) return {index, unit};
			unit -= weight;
		}
		return {index: this.items.length, unit: 0};
	}
}

const key = fc.integer({min: 0, max: 3000});
const act = fc.oneof(
	{weight: 3, arbitrary: fc.record({act: fc.constant('set' as const), key, weight: fc.integer({min: 1, max: 4})})},
	{weight: 1, arbitrary: fc.record({act: fc.constant('delete' as const), key, weight: fc.constant(0)})},
	{weight: 1, arbitrary: fc.record({act: fc.constant('fill' as const), key, weight: fc.constant(1)})},
	{weight: 1, arbitrary: fc.record({act: fc.constant('clear' as const), key, weight: fc.constant(1)})},
);

describe('a sorted list', () => {
	it('says the same as a sorted array, whatever goes in and out', () => {
		fc.assert(
			fc.property(fc.array(act, {maxLength: 60}), acts => {
				const list = newList();
				const model = new Model();
				for (const {act: what, key: at, weight} of acts) {
					// Runs are long enough to split blocks and to join them again.
					const run = what === 'fill' || what === 'clear' ? 700 : 1;
					for (let each = at; each < at + run; each++) {
						if (what === 'set' || what === 'fill') {
							list.set({key: each, weight});
						} else list.delete(each);
					}
					if (run === 1 && what === 'set') model.set({key: at, weight});
					else if (run === 1) model.delete(at);
					else {
						const kept = model.items.filter(item => item.key < at || item.key >= at + run);
						const filled = Array.from({length: run}, (_, index) => ({key: at + index, weight}));
						model.items = (what === 'fill' ? [...kept, ...filled] : kept).sort((a, b) => a.key - b.key);
					}
				}
				expect([...list]).toEqual(model.items);
				expect(list.size).toBe(model.items.length);
				expect(list.weight).toBe(model.items.reduce((sum, item) => sum + item.weight, 0));
				for (const at of [0, 1, 700, 1500, 2999, 3700]) {
					expect(list.get(at)).toEqual(model.items.find(item => item.key === at));
					expect(list.rank(at)).toEqual({
						index: model.items.filter(item => item.key < at).length,
						found: model.items.some(item => item.key === at),
					});
					expect(list.slice(at, 5)).toEqual(model.items.slice(at, at + 5));
					expect(list.after(at, 600)).toEqual(model.items.filter(item => item.key > at).slice(0, 600));
					expect(list.atWeight(at)).toEqual(model.atWeight(at));
				}
				expect(list.after(undefined, 3)).toEqual(model.items.slice(0, 3));
			}),
			{numRuns: 60},
		);
	});

	it('is told of weights that change inside an item', () => {
		const list = new SortedList<number, {key: number; weight: number}>({
			key: item => item.key,
			compare: (a, b) => a - b,
			weight: item => item.weight,
		});
		const item = {key: 7, weight: 1};
		list.set(item);
		list.set({key: 9, weight: 1});
		item.weight = 3;
		list.reweigh(7, 2);
		expect(list.weight).toBe(4);
		expect(list.atWeight(3)).toEqual({index: 1, unit: 0});
	});
});

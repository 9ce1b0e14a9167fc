import {beforeEach, describe, expect, it} from 'vitest';
import {arrayRows} from '../../source/order/rows.ts';
import {SortedList} from '../../source/order/sorted-list.ts';
import {SortedView, settleEveryMs} from '../../source/order/sorted-view.ts';
import type {WindowQuery} from '../../source/order/table-view.ts';
import fc from '../helpers/properties.ts';

type Thing = {readonly id: number; name: string; weight: number};

const ordering = {key: (thing: Thing) => thing.id, compare: (a: number, b: number) => a - b};

let all: SortedList<number, Thing>;
let deferred: (() => void)[];
let timers: {readonly ms: number; readonly call: () => void}[];
let progress: number;
let view: SortedView<number, Thing>;

beforeEach(() => {
	all = new SortedList(ordering);
	deferred = [];
	timers = [];
	progress = 0;
	view = new SortedView({
		all,
		ordering,
		text: ({name}) => name,
		columns: {name: {value: ({name}) => name}, weight: {value: ({weight}) => weight, restless: true}},
		defer: call => deferred.push(call),
		later: (ms, call) => timers.push({ms, call}),
		onProgress: () => progress++,
	});
});

function put(id: number, name: string, weight = 0): Thing {
	const thing = {id, name, weight};
	all.set(thing);
	view.changed(thing, true);
	return thing;
}

function drop(thing: Thing): void {
	all.delete(thing.id);
	view.changed(thing, false);
}

const finish = (): void => {
	while (deferred.length > 0) deferred.shift()?.();
};

const tick = (): void => {
	for (const {call} of timers.splice(0)) call();
	finish();
};

const by = (column: string, descending = false, more: Partial<WindowQuery<number>> = {}) =>
	view.window({filter: '', offset: 0, limit: 100, sort: {by: column, descending}, ...more});
const names = (...query: Parameters<typeof by>): string =>
	by(...query)
		.items.map(({name}) => name)
		.join(' ');

describe('a table sorted by a column', () => {
	it('has each order up and down, rows that are alike in their own order, and the place of an anchor', () => {
		put(1, 'pear', 5);
		put(2, 'fig', 7);
		put(3, 'plum', 5);
		expect(names('name')).toBe('fig pear plum');
		expect(names('name', true)).toBe('plum pear fig');
		expect(names('weight')).toBe('pear plum fig');
		expect(names('weight', true)).toBe('fig pear plum');
		expect(by('weight', true, {anchor: 3})).toMatchObject({anchorIndex: 2, matching: 3});
		expect(by('weight', true, {anchor: 9})).not.toHaveProperty('anchorIndex');
		expect(names('no such column')).toBe('pear fig plum');
	});

	it('takes in what comes and drops what goes at once, but moves what changes only when a second is over', () => {
		const fig = put(1, 'fig', 1);
		const pear = put(2, 'pear', 2);
		expect(names('weight')).toBe('fig pear');
		put(3, 'plum', 0);
		expect(names('weight')).toBe('plum fig pear');
		fig.weight = 9;
		view.changed(fig, true);
		expect(names('weight')).toBe('plum fig pear');
		expect(timers.map(({ms}) => ms)).toEqual([settleEveryMs]);
		tick();
		expect(names('weight')).toBe('plum pear fig');
		drop(pear);
		expect(names('weight')).toBe('plum fig');
	});

	it('finds out by itself what a restless column changed, when told that something happened', () => {
		const [fig] = [put(1, 'fig', 1), put(2, 'pear', 2)];
		names('weight');
		tick();
		if (fig) fig.weight = 3;
		view.touch();
		tick();
		expect(names('weight')).toBe('pear fig');
		const before = progress;
		view.touch();
		tick();
		expect(progress).toBe(before);
		names('name');
		timers.length = 0;
		view.touch();
		expect(timers).toHaveLength(0);
	});

	it('keeps to its filter while rows change theirs', () => {
		put(1, 'red apple', 3);
		const pear = put(2, 'green pear', 2);
		put(3, 'red plum', 1);
		const red = {filter: 'RED'};
		expect(names('weight', false, red)).toBe('red plum red apple');
		pear.name = 'red pear';
		view.changed(pear, true);
		expect(names('weight', false, red)).toBe('red plum red pear red apple');
		pear.name = 'pear';
		view.changed(pear, true);
		expect(names('weight', false, red)).toBe('red plum red apple');
	});

	it('shows the old order of the same rows until the new one of ten thousand is whole', () => {
		for (let id = 0; id < 10_000; id++) put(id, `n${id % 10}`, 10_000 - id);
		const first = (): number | undefined => by('weight', false, {limit: 1}).items[0]?.id;
		expect(first()).toBe(0);
		finish();
		expect(progress).toBeGreaterThan(0);
		expect(first()).toBe(9999);
		expect(by('weight', true, {limit: 1}).items[0]?.id).toBe(9999);
		finish();
		expect(by('weight', true, {limit: 1}).items[0]?.id).toBe(0);
		expect(by('weight', true, {limit: 1, filter: 'n7'}).items[0]?.id).toBe(7);
		finish();
		expect(by('weight', true, {filter: 'n7', limit: 1})).toMatchObject({matching: 1000});
	});

	it('is after any changes what sorting everything would be', () => {
		const step = fc.record({
			id: fc.integer({min: 0, max: 30}),
			weight: fc.integer({min: 0, max: 5}),
			here: fc.boolean(),
		});
		fc.assert(
			fc.property(fc.array(step, {maxLength: 80}), fc.boolean(), (steps, descending) => {
				for (const thing of [...all]) drop(thing);
				names('weight', descending);
				for (const {id, weight, here} of steps) {
					const old = all.get(id);
					if (here) put(id, `x${id}`, weight);
					else if (old) drop(old);
				}
				tick();
				const sign = descending ? -1 : 1;
				const wanted = [...all].sort((a, b) => sign * (a.weight - b.weight) || a.id - b.id).map(({id}) => id);
				expect(by('weight', descending).items.map(({id}) => id)).toEqual(wanted);
				timers.length = 0;
				names('none');
			}),
			{numRuns: 60},
		);
	});
});

describe('rows over an array', () => {
	it('are found, cut and followed by key while the array changes', () => {
		let items = [2, 4, 6];
		const rows = arrayRows(
			() => items,
			{key: (item: number) => item, compare: (a: number, b: number) => a - b},
			one => one,
		);
		expect(rows.size).toBe(3);
		expect(rows.rank(4)).toEqual({index: 1, found: true});
		expect(rows.rank(5)).toEqual({index: 2, found: false});
		expect(rows.after(undefined, 2)).toEqual([2, 4]);
		expect(rows.after(4, 9)).toEqual([6]);
		expect(rows.after(3, 1)).toEqual([4]);
		items = [1];
		expect(rows.slice(0, 9)).toEqual([1]);
		expect(rows.rank(7)).toEqual({index: 1, found: false});
	});
});

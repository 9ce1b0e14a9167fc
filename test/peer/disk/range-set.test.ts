import {describe, expect, it} from 'vitest';
import {
	add,
	covers,
	empty,
	first,
	missing,
	type Range,
	type RangeSet,
	rangeSet,
	remove,
	size,
	union,
	within,
} from '../../../source/peer/disk/range-set.ts';
import fc from '../../helpers/properties.ts';

const set = (...pairs: ReadonlyArray<readonly [number, number]>): RangeSet =>
	pairs.map(([start, end]) => ({start, end}));
const range = (start: number, end: number): Range => ({start, end});

describe('a set of ranges', () => {
	const cases: ReadonlyArray<readonly [string, RangeSet, RangeSet]> = [
		['adds to nothing', add(empty, range(2, 5)), set([2, 5])],
		['adds no bytes', add(set([2, 5]), range(7, 7)), set([2, 5])],
		['joins what touches on the left', add(set([2, 5]), range(5, 7)), set([2, 7])],
		['joins what touches on the right', add(set([5, 7]), range(2, 5)), set([2, 7])],
		['keeps a gap of one byte', add(set([2, 5]), range(6, 7)), set([2, 5], [6, 7])],
		['fills a gap', add(set([0, 2], [4, 6]), range(2, 4)), set([0, 6])],
		['swallows what is inside', add(set([1, 2], [3, 4], [8, 9]), range(0, 5)), set([0, 5], [8, 9])],
		['stays within what is there', add(set([0, 9]), range(3, 4)), set([0, 9])],
		['goes before all', add(set([5, 6]), range(0, 1)), set([0, 1], [5, 6])],
		['removes from nothing', remove(empty, range(0, 9)), empty],
		['removes a middle', remove(set([0, 9]), range(3, 5)), set([0, 3], [5, 9])],
		['removes a start', remove(set([0, 9]), range(0, 5)), set([5, 9])],
		['removes an end', remove(set([0, 9]), range(5, 20)), set([0, 5])],
		['removes across ranges', remove(set([0, 3], [5, 8], [9, 12]), range(2, 10)), set([0, 2], [10, 12])],
		['removes nothing from a gap', remove(set([0, 2], [8, 9]), range(3, 7)), set([0, 2], [8, 9])],
		['cuts out', within(set([0, 3], [5, 8]), range(2, 6)), set([2, 3], [5, 6])],
		['finds what is missing', missing(set([0, 3], [5, 8]), range(0, 10)), set([3, 5], [8, 10])],
		['misses all of nothing', missing(empty, range(0, 4)), set([0, 4])],
		['unites', union(set([0, 2]), set([2, 3], [5, 6])), set([0, 3], [5, 6])],
		['is empty the wrong way round', rangeSet(5, 2), empty],
	];
	for (const [name, found, wanted] of cases) {
		it(name, () => {
			expect(found).toEqual(wanted);
		});
	}

	it('gives its first bytes', () => {
		expect(first(set([3, 9]), 4)).toEqual(range(3, 7));
		expect(first(set([3, 5]), 4)).toEqual(range(3, 5));
		expect(first(empty, 4)).toBeUndefined();
	});

	const someRange = fc.tuple(fc.nat(60), fc.nat(12)).map(([start, bytes]) => range(start, start + bytes));
	const steps = fc.array(fc.tuple(fc.boolean(), someRange), {maxLength: 30});

	it('holds just the bytes that were added and not removed, in order and apart, whatever is done', () => {
		fc.assert(
			fc.property(steps, someRange, (done, probe) => {
				let ranges = empty;
				const bytes = new Set<number>();
				for (const [adds, each] of done) {
					ranges = adds ? add(ranges, each) : remove(ranges, each);
					for (let at = each.start; at < each.end; at++) adds ? bytes.add(at) : bytes.delete(at);
				}
				expect(ranges.flatMap(({start, end}) => Array.from({length: end - start}, (_, at) => start + at))).toEqual(
					[...bytes].sort((a, b) => a - b),
				);
				for (const [at, next] of ranges.slice(1).entries()) expect(next.start).toBeGreaterThan(ranges[at]?.end ?? -1);
				const inside = [...bytes].filter(at => at >= probe.start && at < probe.end).length;
				expect(size(within(ranges, probe))).toBe(inside);
				expect(size(missing(ranges, probe))).toBe(probe.end - probe.start - inside);
				expect(covers(ranges, probe)).toBe(inside === probe.end - probe.start);
			}),
		);
	});
});

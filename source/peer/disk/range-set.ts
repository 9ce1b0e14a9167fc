/** Sets of byte ranges: half-open, sorted, disjoint and not adjacent. Pure. */
import {lowest} from '../../order/sorted-list.ts';

/** The bytes from `start` up to, but not including, `end`. */
export type Range = {readonly start: number; readonly end: number};

/** Sorted; none empty, none touching the next. */
export type RangeSet = readonly Range[];

export const empty: RangeSet = [];

/** A single range as a set; empty when `start` is not before `end`. */
export const rangeSet = (start: number, end: number): RangeSet => (start < end ? [{start, end}] : empty);

/** In bytes. */
export const length = ({start, end}: Range): number => Math.max(0, end - start);

/** Number of bytes. */
export const size = (set: RangeSet): number => set.reduce((sum, range) => sum + length(range), 0);

/** The index of the first range that ends after `offset`, or the number of ranges. */
const firstBehind = (set: RangeSet, offset: number): number => lowest(set.length, at => (set[at]?.end ?? 0) > offset);

/** The set with `range` added. */
export function add(set: RangeSet, range: Range): RangeSet {
	if (range.start >= range.end) return set;
	// A range that ends exactly at the start of this one is adjacent: the two merge.
	const from = firstBehind(set, range.start - 1);
	let to = from;
	let {start, end} = range;
	for (let next = set[to]; next && next.start <= range.end; next = set[++to]) {
		start = Math.min(start, next.start);
		end = Math.max(end, next.end);
	}
	return set.toSpliced(from, to - from, {start, end});
}

/** The set without the bytes of `range`. */
export function remove(set: RangeSet, range: Range): RangeSet {
	if (range.start >= range.end) return set;
	const from = firstBehind(set, range.start);
	const left: Range[] = [];
	let to = from;
	for (let next = set[to]; next && next.start < range.end; next = set[++to]) {
		if (next.start < range.start) left.push({start: next.start, end: range.start});
		if (next.end > range.end) left.push({start: range.end, end: next.end});
	}
	return to === from ? set : set.toSpliced(from, to - from, ...left);
}

/** The bytes of `range` that are in the set. */
export function within(set: RangeSet, range: Range): RangeSet {
	const found: Range[] = [];
	let at = firstBehind(set, range.start);
	for (let next = set[at]; next && next.start < range.end; next = set[++at]) {
		found.push({start: Math.max(next.start, range.start), end: Math.min(next.end, range.end)});
	}
	return found.filter(({start, end}) => start < end);
}

/** The bytes of `range` that are not in the set. */
export function missing(set: RangeSet, range: Range): RangeSet {
	return within(set, range).reduce(remove, rangeSet(range.start, range.end));
}

/** Whether every byte of `range` is in the set. */
export function covers(set: RangeSet, range: Range): boolean {
	if (range.start >= range.end) return true;
	const found = set[firstBehind(set, range.start)];
	return found !== undefined && found.start <= range.start && found.end >= range.end;
}

/** The bytes in either set. */
export const union = (one: RangeSet, other: RangeSet): RangeSet => other.reduce(add, one);

/** The first range of the set, cut to at most `most` bytes. */
export function first(set: RangeSet, most: number): Range | undefined {
	const range = set[0];
	return range && {start: range.start, end: Math.min(range.end, range.start + most)};
}

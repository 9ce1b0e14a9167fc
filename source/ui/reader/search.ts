/** Finds a text in the rows of a document, also across row ends, in any case. Pure. */
import {lowest} from '../../order/sorted-list.ts';
import type {Rows} from './rows.ts';

/** The text of all rows joined, and where each row begins in it. */
type Joined = {readonly text: string; readonly starts: readonly number[]};

/** Start and end offsets of the matches in the joined text, in order. */
export type Matches = {readonly joined: Joined; readonly starts: readonly number[]; readonly ends: readonly number[]};

/** Start and end offsets in a row. */
export type Span = {readonly start: number; readonly end: number};

const joinedOf = new WeakMap<Rows, Joined>();

function join(rows: Rows): Joined {
	const known = joinedOf.get(rows);
	if (known !== undefined) return known;
	let at = 0;
	const starts = rows.texts.map(text => {
		const here = at;
		at += text.length + 1;
		return here;
	});
	const joined = {text: rows.texts.join('\n'), starts};
	joinedOf.set(rows, joined);
	return joined;
}

/** More than anybody steps through: a single letter may occur a million times. */
const mostMatches = 100_000;

/** A space matches any white space, so that phrases are found across line ends. */
export function matchesOf(rows: Rows, search: string): Matches {
	const joined = join(rows);
	const starts: number[] = [];
	const ends: number[] = [];
	const words = search.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/ +/g, '\\s+');
	if (search.trim() === '') return {joined, starts, ends};
	for (const match of joined.text.matchAll(new RegExp(words, 'giu'))) {
		starts.push(match.index);
		ends.push(match.index + match[0].length);
		if (starts.length === mostMatches) break;
	}
	return {joined, starts, ends};
}

/** The first index whose value is greater than `value`. */
const after = (values: readonly number[], value: number): number =>
	lowest(values.length, index => (values[index] ?? 0) > value);

/** The row in which a match begins. */
export const rowOfMatch = ({joined, starts}: Matches, index: number): number =>
	after(joined.starts, starts[index] ?? 0) - 1;

/** The first match at or below this row; wraps around to 0 when there is none. */
export function matchFrom({joined, starts}: Matches, row: number): number {
	const index = after(starts, (joined.starts[row] ?? 0) - 1);
	return index < starts.length ? index : 0;
}

/** The parts of a row that match, with the index of each match. */
export function matchesIn({joined, starts, ends}: Matches, row: number): readonly (Span & {readonly index: number})[] {
	const from = joined.starts[row] ?? 0;
	const to = (joined.starts[row + 1] ?? joined.text.length + 1) - 1;
	const spans: (Span & {readonly index: number})[] = [];
	for (let index = after(ends, from); index < starts.length && (starts[index] ?? 0) < to; index++) {
		const span = {start: Math.max(0, (starts[index] ?? 0) - from), end: Math.min(to, ends[index] ?? 0) - from, index};
		if (span.end > span.start) spans.push(span);
	}
	return spans;
}

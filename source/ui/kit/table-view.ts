/**
 * Which rows of a long table are on the screen, and where its cursor is. The cursor sticks to the thing that it is on:
 * when the table grows or shrinks around it, the thing stays under the cursor, on the same row of the screen where it
 * can; when the thing goes, the next one takes over. Only the rows that are visible are ever asked for.
 */

import {filterWords, hasWords} from '../../order/filter-words.ts';
import type {TableWindow, WindowQuery} from '../../order/table-view.ts';

export type Source<Row, Key> = (query: WindowQuery<Key>) => TableWindow<Row>;

/** What a person looks at in a table. */
export type TableAttention<Key> = {
	readonly filter: string;
	/** The thing under the cursor; absent until the person chose one. */
	readonly key?: Key;
	/** Where it was among the matching rows when last seen, and on which row of the screen, both from 0. */
	readonly index: number;
	readonly row: number;
	/** Whether the cursor stays on the last row as rows come. */
	readonly follows: boolean;
};

export const tableAttention = (follows = false): TableAttention<never> => ({filter: '', index: 0, row: 0, follows});

export type TableView<Row> = {
	readonly rows: readonly Row[];
	/** Place of the first visible row among the matching ones. */
	readonly offset: number;
	/** Place of the cursor among the matching rows; -1 when there is none. */
	readonly cursor: number;
	readonly matching: number;
	readonly total: number;
	/** False when the thing under the cursor went and another took over. */
	readonly stuck: boolean;
};

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** Reads the rows to show in `height` rows. Asks the source once when nothing moved, else twice. */
export function readTable<Row, Key>(source: Source<Row, Key>, at: TableAttention<Key>, height: number): TableView<Row> {
	const limit = Math.max(0, height);
	const anchor = at.follows || at.key === undefined ? {} : {anchor: at.key};
	const guess = Math.max(0, at.index - at.row);
	const first = source({filter: at.filter, offset: guess, limit, ...anchor});
	const last = first.matching - 1;
	const index = at.follows ? last : clamp(first.anchorIndex ?? at.index, 0, Math.max(0, last));
	const row = clamp(at.follows ? limit - 1 : at.row, 0, Math.max(0, limit - 1));
	const offset = clamp(index - row, 0, Math.max(0, first.matching - limit));
	const shown = offset === guess ? first : source({filter: at.filter, offset, limit});
	return {
		rows: shown.rows.slice(0, limit),
		offset,
		cursor: first.matching === 0 ? -1 : index,
		matching: first.matching,
		total: first.total,
		stuck: at.follows || at.key === undefined || first.anchorIndex !== undefined,
	};
}

/** Where the cursor goes: by so many rows, or to an end. */
export type Move = number | 'first' | 'last';

/** The attention after a move of the cursor in a table as it was shown; the keys come from `keyAt`. */
export function moveCursor<Row, Key>(
	at: TableAttention<Key>,
	view: TableView<Row>,
	move: {readonly by: Move; readonly height: number; keyAt(index: number): Key | undefined; readonly tail?: boolean},
): TableAttention<Key> {
	if (view.matching === 0) return at;
	const last = view.matching - 1;
	const wanted = move.by === 'first' ? 0 : move.by === 'last' ? last : view.cursor + move.by;
	const index = clamp(wanted, 0, last);
	const row = clamp(view.cursor - view.offset + (index - view.cursor), 0, Math.max(0, move.height - 1));
	const key = move.keyAt(index);
	const follows = move.tail === true && (move.by === 'last' || (index === last && at.follows));
	return {filter: at.filter, index, row, follows, ...(key === undefined ? {} : {key})};
}

type Found = {readonly filter: string; readonly textOf: unknown; readonly rows: readonly unknown[]};

/** What a filter found in an array the last time: it is looked through once, however often it is drawn. */
const found = new WeakMap<readonly unknown[], Found>();

type ArrayOf<Row, Key> = {
	keyOf(row: Row): Key;
	textOf(row: Row): string;
	readonly fits?: typeof hasWords;
};

function matchesIn<Row, Key>(all: readonly Row[], filter: string, of: ArrayOf<Row, Key>): readonly Row[] {
	const words = filterWords(filter);
	if (words.length === 0) return all;
	const {textOf, fits = hasWords} = of;
	const known = found.get(all);
	if (known?.filter === filter && known.textOf === textOf) return known.rows as readonly Row[];
	const rows = all.filter(row => fits(textOf(row), words));
	found.set(all, {filter, textOf, rows});
	return rows;
}

/** A source over an array that is there as a whole and never changes. `textOf` is what a filter searches, `fits` how. */
export function arraySource<Row, Key>(all: readonly Row[], of: ArrayOf<Row, Key>): Source<Row, Key> {
	return ({filter, offset, limit, anchor}) => {
		const matches = matchesIn(all, filter, of);
		const place = anchor === undefined ? -1 : matches.findIndex(row => of.keyOf(row) === anchor);
		return {
			rows: matches.slice(offset, offset + limit),
			matching: matches.length,
			total: all.length,
			...(place < 0 ? {} : {anchorIndex: place}),
		};
	};
}

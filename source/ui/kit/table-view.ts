/**
 * Computes which rows of a long table are visible, and where its cursor is. The cursor sticks to its row: when the
 * table changes around it, the row stays under the cursor, at the same height of the screen if possible; when the row
 * disappears, the next one takes over. Only visible rows are ever requested.
 */

import {filterWords, hasWords} from '../../order/filter-words.ts';
import type {TableWindow, WindowQuery} from '../../order/table-view.ts';

export type Source<Row, Key> = (query: WindowQuery<Key>) => TableWindow<Row>;

/** The view state of a table. */
export type TableAttention<Key> = {
	readonly filter: string;
	/** The row under the cursor; absent until the person moved it. */
	readonly key?: Key;
	/** Its last known index among the matching rows, and its row on the screen, both from 0. */
	readonly index: number;
	readonly row: number;
	/** Whether the cursor stays on the last row when rows are added. */
	readonly follows: boolean;
};

/** The view state of a table at its start; with `follows` at its end. */
export const tableAttention = (follows = false): TableAttention<never> => ({filter: '', index: 0, row: 0, follows});

export type TableView<Row> = {
	readonly rows: readonly Row[];
	/** Index of the first visible row among the matching ones. */
	readonly offset: number;
	/** Index of the cursor among the matching rows; -1 when there are none. */
	readonly cursor: number;
	readonly matching: number;
	readonly total: number;
};

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** Reads the rows to show on `height` rows of the screen. Queries the source once when nothing moved, else twice. */
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
	};
}

/** A move of the cursor: by a number of rows, or to an end. */
export type Move = number | 'first' | 'last';

/** The same, or by what fits on the screen. */
export type By = Move | 'page-up' | 'page-down';

/** The view state after a move of the cursor in the table as shown; `keyAt` provides the keys. */
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

/** Caches the matches in an array: it is filtered once, however often it is drawn. */
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

/** A source over an immutable array. `textOf` is the searchable text, `fits` the matching function. */
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

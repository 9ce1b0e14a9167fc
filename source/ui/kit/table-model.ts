/** A table ready to be drawn: its rows as strings, the row under the cursor, and where each move leads. */
import {filterWords} from '../../order/filter-words.ts';
import type {Sort} from '../../order/table-view.ts';
import {count} from '../../text/quantity.ts';
import {shortened} from '../../text/quoted.ts';
import {fit} from '../../text/width.ts';
import {keyAtStart} from '../keys.ts';
import type {Theme} from '../theme.ts';
import {sortArrow} from './sorting.ts';
import {type Column, columnAt, headLine, placeColumns, rowLine} from './table.ts';
import {type By, moveCursor, readTable, type Source, type TableAttention, type TableView} from './table-view.ts';
import {wrapAtMost} from './wrap.ts';

/** The text of a table whose filter matches no row. */
export const nothingMatches = (filter: string): string =>
	`Nothing matches \`${shortened(filter)}\` (${keyAtStart('back', 'filtered')} clears).`;

export type TableSetup<Row, Key> = {
	readonly source: Source<Row, Key>;
	keyOf(row: Row): Key;
	readonly columns: readonly Column<Row>[];
	readonly at: TableAttention<Key>;
	/** Whether the cursor sticks to its row before the person has moved it, too. */
	readonly sticks?: boolean;
	/** Inner width and rows of the pane, including the row of column titles. */
	readonly width: number;
	readonly height: number;
	readonly focused: boolean;
	readonly theme: Theme;
	/** The text of an empty table: what would be here, and how it gets here. */
	readonly empty: string;
	/** The text when the filter matches nothing. */
	readonly unmatched?: string;
	/** The words to highlight, if not those of the filter. */
	readonly words?: readonly string[];
	/** Whether to highlight them only at the start of words. */
	readonly starts?: boolean;
	/** Whether the newest row is last and can be followed. */
	readonly tail?: boolean;
	/** Omits the row of column titles. */
	readonly headless?: boolean;
	/** The sort order, which is also passed to the source. */
	readonly sort?: Sort;
};

export type TableModel<Row, Key> = {
	readonly lines: readonly string[];
	readonly view: TableView<Row>;
	readonly selected: Row | undefined;
	/** The possible sort orders: those of all columns, since the one that is chosen is shown. */
	readonly sorts: readonly Sort[];
	/** The sort order in words, with a separator after it, where no column title tells it; else empty. */
	readonly unseenSort: string;
	/** The sort order for a click on the column title at this cell. */
	sortAt(cell: number): Sort | undefined;
	/** The view state with the actual row under the cursor and its present position. */
	readonly settled: TableAttention<Key>;
	/** The view state after a move; a page is the height of the table. */
	moved(by: By): TableAttention<Key>;
	/** Every row that matches the filter, read anew at each call. */
	all(): readonly Row[];
};

const teach = (
	text: string,
	{width, height, theme}: {readonly width: number; readonly height: number; readonly theme: Theme},
): string[] => wrapAtMost(text, width - 4, height).map(line => theme.paint('dim', fit(`  ${line}`, width)));

function linesOf<Row, Key>(setup: TableSetup<Row, Key>, view: TableView<Row>): readonly string[] {
	const {theme, width, at} = setup;
	if (view.matching === 0) {
		return teach(at.filter === '' ? setup.empty : (setup.unmatched ?? nothingMatches(at.filter)), setup);
	}
	const placed = placeColumns(setup.columns, width, setup.sort);
	const words = setup.words ?? filterWords(at.filter);
	const rows = view.rows.map((row, index) => {
		const cursor = view.offset + index === view.cursor;
		return rowLine(row, placed, {theme, width, cursor, focused: setup.focused, words, starts: setup.starts === true});
	});
	return setup.headless ? rows : [headLine(placed, {theme, width, sort: setup.sort}), ...rows];
}

/** `by changed ▼ · `, where the column has no room; without column titles also, unless it is the table's own order. */
function unseenSort<Row, Key>({columns, sort, width, headless}: TableSetup<Row, Key>): string {
	const sorted = columns.find(column => column.sort?.by === sort?.by);
	if (sort === undefined || sorted === undefined) return '';
	const own = columns.find(column => column.sort !== undefined)?.sort;
	const isOwn = own?.by === sort.by && own.descending === sort.descending;
	const isSeen = !headless && placeColumns(columns, width, sort).some(({column}) => column.sort?.by === sort.by);
	return isSeen || (headless && isOwn) ? '' : `by ${sorted.title} ${sortArrow(sort)} · `;
}

/** Reads the rows to show from the source, and draws them. Rows are exactly `width` cells. */
export function tableModel<Row, Key>(setup: TableSetup<Row, Key>): TableModel<Row, Key> {
	const height = Math.max(0, setup.height - (setup.headless ? 0 : 1));
	const view = readTable(setup.source, setup.at, height);
	const selected = view.cursor < 0 ? undefined : view.rows[view.cursor - view.offset];
	const keyAt = (index: number): Key | undefined => {
		const row =
			view.rows[index - view.offset] ?? setup.source({filter: setup.at.filter, offset: index, limit: 1}).rows[0];
		return row === undefined ? undefined : setup.keyOf(row);
	};
	const key = selected === undefined ? undefined : setup.keyOf(selected);
	return {
		lines: linesOf(setup, view),
		view,
		selected,
		sorts: setup.columns.flatMap(({sort}) => sort ?? []),
		unseenSort: view.matching === 0 ? '' : unseenSort(setup),
		sortAt: cell => columnAt(placeColumns(setup.columns, setup.width, setup.sort), cell)?.sort,
		settled:
			key === undefined || (setup.at.key === undefined && setup.sticks !== true)
				? setup.at
				: {...setup.at, key, index: view.cursor, row: view.cursor - view.offset},
		moved(by) {
			const page = Math.max(1, height - 1);
			const move = by === 'page-up' ? -page : by === 'page-down' ? page : by;
			return moveCursor(setup.at, view, {by: move, height, keyAt, tail: setup.tail === true});
		},
		all: () => setup.source({filter: setup.at.filter, offset: 0, limit: view.matching}).rows,
	};
}

/** The sort order where no column title tells it, and `9,312`, or `37 of 9,312` with a filter. */
export const modelNote = ({unseenSort, view}: Pick<TableModel<unknown, unknown>, 'unseenSort' | 'view'>): string =>
	`${unseenSort}${tableNote(view)}`;

/** `9,312`, or `37 of 9,312` with a filter. */
export const tableNote = ({matching, total}: {readonly matching: number; readonly total: number}): string =>
	matching === total ? count(total) : `${count(matching)} of ${count(total)}`;

/** Whether the view state has to be updated because the data moved under it. */
export function hasMoved<Key>(at: TableAttention<Key>, settled: TableAttention<Key>): boolean {
	return !at.follows && (at.key !== settled.key || at.index !== settled.index);
}

/**
 * Renders tables as rows of text: columns at fixed positions, omitted where there is no room. Pure, and independent
 * of what the rows mean.
 */
import type {Sort} from '../../order/table-view.ts';
import {displayWidth, fit, fitRight} from '../../text/width.ts';
import type {Theme, Tone} from '../theme.ts';
import {sortArrow} from './sorting.ts';

export type Cell = string | {readonly text: string; readonly tone: Tone};

export type Column<Row> = {
	readonly title: string;
	/** Cells; for a growing column the minimum, in addition to its share of the remaining width. */
	readonly width: number;
	readonly grows?: boolean;
	readonly align?: 'left' | 'right';
	/** Columns with the highest numbers are omitted first; 0 is always shown. */
	readonly drop: number;
	/** The width of the table from which on it is shown; in a narrower one only while the table is sorted by it. */
	readonly from?: number;
	/** The sort order of this column, in its default direction. */
	readonly sort?: Sort;
	/** The contents of the cell: printable, and one line. */
	cell(row: Row): Cell;
};

/** The columns for rows of one kind; they are empty for others, of which `of` makes nothing. */
export const columnsFor = <Row, Inner>(
	columns: readonly Column<Inner>[],
	of: (row: Row) => Inner | undefined,
): readonly Column<Row>[] =>
	columns.map(column => ({
		...column,
		cell(row) {
			const inner = of(row);
			return inner === undefined ? '' : column.cell(inner);
		},
	}));

export type Placed<Row> = {readonly column: Column<Row>; readonly width: number};

const gap = 1;
/** The cursor sign and the space after it. */
const margin = 2;
/** The sign of the sort order, and that with a space before it, where there is room. */
const signWidth = 1;
const roomySignWidth = 2;

const needed = <Row>(columns: readonly Column<Row>[]): number =>
	columns.reduce((sum, column) => sum + column.width + gap, margin);

const isSortedBy = <Row>(column: Column<Row>, sort: Sort | undefined): boolean =>
	sort !== undefined && column.sort?.by === sort.by;

/** The columns for which there is room: if possible, the one that the table is sorted by is among them. */
function columnsWithin<Row>(
	columns: readonly Column<Row>[],
	width: number,
	sort: Sort | undefined,
): readonly Column<Row>[] {
	const isWanted = (column: Column<Row>): boolean => column.drop === 0 || isSortedBy(column, sort);
	const wantedFit = needed(columns.filter(isWanted)) <= width;
	const dropOf = (column: Column<Row>): number => (wantedFit && isWanted(column) ? 0 : column.drop);
	let kept = columns.filter(column => width >= (column.from ?? 0) || isSortedBy(column, sort));
	while (needed(kept) > width) {
		const last = Math.max(...kept.map(dropOf));
		if (last === 0) break;
		kept = kept.filter(column => dropOf(column) !== last);
	}
	return kept;
}

/** The columns with as much of the spare room as the sign of the sort order needs beside the title. */
function withRoomForSign<Row>(
	columns: readonly Column<Row>[],
	width: number,
	sort: Sort | undefined,
): readonly Column<Row>[] {
	const spare = Math.max(0, width - needed(columns));
	return columns.map(column => {
		if (column.grows || !isSortedBy(column, sort)) return column;
		const lacks = Math.max(0, displayWidth(column.title) + signWidth - column.width);
		return {...column, width: column.width + Math.min(lacks, spare)};
	});
}

/**
 * The columns that fit into `width` cells, with their widths; including gaps and margin never wider than `width`.
 * `sort`: the order in force, whose column must be seen.
 */
export function placeColumns<Row>(columns: readonly Column<Row>[], width: number, sort?: Sort): readonly Placed<Row>[] {
	const kept = withRoomForSign(columnsWithin(columns, width, sort), width, sort);
	const growing = kept.filter(column => column.grows);
	const spare = Math.max(0, width - needed(kept));
	const share = growing.length === 0 ? 0 : Math.floor(spare / growing.length);
	const odd = spare - share * growing.length;
	let lacking = Math.max(0, needed(kept) - width);
	return kept
		.map(column => ({column, width: column.width + (column.grows ? share + (column === growing[0] ? odd : 0) : 0)}))
		.toReversed()
		.map(at => {
			const less = Math.min(at.width, lacking);
			lacking -= less;
			return {...at, width: at.width - less};
		})
		.toReversed();
}

/** The column at a cell of the table; undefined between columns and outside. */
export function columnAt<Row>(placed: readonly Placed<Row>[], cell: number): Column<Row> | undefined {
	let from = margin;
	for (const {column, width} of placed) {
		if (cell >= from && cell < from + width) return column;
		from += width + gap;
	}
	return undefined;
}

const place = (text: string, align: 'left' | 'right' | undefined, width: number): string =>
	align === 'right' ? fitRight(text, width) : fit(text, width);

/** The title of a column, with an arrow if the table is sorted by it. */
function titleText<Row>({column, width}: Placed<Row>, sort: Sort | undefined): string {
	if (sort === undefined || !isSortedBy(column, sort)) return place(column.title, column.align, width);
	const gapBefore = displayWidth(column.title) + roomySignWidth <= width ? ' ' : '';
	return place(`${column.title.slice(0, width - 1)}${gapBefore}${sortArrow(sort)}`, column.align, width);
}

/** The row of column titles, exactly `width` cells. */
export function headLine<Row>(
	placed: readonly Placed<Row>[],
	{theme, width, sort}: {readonly theme: Theme; readonly width: number; readonly sort?: Sort | undefined},
): string {
	const line = `${' '.repeat(margin)}${placed.map(at => titleText(at, sort)).join(' ')}`;
	return theme.paint('dim', fit(line, width));
}

/** The contents of a cell, fitted to its width. */
function cellText<Row>(row: Row, {column, width}: Placed<Row>): {readonly text: string; readonly tone?: Tone} {
	const cell = column.cell(row);
	if (typeof cell === 'string') return {text: place(cell, column.align, width)};
	return {text: place(cell.text, column.align, width), tone: cell.tone};
}

/** The cells of a row without cursor, margin or colours: for tables within a cell. */
export const cellsLine = <Row>(row: Row, placed: readonly Placed<Row>[]): string =>
	placed.map(at => cellText(row, at).text).join(' ');

/** Highlights every word of the filter in the text, with `starts` only at the start of words. Case-insensitive. */
export function lit(
	text: string,
	words: readonly string[],
	{theme, starts = false}: Pick<RowStyle, 'theme' | 'starts'>,
): string {
	const found = words.filter(word => word !== '');
	if (found.length === 0) return text;
	const pattern = found.map(word => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
	const where = starts ? '(?<![\\p{L}\\p{N}])' : '';
	return text.replace(new RegExp(`${where}(?:${pattern})`, 'giu'), match => theme.paint('match', match));
}

export type RowStyle = {
	readonly theme: Theme;
	readonly width: number;
	/** Whether the cursor is on the row, and whether its pane has the focus. */
	readonly cursor: boolean;
	readonly focused: boolean;
	readonly words: readonly string[];
	readonly starts?: boolean;
};

/** One row of the table, exactly `width` cells. */
export function rowLine<Row>(row: Row, placed: readonly Placed<Row>[], style: RowStyle): string {
	const {theme, width, cursor, focused, words, starts = false} = style;
	const sign = cursor ? '▸ ' : '  ';
	// The cursor row has a single background, which inner colours would interrupt.
	const plain = cursor && focused;
	const cells = placed.map(at => {
		const {text, tone} = cellText(row, at);
		if (plain) return text;
		return tone === undefined ? lit(text, words, {theme, starts}) : theme.paint(tone, text);
	});
	const used = placed.reduce((sum, at) => sum + at.width + gap, margin) - (placed.length > 0 ? gap : 0);
	const line = `${sign}${cells.join(' ')}${' '.repeat(Math.max(0, width - used))}`;
	if (plain) return theme.paint('cursor', line);
	return cursor ? theme.paint('strong', line) : line;
}

/**
 * Tables as rows of text: columns with fixed places, dropped whole where there is no room. Pure, and ignorant of what
 * the rows mean.
 */
import type {Sort} from '../../order/table-view.ts';
import {displayWidth, fit, fitRight} from '../../text/width.ts';
import type {Theme, Tone} from '../theme.ts';
import {sortArrow} from './sorting.ts';

export type Cell = string | {readonly text: string; readonly tone: Tone};

export type Column<Row> = {
	readonly title: string;
	/** Cells; a column that grows has its least width here and shares what is left. */
	readonly width: number;
	readonly grows?: boolean;
	readonly align?: 'left' | 'right';
	/** Columns with the highest numbers are dropped first where there is no room; 0 always stays. */
	readonly drop: number;
	/** What the table is sorted by in this column, and which way round first. */
	readonly sort?: Sort;
	/** What stands in the cell: printable already, in one line. */
	cell(row: Row): Cell;
};

export type Placed<Row> = {readonly column: Column<Row>; readonly width: number};

const gap = 1;
/** The cursor's sign and the space after it. */
const margin = 2;

const needed = <Row>(columns: readonly Column<Row>[]): number =>
	columns.reduce((sum, column) => sum + column.width + gap, margin);

/** The columns that fit into `width` cells, with their widths: together with gaps and margin never more than `width`. */
export function placeColumns<Row>(columns: readonly Column<Row>[], width: number): readonly Placed<Row>[] {
	let kept = columns;
	while (needed(kept) > width) {
		const last = Math.max(...kept.map(column => column.drop));
		if (last === 0) break;
		kept = kept.filter(column => column.drop !== last);
	}
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

/** The column under a cell of the table; undefined between columns, and where there is none. */
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

/** A column's title, with an arrow where the table is sorted by it. */
function titleText<Row>({column, width}: Placed<Row>, sort: Sort | undefined): string {
	if (sort === undefined || column.sort?.by !== sort.by) return place(column.title, column.align, width);
	const gapBefore = displayWidth(column.title) + 2 <= width ? ' ' : '';
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

/** What stands in a cell, fitted to it. */
function cellText<Row>(row: Row, {column, width}: Placed<Row>): {readonly text: string; readonly tone?: Tone} {
	const cell = column.cell(row);
	if (typeof cell === 'string') return {text: place(cell, column.align, width)};
	return {text: place(cell.text, column.align, width), tone: cell.tone};
}

/** The cells of a row without cursor, margin or colours: for rows that are tables within one cell. */
export const cellsLine = <Row>(row: Row, placed: readonly Placed<Row>[]): string =>
	placed.map(at => cellText(row, at).text).join(' ');

/** The text with every word of the filter lit, or with `starts` only where words begin. Case does not matter. */
export function lit(text: string, words: readonly string[], theme: Theme, starts = false): string {
	const found = words.filter(word => word !== '');
	if (found.length === 0) return text;
	const pattern = found.map(word => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
	const where = starts ? '(?<![\\p{L}\\p{N}])' : '';
	return text.replace(new RegExp(`${where}(?:${pattern})`, 'giu'), match => theme.paint('match', match));
}

export type RowStyle = {
	readonly theme: Theme;
	readonly width: number;
	/** Whether the cursor is on the row, and whether its pane has the keys. */
	readonly cursor: boolean;
	readonly focused: boolean;
	readonly words: readonly string[];
	readonly starts?: boolean;
};

/** One row of the table, exactly `width` cells. */
export function rowLine<Row>(row: Row, placed: readonly Placed<Row>[], style: RowStyle): string {
	const {theme, width, cursor, focused, words, starts = false} = style;
	const sign = cursor ? '▸ ' : '  ';
	// A lit cursor row has one background: colours inside would break it up.
	const plain = cursor && focused;
	const cells = placed.map(at => {
		const {text, tone} = cellText(row, at);
		if (plain) return text;
		return tone === undefined ? lit(text, words, theme, starts) : theme.paint(tone, text);
	});
	const used = placed.reduce((sum, at) => sum + at.width + gap, margin) - (placed.length > 0 ? gap : 0);
	const line = `${sign}${cells.join(' ')}${' '.repeat(Math.max(0, width - used))}`;
	if (plain) return theme.paint('cursor', line);
	return cursor ? theme.paint('strong', line) : line;
}

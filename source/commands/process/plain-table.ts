/** Tables for pipes and plain terminals: aligned columns, two spaces apart. */
import {printable} from '../../text/printable.ts';
import {displayWidth, fit, fitRight} from '../../text/width.ts';

export type Column<Row> = {
	readonly title: string;
	readonly of: (row: Row) => string;
	readonly align?: 'right';
	/** Whether the column shrinks when the table is too wide. */
	readonly yields?: true;
};

/** The minimum width of a shrinking column. */
const leastCells = 20;
const gapCells = 2;

/**
 * The lines of a table, headings first. Cells are made safe to show. Without `width`, the number of columns of the
 * terminal, nothing is cut.
 */
export function plainTable<Row>(
	columns: ReadonlyArray<Column<Row>>,
	rows: readonly Row[],
	width = Number.POSITIVE_INFINITY,
): string {
	const cells = rows.map(row => columns.map(({of}) => printable(of(row))));
	const lines = [columns.map(({title}) => title), ...cells];
	const widest = columns.map((_, at) => lines.reduce((most, line) => Math.max(most, displayWidth(line[at] ?? '')), 0));
	const total = widest.reduce((sum, each) => sum + each + gapCells, -gapCells);
	const widths = widest.map((cells, at) =>
		columns[at]?.yields && total > width ? Math.min(cells, Math.max(leastCells, cells - (total - width))) : cells,
	);
	const pad = (text: string, at: number): string => {
		const room = widths[at] ?? 0;
		return columns[at]?.align === 'right' ? fitRight(text, room) : fit(text, room);
	};
	return lines.map(line => line.map(pad).join(' '.repeat(gapCells)).trimEnd()).join('\n');
}

/** Tables for pipes and plain terminals: aligned columns, two spaces apart, nothing cut. */
import {printable} from '../text/printable.ts';
import {displayWidth} from '../text/width.ts';

export type Column<Row> = {
	readonly title: string;
	readonly of: (row: Row) => string;
	readonly align?: 'right';
};

/** Lines of a table, its headings first. Cells are made safe to show. */
export function plainTable<Row>(columns: ReadonlyArray<Column<Row>>, rows: readonly Row[]): string {
	const cells = rows.map(row => columns.map(({of}) => printable(of(row))));
	const lines = [columns.map(({title}) => title), ...cells];
	const widths = columns.map((_, at) => lines.reduce((most, line) => Math.max(most, displayWidth(line[at] ?? '')), 0));
	const pad = (text: string, at: number): string => {
		const gap = ' '.repeat((widths[at] ?? 0) - displayWidth(text));
		return columns[at]?.align === 'right' ? gap + text : text + gap;
	};
	return lines.map(line => line.map(pad).join('  ').trimEnd()).join('\n');
}

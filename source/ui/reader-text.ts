/** The text of a document as the reader shows it: rows of a width, and where a search found something. Pure. */
import {readerLines} from '../rfc/pages.ts';
import {printable} from '../text/printable.ts';
import {chop} from './kit/wrap.ts';
import type {Theme} from './theme.ts';

/** The rows of a document, safe to show, none wider than `width` cells. */
export function readerRows(text: string, width: number): readonly string[] {
	return readerLines(text, 'kept').flatMap(line => chop(printable(line), width));
}

/** The rows in which a search text occurs; case does not matter. */
export function matchingRows(rows: readonly string[], search: string): readonly number[] {
	const wanted = search.toLowerCase();
	if (wanted === '') return [];
	return rows.flatMap((row, index) => (row.toLowerCase().includes(wanted) ? [index] : []));
}

/** The row with every match lit. */
export function litRow(row: string, search: string, theme: Theme): string {
	if (search === '') return row;
	const pattern = new RegExp(search.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'giu');
	return row.replace(pattern, match => theme.paint('cursor', match));
}

/** The match to go to from row `from`: the next one below, or above, around the ends. */
export function nextMatch(matches: readonly number[], from: number, by: 1 | -1): number | undefined {
	if (by === 1) return matches.find(row => row > from) ?? matches[0];
	return matches.findLast(row => row < from) ?? matches.at(-1);
}

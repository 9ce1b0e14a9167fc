/** Finds the links in the rows of a document. Pure. */
import {type Reference, referencesIn} from '../../rfc/references.ts';
import {type ReaderDocument, sectionNumbered} from './document.ts';
import type {Rows} from './rows.ts';
import type {Span} from './search.ts';

/** A link that begins in `row`; `next` is its part in the next row, if it wraps. */
export type Link = Span & {readonly row: number; readonly next?: Span; readonly to: Reference};

const cache = new WeakMap<Rows, Map<number, readonly Link[]>>();

const indentOf = (text: string): number => text.length - text.trimStart().length;

/** Whether a reference has a target: not the document itself, and not a section that it does not have. */
function leads({rfc, section}: Reference, document: ReaderDocument, line: number): boolean {
	if (rfc !== undefined && rfc !== document.rfc) return true;
	if (section === undefined) return false;
	const target = sectionNumbered(document, section);
	return target !== undefined && target.line !== line;
}

/** A row joined with the following one, if both have words. */
function withBelow(rows: Rows, row: number): string {
	const text = rows.texts[row] ?? '';
	const below = rows.texts[row + 1] ?? '';
	return text === '' || below === '' ? text : `${text} ${below.trimStart()}`;
}

/** Where the part of a row ends that belongs to a reference from the row above. */
function takenFromAbove(document: ReaderDocument, rows: Rows, row: number): number {
	const above = rows.texts[row - 1] ?? '';
	if (above === '') return 0;
	const crossing = referencesIn(withBelow(rows, row - 1), document.names).find(
		({start, end}) => start < above.length && end > above.length,
	);
	return crossing === undefined ? 0 : indentOf(rows.texts[row] ?? '') + crossing.end - above.length - 1;
}

function find(document: ReaderDocument, rows: Rows, row: number): readonly Link[] {
	const {length} = rows.texts[row] ?? '';
	if (length === 0) return [];
	const taken = takenFromAbove(document, rows, row);
	return referencesIn(withBelow(rows, row), document.names).flatMap(({start, end, ...to}) => {
		if (start >= length || start < taken || !leads(to, document, rows.lines[row] ?? 0)) return [];
		if (end <= length) return [{row, start, end, to}];
		const indent = indentOf(rows.texts[row + 1] ?? '');
		return [{row, start, end: length, next: {start: indent, end: indent + end - length - 1}, to}];
	});
}

/** The links that begin in a row, from left to right. */
export function linksIn(document: ReaderDocument, rows: Rows, row: number): readonly Link[] {
	if (!document.studied) return [];
	const known = cache.get(rows) ?? new Map<number, readonly Link[]>();
	cache.set(rows, known);
	const links = known.get(row) ?? find(document, rows, row);
	known.set(row, links);
	return links;
}

/** The next link at or after row `from` or, backwards, at or before it; undefined when there is none. */
export function nextLink(
	{document, rows}: {readonly document: ReaderDocument; readonly rows: Rows},
	from: number,
	by: 1 | -1,
): Link | undefined {
	for (let row = from; row >= 0 && row < rows.texts.length; row += by) {
		const link = linksIn(document, rows, row).at(by === 1 ? 0 : -1);
		if (link !== undefined) return link;
	}
	return undefined;
}

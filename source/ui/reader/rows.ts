/**
 * Lays the lines of a document out as rows of a width. On a screen as wide as a paper page lines are rows, but for
 * paragraphs of one long line. On a narrower one text that certainly is a paragraph is reflowed. Figures keep their shape
 * and can be scrolled sideways.
 */
import {lowest} from '../../order/sorted-list.ts';
import {displayWidth} from '../../text/width.ts';
import {wrap} from '../kit/wrap.ts';
import type {Breaks, ReaderDocument} from './document.ts';

export type Rows = {
	readonly texts: readonly string[];
	/** The line of the document in which each row begins. Ascending. */
	readonly lines: readonly number[];
	/** Width of the widest row. */
	readonly widest: number;
};

/** A row in a form that survives another layout: the line, and how many rows of this line precede it. */
export type Place = {readonly line: number; readonly skip: number};

export const start: Place = {line: 0, skip: 0};

/** The width of a paper page. */
export const pageWidth = 72;

type Line = {readonly text: string; readonly at: number; readonly indent: number; readonly drawn: boolean};

const indentOf = (text: string): number => text.length - text.trimStart().length;

/** Lines of paragraphs that were broken into lines are never longer. */
const longestWritten = 200;

/** Characters of a long line that tell what it is: a line may be as long as the whole document. */
const telling = 10_000;

/** A paragraph of one long line: words and blanks, or a script without blanks; neither columns nor data. */
function isLongParagraph(text: string): boolean {
	const start = text.slice(0, telling);
	if (/\||\S {3,}\S|[\u2500-\u257f]/.test(start)) return false;
	const breaks = start.match(/ |\P{ASCII}/gu)?.length ?? 0;
	return breaks * 20 > start.length;
}

/** Figures: columns of a table, sides of a box, code with gaps. */
const isDrawn = (text: string): boolean =>
	text.length > longestWritten
		? !isLongParagraph(text)
		: /[|+\\^]|-{3}|={3}|_{3}|\.{4}|\S {3,}\S/.test(text) || !/[\p{L}\d]/u.test(text);

/** Whether a line ended only because the next word did not fit, so that the next line continues it. */
function flowsInto(line: string, next: string): boolean {
	const [word = ''] = next.trimStart().split(' ', 1);
	return word !== '' && line.length + 1 + word.length > pageWidth - 2;
}

/** Number of lines of the paragraph that starts at `from`; 1 for a line that stands by itself. */
function paragraphLength(lines: readonly Line[], from: number): number {
	const indent = lines[from + 1]?.indent;
	let end = from;
	for (;;) {
		const line = lines[end];
		const next = lines[end + 1];
		if (!line || !next || next.text === '' || line.drawn || next.drawn || next.indent !== indent) break;
		if (Math.max(line.text.length, next.text.length) > longestWritten) break;
		if (!flowsInto(line.text, next.text)) break;
		end++;
	}
	return end - from + 1;
}

/** The left margin of a paper page; on a narrow screen most of it is dropped. */
const margin = 3;

function narrowIndent(text: string, width: number): number {
	const indent = indentOf(text);
	return Math.min(indent >= margin ? indent - margin + 1 : indent, Math.floor(width / 3));
}

/** As `wrap`, optimized for ASCII. */
function wrapQuickly(text: string, width: number): readonly string[] {
	if (!/^[\x20-\x7e\u00a0]*$/.test(text)) return wrap(text, width);
	const rows: string[] = [];
	let from = 0;
	while (text.length - from > width) {
		const space = text.lastIndexOf(' ', from + width);
		const to = space > from ? space : from + width;
		rows.push(text.slice(from, to).trimEnd());
		from = text[to] === ' ' ? to + 1 : to;
		while (text[from] === ' ') from++;
	}
	if (from < text.length) rows.push(text.slice(from));
	return rows;
}

/** The rows of a paragraph: the first indented as its first line, the others as its second. */
function flow(texts: readonly string[], width: number): readonly string[] {
	const [first = '', second = first] = texts;
	const words = texts.map(text => text.trim()).join(' ');
	const inner = narrowIndent(second, width);
	// An outdented start, usually the number of a list item, precedes the rest.
	const hangs = indentOf(second) - indentOf(first);
	const lead = hangs > 0 && hangs <= inner ? hangs : 0;
	const outer = lead > 0 ? inner - lead : narrowIndent(first, width);
	const indented = lead === 0 && outer > inner ? outer - inner : 0;
	const rows = wrapQuickly('\u00a0'.repeat(indented) + words.slice(lead), Math.max(8, width - inner));
	return rows.map((row, at) => {
		if (at > 0) return ' '.repeat(inner) + row;
		return ' '.repeat(lead > 0 ? outer : inner + indented) + words.slice(0, lead) + row.slice(indented);
	});
}

/** The rows of a paragraph, with the line in which each begins. */
function flowed(paragraph: readonly Line[], width: number): readonly (readonly [string, number])[] {
	const texts = paragraph.map(({text}) => text);
	let end = 0;
	const ends = texts.map(text => {
		end += text.trim().length + 1;
		return end;
	});
	let shown = 0;
	let begun = 0;
	return flow(texts, width).map(row => {
		while (begun < ends.length - 1 && (ends[begun] ?? 0) <= shown) begun++;
		shown += row.trim().length + 1;
		return [row, paragraph[begun]?.at ?? 0];
	});
}

function narrowRows(lines: readonly Line[], width: number): Pick<Rows, 'texts' | 'lines'> {
	const texts: string[] = [];
	const ats: number[] = [];
	const add = (text: string, at: number): void => {
		texts.push(text);
		ats.push(at);
	};
	for (let from = 0; from < lines.length; ) {
		const line = lines[from];
		if (line === undefined) break;
		const {text, at, indent, drawn} = line;
		const length = text === '' ? 1 : paragraphLength(lines, from);
		const fits = text.length - indent + narrowIndent(text, width) <= width;
		if (length === 1 && (fits || drawn)) add(indent >= margin ? text.slice(margin - 1) : text, at);
		else for (const [row, of] of flowed(lines.slice(from, from + length), width)) add(row, of);
		from += length;
	}
	return {texts, lines: ats};
}

/** The rows on a screen as wide as a page: text that is wider than the screen continues below, as far indented. */
function wideRows(texts: readonly string[], ats: readonly number[], width: number): Pick<Rows, 'texts' | 'lines'> {
	const fits = (text: string): boolean => text.length * 2 <= width || displayWidth(text) <= width;
	if (texts.every(fits)) return {texts, lines: ats};
	const rows = texts.flatMap((text, index) => {
		const at = ats[index] ?? 0;
		if (fits(text) || isDrawn(text)) return [{text, at}];
		const indent = Math.min(indentOf(text), Math.floor(width / 3));
		const words = wrapQuickly(text.trim(), width - indent);
		return words.map(row => ({text: ' '.repeat(indent) + row, at}));
	});
	return {texts: rows.map(({text}) => text), lines: rows.map(({at}) => at)};
}

/** The rows of a document for a screen of this width, with page breaks folded or kept. */
export function rowsOf(
	{lines}: ReaderDocument,
	{width, breaks}: {readonly width: number; readonly breaks: Breaks},
): Rows {
	const texts: string[] = [];
	const ats: number[] = [];
	for (const [at, {text, shown}] of lines.entries()) {
		if (shown !== 'always' && shown !== breaks) continue;
		texts.push(text);
		ats.push(at);
	}
	const rows = width >= pageWidth ? wideRows(texts, ats, width) : narrowRows(toFlow(texts, ats), width);
	return {...rows, widest: widestOf(rows.texts)};
}

const toFlow = (texts: readonly string[], ats: readonly number[]): readonly Line[] =>
	texts.map((text, index) => ({text, at: ats[index] ?? 0, indent: indentOf(text), drawn: isDrawn(text)}));

/** A text is at most twice as wide as its number of characters. */
function widestOf(texts: readonly string[]): number {
	let widest = 0;
	for (const text of texts) if (text.length * 2 > widest) widest = Math.max(widest, displayWidth(text));
	return widest;
}

/** The first row at or after a line. */
const firstRow = ({lines}: Rows, line: number): number => lowest(lines.length, row => (lines[row] ?? 0) >= line);

/** The row of a place, or the closest one. */
export function rowOf(rows: Rows, {line, skip}: Place): number {
	const row = firstRow(rows, line);
	const last = Math.max(row, firstRow(rows, line + 1) - 1);
	return Math.max(0, Math.min(row + skip, last, rows.lines.length - 1));
}

/** The place of a row, from which `rowOf` finds it again in another layout. */
export function placeOf(rows: Rows, row: number): Place {
	const line = rows.lines[row] ?? 0;
	return {line, skip: row - firstRow(rows, line)};
}

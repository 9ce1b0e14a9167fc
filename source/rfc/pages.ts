/** Splits the text of a document into pages and lines for reading on a screen. */
import {linesOf, plainLine} from './plain-lines.ts';
import {isDate} from './title-lines.ts';

/** A page without blank lines at its start and end. */
export type Page = {
	/** The running header: number, short title, date; usually one line, up to three, none on the first page. */
	readonly header: readonly string[];
	readonly lines: readonly string[];
	/** The line with the page number, if any. */
	readonly footer?: string;
};

/** When a line of a document is shown: always, or only when page breaks are `kept` or `folded`. */
export type DocumentLine = {readonly text: string; readonly shown: 'always' | 'kept' | 'folded'};

const longestHeader = 3;

const isBlank = (line: string | undefined): boolean => line !== undefined && line.trim() === '';

/** `Author      Category      [Page 12]`, `[Page 12]`, `- 12 -`, or a number alone, on the last line of a page. */
function isFooter(line: string): boolean {
	return (
		/\[ ?page +[\divxlc]+ ?\](?:$| {6,}\S)/i.test(line) || /^ {10,}(?:- ?[\divxlc]{1,5} ?-|\[?\d{1,3}\]?)$/i.test(line)
	);
}

/** `RFC 2616          HTTP/1.1          June 1999`, or the date alone, on the first line of a page. */
function isRunningHeader(line: string): boolean {
	const text = line.trim();
	const columns = text.split(/ {3,}/);
	const numbered = /^(?:rfc|request for comments|internet[ -]draft)\b/i.test(text);
	return columns.length > 1 ? numbered || isDate(columns.at(-1) ?? '') : isDate(text);
}

function trimBlank(lines: readonly string[]): readonly string[] {
	if (!isBlank(lines[0]) && !isBlank(lines.at(-1))) return lines;
	const first = lines.findIndex(line => !isBlank(line));
	return first === -1 ? [] : lines.slice(first, lines.findLastIndex(line => !isBlank(line)) + 1);
}

/** The lines at the top of a page that are separated from the text by two blank lines, if they are few. */
function topBlock(lines: readonly string[]): readonly string[] {
	const end = lines.slice(0, longestHeader + 1).findIndex(isBlank);
	return end > 0 && isBlank(lines[end + 1]) ? lines.slice(0, end) : [];
}

/** The lines that follow the running header on page after page of this document. */
function repeatedUnderHeaders(found: readonly (readonly string[])[]): ReadonlySet<string> {
	const counts = new Map<string, number>();
	for (const page of found.slice(1)) {
		const [first, ...others] = topBlock(page);
		if (first === undefined || !isRunningHeader(first)) continue;
		for (const text of others.map(line => line.trim())) counts.set(text, (counts.get(text) ?? 0) + 1);
	}
	return new Set([...counts].filter(([, count]) => count > 1).map(([text]) => text));
}

function headerOf(lines: readonly string[], repeated: ReadonlySet<string>): readonly string[] {
	const [top, second] = lines;
	if (top === undefined || !isRunningHeader(top)) return [];
	if (second !== undefined && repeated.has(second.trim())) {
		const end = lines.findIndex((line, at) => at > 0 && (at === longestHeader || !repeated.has(line.trim())));
		return lines.slice(0, Math.max(end, topBlock(lines).length));
	}
	// A date alone may be text.
	return top.trim().includes('   ') ? [top] : [];
}

type Raw = {readonly lines: readonly string[]; readonly footer?: string};

function withoutFooter(raw: readonly string[]): Raw {
	const lines = trimBlank(raw);
	const last = lines.at(-1);
	if (last === undefined || !isFooter(last)) return {lines};
	return {lines: trimBlank(lines.slice(0, -1)), footer: last};
}

/** The lines between form feeds or, in documents that have lost theirs, up to each line with `[Page n]`. */
function sheetsOf(text: string): string[][] {
	const sheets: string[][] = [[]];
	const fed = text.includes('\f');
	for (const raw of linesOf(text)) {
		if (!raw.includes('\f')) {
			const line = plainLine(raw);
			sheets.at(-1)?.push(line);
			if (!fed && /\[page \d+\]$/i.test(line)) sheets.push([]);
			continue;
		}
		const [rest = '', ...next] = raw.split('\f');
		sheets.at(-1)?.push(plainLine(rest));
		for (const part of next) sheets.push(part === '' ? [] : [plainLine(part)]);
	}
	return sheets;
}

/**
 * The pages of a document: separated by form feeds or, in documents that have lost theirs, after each line with
 * `[Page n]`. Lines are plain (overstrikes resolved, tabs expanded) but still a stranger's text: make them printable
 * before showing them.
 */
export function pages(text: string): Page[] {
	const sheets = sheetsOf(text).map(withoutFooter);
	const repeated = repeatedUnderHeaders(sheets.map(({lines}) => lines));
	return sheets
		.map(({lines, ...rest}, index) => {
			const header = index === 0 ? [] : headerOf(lines, repeated);
			return {...rest, header, lines: trimBlank(header.length === 0 ? lines : lines.slice(header.length))};
		})
		.filter(page => page.lines.length > 0 || page.footer !== undefined);
}

/** Whether a sentence continues across the page break, so that no blank line belongs between the pages. */
function goesOn(before: string | undefined, after: string | undefined): boolean {
	if (before === undefined || after === undefined) return false;
	const indent = (line: string): number => line.length - line.trimStart().length;
	return /[\p{L}\d,]$/u.test(before) && /^\s*\p{Ll}/u.test(after) && indent(before) === indent(after);
}

/**
 * The lines of a document for a reader, with page breaks folded or kept. Folded omits running headers, page numbers
 * and the blank lines around them, and continues across page breaks; kept shows each page as printed, separated by
 * blank lines.
 */
export function documentLines(text: string): DocumentLine[] {
	const lines: DocumentLine[] = [];
	const add = (shown: DocumentLine['shown'], ...texts: readonly string[]): void => {
		for (const one of texts) lines.push({text: one, shown});
	};
	let last: string | undefined;
	for (const page of pages(text)) {
		if (lines.length > 0) add('kept', '');
		if (page.header.length > 0) add('kept', ...page.header, '');
		if (last !== undefined && page.lines.length > 0 && !goesOn(last, page.lines[0])) add('folded', '');
		for (const line of page.lines) lines.push({text: line, shown: 'always'});
		if (page.footer !== undefined) add('kept', ...(page.lines.length > 0 ? [''] : []), page.footer);
		last = page.lines.at(-1) ?? last;
	}
	return lines;
}

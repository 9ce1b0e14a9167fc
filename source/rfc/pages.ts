/** The text of a document as pages and lines for a reader on a screen. */
import {linesOf, plainLine} from './plain-lines.ts';
import {isDate} from './title-lines.ts';

/** A page without blank lines at its start and end. */
export type Page = {
	/** The running header, when there is one: number, short title, date. */
	readonly header?: string;
	readonly lines: readonly string[];
	/** The line with the page number, when there is one. */
	readonly footer?: string;
};

function isBlank(line: string | undefined): boolean {
	return line !== undefined && line.trim() === '';
}

/** `Author      Category      [Page 12]`, `- 12 -`, or a number alone, on the last line of a page. */
function isFooter(line: string): boolean {
	return /\[ ?page +[\divxlc]+ ?\]$/i.test(line) || /^ {10,}(?:- ?[\divxlc]{1,5} ?-|\[?\d{1,3}\]?)$/i.test(line);
}

/** `RFC 2616          HTTP/1.1          June 1999`, on the first line of a page. */
function isRunningHeader(line: string): boolean {
	const columns = line.trim().split(/ {3,}/);
	const numbered = /^(?:rfc|request for comments|internet[ -]draft)\b/i.test(line.trim());
	return columns.length > 1 && (numbered || isDate(columns.at(-1) ?? ''));
}

function trimBlank(lines: readonly string[]): string[] {
	const first = lines.findIndex(line => !isBlank(line));
	return first === -1 ? [] : lines.slice(first, lines.findLastIndex(line => !isBlank(line)) + 1);
}

function pageOf(raw: readonly string[], isFirst: boolean): Page {
	let lines = trimBlank(raw);
	const last = lines.at(-1);
	const footer = last !== undefined && isFooter(last) ? last : undefined;
	if (footer !== undefined) lines = trimBlank(lines.slice(0, -1));
	const top = lines[0];
	const header = !isFirst && top !== undefined && isRunningHeader(top) ? top : undefined;
	if (header !== undefined) lines = trimBlank(lines.slice(1));
	return {...(header !== undefined && {header}), lines, ...(footer !== undefined && {footer})};
}

/**
 * The pages of a document: parted by form feeds, or, in documents that lost theirs, after each line with `[Page n]`.
 * Lines are plain (overstrikes resolved, tabs expanded) but still a stranger's text: make them printable to show them.
 */
export function pages(text: string): Page[] {
	const found: string[][] = [[]];
	const fed = text.includes('\f');
	for (const raw of linesOf(text)) {
		const [rest = '', ...next] = raw.split('\f');
		const line = plainLine(rest);
		found.at(-1)?.push(line);
		for (const part of next) found.push(part === '' ? [] : [plainLine(part)]);
		if (!fed && /\[page \d+\]$/i.test(line)) found.push([]);
	}
	return found
		.map((lines, index) => pageOf(lines, index === 0))
		.filter(page => page.lines.length > 0 || page.footer !== undefined);
}

/** Whether a sentence goes on over the page break, so that no blank line belongs between the pages. */
function goesOn(before: string | undefined, after: string | undefined): boolean {
	if (before === undefined || after === undefined) return false;
	const indent = (line: string): number => line.length - line.trimStart().length;
	return /[\p{L}\d,]$/u.test(before) && /^\s*\p{Ll}/u.test(after) && indent(before) === indent(after);
}

/**
 * The lines of a document for a reader. `folded` (the default) leaves out running headers, page numbers and the blank
 * lines around them, and reads on over page breaks; `kept` shows each page as it was printed, a blank line between.
 */
export function readerLines(text: string, furniture: 'folded' | 'kept' = 'folded'): string[] {
	const lines: string[] = [];
	for (const page of pages(text)) {
		const whole = [page.header, '', ...page.lines, '', page.footer].filter(line => line !== undefined);
		const shown = furniture === 'folded' ? page.lines : trimBlank(whole);
		if (lines.length > 0 && shown.length > 0 && (furniture === 'kept' || !goesOn(lines.at(-1), shown[0])))
			lines.push('');
		lines.push(...shown);
	}
	return lines;
}

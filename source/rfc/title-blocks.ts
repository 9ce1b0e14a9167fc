/**
 * Splits the head of a document into blocks of lines, and decides which lines of one or more blocks are the title. A
 * title is centred and has one or more lines; where text follows without a blank line, words and position tell them
 * apart.
 */
import {linesOf, longestHeadLine, plainLine} from './plain-lines.ts';
import {
	columns,
	type HeadLine,
	isBesideTitle,
	isCentred,
	isDate,
	isHeaderLine,
	isHeading,
	isPerson,
	isProse,
	isRemark,
	isReportNumber,
	isRule,
} from './title-lines.ts';

/** Titles are on the first pages; the rest is not examined. */
const headLength = 20 * 1024;
const mostBlocks = 40;
/** A longer block is running text, whatever it says; its lines are not examined one by one. */
const mostLines = 40;

/** Lines without a blank line between them. */
export type Block = readonly HeadLine[];

/** The lines between blank lines; a page break counts as a blank line. */
export function blocksOf(document: string): Block[] {
	const blocks: HeadLine[][] = [];
	let block: HeadLine[] = [];
	for (const raw of linesOf(document.slice(0, headLength)).flatMap(line => line.split('\f'))) {
		const line = plainLine(raw.slice(0, longestHeadLine));
		const text = line.trim();
		if (text !== '') {
			if (block.length < mostLines) block.push({text, indent: line.length - text.length});
		} else if (block.length > 0) {
			blocks.push(block);
			if (blocks.length === mostBlocks) return blocks;
			block = [];
		}
	}
	if (block.length > 0) blocks.push(block);
	return blocks;
}

/**
 * The programme under which specifications of the early 1980s were written; it is printed between title and subtitle.
 */
const programLine = /^darpa internet program$/i;
const endOfTitle = /^(?:by:?$|(?:prepared (?:by|for)|authors?:|edited by|written by|revised by|editors?:)(?:\s|$))/i;

/** Journal documents number their statements at the right margin: `1`, `3a`, `5f7`. */
const statementNumber = /^\d{1,3}(?:[a-z]\d{0,2})*$/;

/** The first column of a line whose other columns contain a date or the number of the statement. */
function firstColumn(text: string): string {
	const [first = text, ...others] = columns(text);
	return others.some(other => isDate(other) || statementNumber.test(other)) ? first : text;
}

/**
 * Text that follows the title without a blank line: back at the left margin, and not a full line, which a title may
 * be.
 */
function isBackAtMargin(line: HeadLine, title: HeadLine | undefined): boolean {
	return title !== undefined && title.indent >= 8 && line.indent <= 3 && line.text.length < 64;
}

/** The number and other header lines at the left margin, which a few documents have below their title. */
function isHeaderUnderTitle(line: HeadLine, before: HeadLine | undefined): boolean {
	const fresh = before !== undefined && !unfinished.test(before.text);
	return fresh && line.indent === 0 && isHeaderLine(line) && !isBesideTitle(line.text);
}

/** The lines of a block before any text or header that follows without a blank line. */
function ownLines(block: Block): Block {
	const end = block.findIndex(
		(line, at) => at > 0 && (isBackAtMargin(line, block[0]) || isHeaderUnderTitle(line, block[at - 1])),
	);
	return end < 0 ? block : block.slice(0, end);
}

const meeting = /\b(?:report|notes|minutes|summary)\b.*\b(?:meeting|workshop|conference|seminar)$/i;
const unfinished = /(?:[:,–—-]|\b(?:a|an|and|as|at|by|for|from|in|into|of|on|or|over|the|to|using|via|with))$/i;
const continuing = /^(?:and|as|at|for|from|in|into|of|on|or|over|to|using|via|with)\b/;

/** The day of a meeting, with the month on the next line. `Version 3` is not one. */
const endsWithDay = /(?:\b(?:on|from|of|to|through|and) |[,–-] ?)\d{1,2}$/i;
const monthAndYear = /^\p{L}+[.,]* \d{2,4}$/u;

/** Whether a date or a lone number continues the line before it: `held on 10` / `January 1979`, `Level` / `0`. */
function goesOnAsNumber(before: string, text: string): boolean {
	const dateGoesOn = unfinished.test(before) || (endsWithDay.test(before) && monthAndYear.test(text));
	return /^\d{1,3}$/.test(text) || (isDate(text) && dateGoesOn);
}

/** The lines of a block before anything that is not the title: authors, a date, a draft's name, a heading. */
export function titleLines(block: Block): string[] {
	const lines: string[] = [];
	for (const line of ownLines(block)) {
		const {text} = line;
		const heading = isHeading(text) && (lines.length === 0 || !isCentred(line));
		const before = lines.at(-1);
		if (heading || programLine.test(text) || endOfTitle.test(text)) break;
		if (before !== undefined && (isReportNumber(text) || (isPerson(text) && !unfinished.test(before)))) break;
		if (!isBesideTitle(text) || (before !== undefined && goesOnAsNumber(before, text))) {
			lines.push(firstColumn(text));
		} else if (before !== undefined && !isRule(text)) break;
	}
	return lines;
}

/** A date alone below the title of a report is that of the meeting. */
function isMeetingDate(title: readonly string[], block: Block): boolean {
	const [line, ...others] = block;
	return (
		title.length === 1 && line !== undefined && others.length === 0 && isDate(line.text) && meeting.test(title[0] ?? '')
	);
}

/** An explanation below the title: `(Mapping of …)`; a single word there is the state of the document. */
function isInParentheses(block: Block): boolean {
	return /^\(\S+ .*\S\)$/.test(block.map(line => line.text).join(' '));
}

/** Title pages put blank lines between the lines of one title: continues it while its words, or its capitals, go on. */
export function moreLines(title: readonly string[], blocks: readonly Block[]): string[] {
	const lines = [...title];
	for (const block of blocks) {
		const [line] = block;
		if (isMeetingDate(lines, block)) return [line?.text ?? ''];
		const last = lines.at(-1) ?? '';
		if (line === undefined || block.length > 2 || !block.every(isCentred) || isHeading(line.text)) break;
		const capitals = title.join('') === title.join('').toUpperCase() && /\p{Lu}{2}/u.test(line.text);
		const goesOn =
			unfinished.test(last) ||
			isInParentheses(block) ||
			continuing.test(line.text) ||
			(capitals && line.text === line.text.toUpperCase());
		const more = goesOn ? titleLines(block) : [];
		if (more.length === 0 || more.join(' ') === title.join(' ')) break;
		lines.push(...more);
	}
	return lines.slice(title.length);
}

/** Authors with their institution and the date, flush left or right, apart from the block at the top. */
function isAuthorBlock(block: Block): boolean {
	return block.length > 1 && isDate(block.at(-1)?.text ?? '') && !block.some(isCentred);
}

/** Whether a title may begin here: not a heading, an author, or running text. */
export function isTitleBlock(block: Block): boolean {
	const [line] = block;
	if (line === undefined || isHeading(line.text) || isPerson(line.text) || isRemark(line.text)) return false;
	return !isProse(ownLines(block)) && !isAuthorBlock(block);
}

/** The title of an RFC from the document itself, for when there is no official index to ask. */
import {linesOf, longestHeadLine, plainLine} from './plain-lines.ts';
import {
	columns,
	type HeadLine,
	isBesideTitle,
	isCentred,
	isDate,
	isHeaderLine,
	isHeading,
	isJournalStamp,
	isLateHeaderLine,
	isNumberLine,
	isPerson,
	isProse,
	isRule,
	statedNumber,
} from './title-lines.ts';

/** A title stands on the first pages; what comes later is not looked at. */
const headLength = 20 * 1024;
const mostBlocks = 40;
const longestTitle = 1024;

type Block = readonly HeadLine[];

/** Lines between blank lines; a page break is a blank line. */
function blocksOf(document: string): Block[] {
	const blocks: HeadLine[][] = [];
	let block: HeadLine[] = [];
	for (const raw of linesOf(document.slice(0, headLength)).flatMap(line => line.split('\f'))) {
		const line = plainLine(raw.slice(0, longestHeadLine));
		const text = line.trim();
		if (text !== '') {
			block.push({text, indent: line.length - text.length});
		} else if (block.length > 0) {
			blocks.push(block);
			if (blocks.length === mostBlocks) return blocks;
			block = [];
		}
	}
	if (block.length > 0) blocks.push(block);
	return blocks;
}

/** `Title:`, `Subject:` and the like, as letters and forms of the early years have them; goes on over indented lines. */
function fieldTitle(block: Block): string | undefined {
	const at = block.findIndex(({text}) => /^(?:title|subject|subj|re|topic) *[:;] *\S/i.test(text));
	const field = block[at];
	if (field === undefined) return undefined;
	const lines = [field.text.replace(/^\w+ *[:;] */, '')];
	for (const line of block.slice(at + 1)) {
		const continues = line.indent > field.indent + 3 || /^[a-z]/.test(line.text);
		if (!continues || /^\w+(?: \w+)? *:/.test(line.text) || isHeaderLine(line)) break;
		lines.push(line.text);
	}
	return joined(lines);
}

/** Lines of one title as one line. A hyphen at a line's end joins words; a dash (` -`, `--`) stands by itself. */
function joined(lines: readonly string[]): string | undefined {
	const title = lines
		.reduce((text, line) => (/[\p{L}\d][-/]$/u.test(text) ? text + line : `${text} ${line}`), '')
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/^[*_=]+ ?| ?[*_=]+$/g, '');
	return title === '' ? undefined : title.slice(0, longestTitle);
}

type Head = {
	/** The number that the document gives itself. */
	number?: number;
	/** What follows the number on its line, in the few documents that put the title there. */
	besideNumber?: string;
};

/** What is left of a block when the lines of the two-column block on top are taken away; notes the number in `head`. */
function withoutHeader(block: Block, head: Head): Block {
	const first = head.number === undefined;
	let at = 0;
	for (const line of block) {
		const header = first ? isHeaderLine(line) || (at > 0 && !isCentred(line)) : isLateHeaderLine(line);
		if (!header) break;
		at++;
		if (head.number === undefined && isNumberLine(line.text)) {
			head.number = statedNumber(line.text);
			const beside = columns(line.text).slice(1).join(' ');
			if (/\p{L} \p{L}/u.test(beside)) head.besideNumber = beside;
		}
	}
	return block.slice(at);
}

/** The program under which specifications of the early 1980s were written; it stands between title and subtitle. */
const programLine = /^darpa internet program$/i;
const endOfTitle = /^(?:by:?$|(?:prepared (?:by|for)|authors?:|edited by|written by|revised by|editors?:)(?:\s|$))/i;

/** The first column of a line that goes on with a date and more in other columns. */
function beforeDate(text: string): string {
	const [first = text, ...others] = columns(text);
	return others.some(isDate) ? first : text;
}

/** Text that follows the title without a blank line: back at the margin, and no full line. */
function isBackAtMargin(line: HeadLine, title: HeadLine | undefined): boolean {
	return title !== undefined && title.indent >= 8 && line.indent <= 3 && line.text.length < 64;
}

const meeting = /\b(?:report|notes|minutes|summary)\b.*\b(?:meeting|workshop|conference|seminar)$/i;
const unfinished = /(?:[:,–—-]|\b(?:a|an|and|as|at|by|for|from|in|into|of|on|or|over|the|to|using|via|with))$/i;
const continuing = /^(?:and|as|at|for|from|in|into|of|on|or|over|to|using|via|with)\b/;

/** Whether a date or a lone number goes on with the line before it: `held on 10` / `January 1979`, `Level` / `0`. */
function goesOnAsNumber(before: string, text: string): boolean {
	return /^\d{1,3}$/.test(text) || unfinished.test(before) || /\b\d{1,2}$/.test(before);
}

/** The lines of a block up to what is no title any more: authors, a date, the name of a draft, a heading. */
function titleLines(block: Block): string[] {
	const lines: string[] = [];
	for (const line of block) {
		const {text} = line;
		const heading = isHeading(text) && (lines.length === 0 || !isCentred(line));
		const before = lines.at(-1);
		if (heading || programLine.test(text) || endOfTitle.test(text)) break;
		if (before !== undefined && (isBackAtMargin(line, block[0]) || (isPerson(text) && !unfinished.test(before)))) break;
		if (!isBesideTitle(text) || (before !== undefined && !isRule(text) && goesOnAsNumber(before, text))) {
			lines.push(beforeDate(text));
		} else if (before !== undefined && !isRule(text)) break;
	}
	return lines;
}

/** A date alone under the title of a report is when the meeting was. */
function isMeetingDate(title: readonly string[], block: Block): boolean {
	const [line, ...others] = block;
	return (
		title.length === 1 && line !== undefined && others.length === 0 && isDate(line.text) && meeting.test(title[0] ?? '')
	);
}

/** Title pages put blank lines between the lines of one title: more of it when the words, or capitals, go on. */
function moreLines(title: readonly string[], blocks: readonly Block[]): string[] {
	const lines = [...title];
	for (const block of blocks) {
		const [line] = block;
		if (isMeetingDate(lines, block)) return [line?.text ?? ''];
		const last = lines.at(-1) ?? '';
		if (line === undefined || block.length > 2 || !block.every(isCentred) || isHeading(line.text)) break;
		const capitals = title.join('') === title.join('').toUpperCase() && /\p{Lu}{2}/u.test(line.text);
		const goesOn =
			unfinished.test(last) || continuing.test(line.text) || (capitals && line.text === line.text.toUpperCase());
		const more = goesOn ? titleLines(block) : [];
		if (more.length === 0) break;
		lines.push(...more);
	}
	return lines.slice(title.length);
}

/** Placeholders for documents that exist as pictures only name the title: `RFC-1124 "Policy issues" is available …`. */
function quotedTitle(blocks: readonly Block[]): string | undefined {
	const text = joined(blocks.slice(0, 4).flatMap(block => block.map(line => line.text))) ?? '';
	return /^RFC[ -]?\d+,? "([^"]+)" is (?:not )?available/i.exec(text)?.[1];
}

/** The line on top of every page after the first: number, title, date. The title may be shortened there. */
function runningTitle(blocks: readonly Block[]): string | undefined {
	for (const block of blocks) {
		for (const {text} of block) {
			const [number = '', title = '', date = '', ...more] = columns(text);
			if (more.length === 0 && /^RFC \d+$/.test(number) && isDate(date)) return title;
		}
	}
	return undefined;
}

const lastWithoutArticle = 1199;

/** As the official index lists it: up to the end of the 1980s it leaves out an article at the start. */
function catalogued(title: string, number: number | undefined): string {
	if (number === undefined || number > lastWithoutArticle) return title;
	const rest = title.replace(/^(?:an?|the) (?=\S+ \S)/i, '');
	return rest === title ? title : rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** Where the search begins: the block with the number. A date, a report number, a journal's stamp may come before it. */
function headerIndex(blocks: readonly Block[]): number {
	const numbered = (block: Block): boolean => block.some(line => isNumberLine(line.text) && !isJournalStamp(line.text));
	return Math.max(0, blocks.slice(0, 4).findIndex(numbered));
}

/** Authors with their institution and the date, at the left or at the right, apart from the block on top. */
function isAuthorBlock(block: Block): boolean {
	return block.length > 1 && isDate(block.at(-1)?.text ?? '') && !block.some(isCentred);
}

function isTitleBlock(block: Block): boolean {
	const [line] = block;
	if (line === undefined || isHeading(line.text) || isPerson(line.text)) return false;
	return !isProse(block) && !isAuthorBlock(block);
}

function titleAfterHeader(blocks: readonly Block[], head: Head): string | undefined {
	for (const [index, block] of blocks.entries()) {
		const told = fieldTitle(block);
		if (told !== undefined) return told;
		const rest = withoutHeader(block, head);
		if (isTitleBlock(rest)) {
			const lines = titleLines(rest);
			if (lines.length > 0) return joined([...lines, ...moreLines(lines, blocks.slice(index + 1))]);
		} else if (isProse(rest) && rest.length > 2) {
			return undefined;
		}
	}
	return undefined;
}

/** For documents whose header is followed by text at once: the stamp, or a line, before the header has the title. */
function titleBeforeHeader(blocks: readonly Block[]): string | undefined {
	for (const block of blocks) {
		const [first, second] = block;
		if (isProse(block)) continue;
		const lines = first !== undefined && isJournalStamp(first.text) ? [second] : block;
		const title = lines.filter(line => line !== undefined && !isHeaderLine(line) && !isPerson(line.text));
		const text = title.map(line => line?.text ?? '').filter(part => !isBesideTitle(part));
		if (text.length > 0) return joined(text);
	}
	return undefined;
}

/**
 * The title that a document gives itself, its lines joined; undefined when none is found. Takes the text, or only its
 * first 20 KB, and the RFC's number where it is known from elsewhere. Never throws.
 */
export function titleOf(document: string, number?: number): string | undefined {
	const blocks = blocksOf(document);
	const start = headerIndex(blocks);
	const head: Head = {};
	const title =
		quotedTitle(blocks) ??
		titleAfterHeader(blocks.slice(start), head) ??
		titleBeforeHeader(blocks.slice(0, Math.max(1, start))) ??
		runningTitle(blocks) ??
		head.besideNumber;
	return title === undefined ? undefined : catalogued(title, number ?? head.number);
}

/** The title of an RFC from the document itself, for when there is no official index. */
import {type Block, blocksOf, isTitleBlock, moreLines, titleLines} from './title-blocks.ts';
import {
	columns,
	isBesideTitle,
	isCentred,
	isDate,
	isHeaderLine,
	isJournalStamp,
	isLateHeaderLine,
	isNumberLine,
	isPerson,
	isProse,
	statedNumber,
} from './title-lines.ts';
import {catalogued, joined} from './title-wording.ts';

/** `Title:`, `Subject:` and the like, as in letters and forms of the early years; continues over indented lines. */
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

type Head = {
	/** The number that the document states. */
	number?: number;
	/** The text after the number on its line, where a few documents have the title. */
	besideNumber?: string;
};

/** A block without the lines of the two-column block at the top; notes the number in `head`. */
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
			if (at === 1 && /\p{L} \S+ \p{L}/u.test(beside)) head.besideNumber = beside;
		}
	}
	return block.slice(at);
}

/** Placeholders for documents that exist only as scans name the title: `RFC-1124 "Policy issues" is available …`. */
function quotedTitle(blocks: readonly Block[]): string | undefined {
	const text = joined(blocks.slice(0, 4).flatMap(block => block.map(line => line.text))) ?? '';
	return /^RFC[ -]?\d+,? "([^"]+)" is (?:not )?available/i.exec(text)?.[1];
}

/** The line at the top of every page but the first: number, title, date. The title may be shortened there. */
function runningTitle(blocks: readonly Block[]): string | undefined {
	for (const block of blocks) {
		for (const {text} of block) {
			const [number = '', title = '', date = '', ...more] = columns(text);
			if (more.length === 0 && /^RFC \d+$/.test(number) && isDate(date)) return title;
		}
	}
	return undefined;
}

/**
 * Where the search begins: the block with the number, which a date, a report number or a journal's stamp may precede.
 */
function headerIndex(blocks: readonly Block[]): number {
	const numbered = (block: Block): boolean => block.some(line => isNumberLine(line.text) && !isJournalStamp(line.text));
	return Math.max(0, blocks.slice(0, 4).findIndex(numbered));
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

/**
 * For documents whose header is directly followed by text: the stamp, or a line before the header, contains the
 * title.
 */
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
 * The title in a document, its lines joined; undefined when none is found. Takes the text, or only its first 20 KB,
 * and the RFC's number if it is known from elsewhere. Never throws.
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

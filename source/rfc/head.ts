/** The facts that a document states about itself in the block at its top. */
import {linesOf, longestHeadLine, plainLine} from './plain-lines.ts';
import {columns, isDate, isNumberLine, statedNumber} from './title-lines.ts';

export type DocumentHead = {
	readonly number?: number;
	/** As printed: `June 1999`. */
	readonly date?: string;
	/** As printed: `Standards Track`. */
	readonly category?: string;
	readonly obsoletes: readonly number[];
	readonly updates: readonly number[];
};

const headLines = 60;
const longestList = 12;

/** The numbers after `Obsoletes: 7230, 7231,` and on continuation lines that contain only numbers. */
function relation(lines: readonly string[], label: RegExp): number[] {
	const at = lines.findIndex(line => label.test(line));
	if (at === -1) return [];
	let list = columns(lines[at] ?? '')[0]?.replace(label, '') ?? '';
	for (const line of lines.slice(at + 1, at + longestList)) {
		const left = columns(line)[0] ?? '';
		if (!list.trimEnd().endsWith(',') || !/^[\d, ]+$/.test(left)) break;
		list += left;
	}
	return [...list.replace(/\(.*?\)/g, '').matchAll(/\d+/g)].map(match => Number(match[0]));
}

/**
 * Number, date, category and relations in the block at the top of a document, as far as present. Takes the text, or
 * only its beginning. Never throws.
 */
export function documentHead(document: string): DocumentHead {
	const lines = linesOf(document.slice(0, 8192))
		.slice(0, headLines)
		.map(line => plainLine(line.slice(0, longestHeadLine)).replaceAll('\f', '').trim());
	const numberLine = lines.find(isNumberLine);
	const number = numberLine === undefined ? 0 : statedNumber(numberLine);
	const date = lines.flatMap(columns).find(isDate);
	const category = lines
		.map(line => /^Category: *(\S.*?)(?: {2,}|$)/i.exec(line)?.[1])
		.find(found => found !== undefined);
	return {
		...(number > 0 && {number}),
		...(date !== undefined && {date}),
		...(category !== undefined && {category}),
		obsoletes: relation(lines, /^obsoletes(?: rfcs?)?:(?: rfcs?:?)?/i),
		updates: relation(lines, /^updates(?: rfcs?)?:(?: rfcs?:?)?/i),
	};
}

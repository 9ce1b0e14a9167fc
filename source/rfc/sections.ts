/**
 * Finds the sections of a document by its headings, with or without a table of contents: numbered (`5.2.  Methods`),
 * appendices, and unnumbered ones where headings are outdented.
 */

export type Section = {
	/** Index of the heading's line. */
	readonly line: number;
	/** `5.2`, `A.1`; absent when there is none. */
	readonly number?: string;
	/** Without its number, with wrapped lines joined. */
	readonly title: string;
	/** 1 for a top-level section. */
	readonly depth: number;
};

type Candidate = Section & {readonly key: readonly number[]; readonly indent: number};

const numbered = /^( *)(?:(?:section|chapter) +)?(\d{1,3}(?:\.\d{1,3}){0,6})(?:\.|\)|:)?(?: +|$)(\S.*)?$/i;
const appendix =
	/^( *)(?:(?:appendix|annex) +([A-Z](?:\.\d{1,3}){0,6})|([A-Z](?:\.\d{1,3}){1,6}|[A-Z](?=\.)))(?:[.:)]|\b)?(?: *[-:] *| +|$)(\S.*)?$/i;
/** A line of a table of contents: dots or a wide gap, and a page number at its end. */
const contentsLine = /(?:\.{3,}|(?: \.){3,}| {4,}).*\d+$|\.{4,}/;
const longestTitle = 100;
/** Headings are never longer; a stranger's document may have lines of megabytes. */
const longestHeading = 160;
const letterBase = 10_000;

const indentOf = (line: string): number => line.length - line.trimStart().length;
const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === '';

/** Whether the words could be a heading: they begin like one and are not a sentence. */
function isTitle(title: string): boolean {
	return (
		/^[\p{L}\d"'“(<:@_/.-]/u.test(title) &&
		!/[,;]$/.test(title) &&
		!/[a-z)]{2}\.$/.test(title) &&
		!contentsLine.test(title)
	);
}

/** The continuation of a wrapped heading: a line indented further, followed by a blank line. */
function wrapped(lines: readonly string[], at: number, indent: number): string | undefined {
	const next = lines[at + 1] ?? '';
	const goesOn = !isBlank(next) && indentOf(next) > indent && isBlank(lines[at + 2]) && next.trim().length < 60;
	return goesOn ? next.trim() : undefined;
}

function keyOf(number: string): readonly number[] {
	return number
		.split('.')
		.map(part => (/^\d/.test(part) ? Number(part) : letterBase + part.toUpperCase().charCodeAt(0)));
}

function candidateAt(lines: readonly string[], at: number): Candidate | undefined {
	const line = lines[at] ?? '';
	const match = numbered.exec(line) ?? appendix.exec(line);
	if (match === null || contentsLine.test(line.trimStart())) return undefined;
	const indent = match[1]?.length ?? 0;
	const isAppendix = match.length > 4;
	const number = isAppendix ? (match[2] ?? match[3]) : match[2];
	if (number === undefined || (isAppendix && !/^[A-Z]/.test(number))) return undefined;
	const more = wrapped(lines, at, indent);
	if (!isBlank(lines[at + 1]) && more === undefined) return undefined;
	const title = [(isAppendix ? match[4] : match[3]) ?? '', more ?? ''].filter(part => part !== '').join(' ');
	if (title === '' ? !isAppendix : !isTitle(title)) return undefined;
	const key = keyOf(number);
	return {line: at, number: number.toUpperCase(), title: title.slice(0, longestTitle), depth: key.length, key, indent};
}

function isBefore(one: readonly number[], other: readonly number[]): boolean {
	for (let at = 0; at < Math.min(one.length, other.length); at++) {
		const difference = (one[at] ?? 0) - (other[at] ?? 0);
		if (difference !== 0) return difference < 0;
	}
	return one.length < other.length;
}

/**
 * The longest run of candidates with rising numbers, which eliminates list items, whose numbers start again and
 * again.
 */
function rising(candidates: readonly Candidate[]): readonly Candidate[] {
	const ends: number[] = [];
	const before: (number | undefined)[] = [];
	for (const [index, {key}] of candidates.entries()) {
		let low = 0;
		let high = ends.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (isBefore(candidates[ends[middle] ?? 0]?.key ?? [], key)) low = middle + 1;
			else high = middle;
		}
		before[index] = low === 0 ? undefined : ends[low - 1];
		ends[low] = index;
	}
	const run: Candidate[] = [];
	for (let at = ends.at(-1); at !== undefined; at = before[at]) {
		const candidate = candidates[at];
		if (candidate !== undefined) run.push(candidate);
	}
	return run.reverse();
}

/** The column at which most of the text begins. */
function textIndent(lines: readonly string[]): number {
	const counts = new Map<number, number>();
	for (const line of lines) {
		if (line.trim().length > 30) {
			const indent = indentOf(line);
			counts.set(indent, (counts.get(indent) ?? 0) + 1);
		}
	}
	return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), [0, 0])[0];
}

const known =
	/^(?:abstract|status of (?:this|the) memo.*|copyright notice|table of contents|contents|preface|introduction|acknowledge?ments?|contributors?|references|bibliography|glossary|index|authors?'?s? address(?:es)?|full copyright statement|intellectual property|security considerations|iana considerations|summary|discussion|conclusions?)[.:]?$/i;

/**
 * Unnumbered headings: single lines further left than the text or, where the text itself is at the margin, well-known
 * headings.
 */
function unnumbered(lines: readonly string[], from: number): Candidate[] {
	const hasMargin = textIndent(lines) >= 2;
	return lines.flatMap((line, at) => {
		if (at < from || line === '' || line.length > longestHeading || line.startsWith(' ') || !isBlank(lines[at - 1]))
			return [];
		const more = wrapped(lines, at, 0);
		const alone = isBlank(lines[at + 1]) || (more !== undefined && hasMargin);
		const title = line.replace(/[.:]$/, '');
		const fits = hasMargin
			? /^\p{Lu}.{2}/u.test(title) && title.length < 72 && !/ {3,}|[,;]$/.test(title) && isTitle(title)
			: known.test(title);
		return alone && fits ? [{line: at, title, depth: 1, key: [], indent: 0}] : [];
	});
}

/** For some years top-level headings were centred. */
const isCentredChapter = ({indent, depth}: Candidate): boolean => depth === 1 && indent >= 16;

/** The index of the last line of the block at the top: number, authors, date. */
function endOfHead(lines: readonly string[]): number {
	const first = lines.findIndex(line => line.trim() !== '');
	const end = lines.findIndex((line, at) => at > first && line.trim() === '');
	return end === -1 ? 0 : end;
}

/** The sections of a document, in order. `lines` are those of a reader that folds page breaks. Never throws. */
export function sectionsOf(lines: readonly string[]): readonly Section[] {
	const from = endOfHead(lines);
	const all: Candidate[] = [];
	for (let at = from; at < lines.length; at++) {
		const line = lines[at] ?? '';
		// Most lines are text: testing the first characters is faster than two patterns.
		if (
			line === '' ||
			line.length > longestHeading ||
			!isBlank(lines[at - 1]) ||
			!/^ *(?:\d|[A-Z](?:\.|\b)|appendix|annex|section|chapter)/i.test(line)
		)
			continue;
		const found = candidateAt(lines, at);
		if (found !== undefined) all.push(found);
	}
	const indent = textIndent(lines);
	const atMargin = rising(all.filter(each => each.indent < Math.max(1, indent) || isCentredChapter(each)));
	const anywhere = rising(all);
	const chosen = atMargin.length * 2 >= anywhere.length && atMargin.length > 1 ? atMargin : anywhere;
	const numberedOnes = chosen.length > 2 || (chosen.length > 1 && chosen[0]?.key[0] === 1) ? chosen : [];
	const lineNumbers = new Set(numberedOnes.map(({line}) => line));
	const others = unnumbered(lines, from).filter(({line}) => !lineNumbers.has(line));
	return [...numberedOnes, ...others]
		.sort((a, b) => a.line - b.line)
		.map(({key: _key, indent: _indent, ...section}) => section);
}

/** The section that contains a line: the last one that begins at or before it. */
export function sectionAt(sections: readonly Section[], line: number): Section | undefined {
	let low = 0;
	let high = sections.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((sections[middle]?.line ?? 0) <= line) low = middle + 1;
		else high = middle;
	}
	return sections[low - 1];
}

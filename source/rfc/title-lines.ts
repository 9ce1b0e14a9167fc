/**
 * Classifies the lines at the head of a document. An RFC begins with a block of two columns (series, number and
 * relations on the left; authors and date on the right), then comes the title, centred, then the first heading.
 */

export type HeadLine = {
	/** Without the spaces around it. */
	readonly text: string;
	/** Column of the first character, from 0. */
	readonly indent: number;
};

const pageWidth = 72;
const pageCentre = pageWidth / 2;

const month = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\\.?';
const weekday = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? +)?';
const time = '(?:,? +\\d{1,2}:\\d{2}(?::\\d{2})?(?: ?[a-z]{2,4}(?:-[a-z]{2,4})?)?)?';
const year = '(?:19|20)?\\d{2}';
const dateForms = [
	`${weekday}\\d{1,2}(?:st|nd|rd|th)?[ -]+(?:of )?${month},?[ -]+${year}${time}`,
	`${weekday}${month}[ -]+\\d{1,2}(?:st|nd|rd|th)?,?${time}[ -]+${year}${time}`,
	`${month},?[ -]+${year}`,
	`(?:[12]\\d|3[01]|0?\\d)[/.-](?:[12]\\d|3[01]|0?\\d)[/.-]${year}${time}`,
	'(?:19|20)\\d{2}-\\d{2}(?:-\\d{2})?',
];
const date = `^(?:date: *|dated:? *|revised:? *|updated:? *|last (?:revised|modified):? *)?[([]?(?:${dateForms.join('|')})[)\\].]?$`;
let dateLine: RegExp | undefined;

/** Whether the line is a date and nothing else, in any of the forms of half a century. */
export function isDate(text: string): boolean {
	// Made on first use, as `persons`: most runs read no titles.
	dateLine ??= new RegExp(date, 'i');
	return text.length < 60 && dateLine.test(text);
}

const series =
	/^(?:network working group|internet engineering (?:task force|steering group)|internet research task force|internet architecture board|internet activities board|independent submission|editorial stream|internet[ -]draft|rfc editor|iab|ietf|irtf|iesg)(?: \((?:ietf|iesg|irtf|iab)\))?(?: {3,}|$)/i;
/** With a long name in the right column there is no gap after the series. */
const fullFirstLine = /^(?:network working group|internet engineering task force \(ietf\)) \S.{30}/i;
const ownNumber =
	/^(?:(?:arpa )?(?:network working group|nwg)[ /,:-]*)?(?:rfc|r\.f\.c\.|requests? +for +comm+ents?(?: *\(rfc\))?)[ :#.-]*(?:no\.?|number|rfc)?[ :#.-]*(\d{1,10}|[nx]{2,5}|draft)\b(?! (?:and|is|are|was)\b)/i;
const label =
	/^(?:category|obsoletes?|updates?|updated by|obsoleted by|issn|nic|n\.i\.c\.|std|fyi|bcp|rtr|ien|ccn|rand|umc|ucsb|related(?: rfcs?)?|relates to|references?|see also|supersedes?|replaces?|modifies|errata(?: exist)?|document|distribution|expires|stream|status|categories|track|doi|available|copies|nwg|series|section|file|attention|prior rfcs?|previous rfcs?|follows|also|internet standard|network information center)(?: *\(if approved\))?(?: rfcs?| iens?| number| no\.?)* *(?:[:#]|(?<=nic|std|fyi|bcp|ien|ccn|updates|obsoletes|rfcs|rfc|related|issn)[ .-]*#? *[\d(])/i;
const numbersOnly = /^(?:(?:rfcs?|and|&|std|bcp|fyi|ien|nic)\s*)*\d[\d\s,;.()#&-]*(?:and \d+)?(?:\([a-z ]+\))?,?$/i;
const pageMark = /^(?:\[?page \d+\]?|- ?\d+ ?-|\[\d+\]|\d{1,3})$/i;
const draft = /^[<[(]?draft-[\w.-]+[>\])]?$/i;

/** Left and right column of a line of the block at the top; one column when there is no gap. */
export function columns(text: string): string[] {
	return text.split(/ {3,}/);
}

/**
 * The line with the document's own number, on the left or on the right: `Request for Comments: 2616`, `NWG/RFC# 619`.
 */
export function isNumberLine(text: string): boolean {
	return ownNumber.test(text) || columns(text).some(column => ownNumber.test(column));
}

/** The number on such a line; 0 when there is none yet. */
export function statedNumber(text: string): number {
	const match = [text, ...columns(text)].map(part => ownNumber.exec(part)).find(found => found !== null);
	return Number.parseInt(match?.[1] ?? '0', 10) || 0;
}

/** Journal documents of the 1970s begin with a stamp: number, initials, date, often a time, and a catalogue number. */
export function isJournalStamp(text: string): boolean {
	return isNumberLine(text) && /\b[A-Z]{2,4}\d? +\d{1,2}-[A-Z]{3}-\d{2}\b/i.test(text);
}

/**
 * Whether the middle of the line is near the middle of the page; more strictly where the line ends at the right
 * column.
 */
export function isCentred(line: HeadLine): boolean {
	const distance = Math.abs(line.indent + line.text.length / 2 - pageCentre);
	const atRight = Math.abs(line.indent + line.text.length - pageWidth) <= 1;
	return line.indent >= 2 && distance <= (atRight ? 3 : 7);
}

function isRightColumn(line: HeadLine): boolean {
	const end = line.indent + line.text.length;
	const long = (line.indent >= 20 && end >= 68) || (line.indent >= 6 && Math.abs(end - pageWidth) <= 1);
	return (line.indent >= 34 || long) && !isCentred(line);
}

function isTwoColumns({text, indent}: HeadLine): boolean {
	const gap = / {3,}(?=\S+(?: {1,2}\S+)*$)/.exec(text);
	return gap !== null && indent < 12 && indent + text.length >= 52 && indent + gap.index + gap[0].length >= 28;
}

/** Whether the line belongs to the two-column block at the top, by its words or its position. */
export function isHeaderLine(line: HeadLine): boolean {
	const {text} = line;
	return (
		series.test(text) ||
		fullFirstLine.test(text) ||
		isNumberLine(text) ||
		label.test(text) ||
		numbersOnly.test(text) ||
		pageMark.test(text) ||
		isDate(text) ||
		isRightColumn(line) ||
		isTwoColumns(line)
	);
}

/**
 * As `isHeaderLine`, for lines after the number of the document: a centred line there is a title, whatever its words.
 */
export function isLateHeaderLine(line: HeadLine): boolean {
	return isCentred(line) ? isDate(line.text) || pageMark.test(line.text) : isHeaderLine(line);
}

const name =
	"(?:\\p{Lu}[\\p{L}'-]+ )*(?:\\p{Lu}\\. ?)+(?:[a-z]{2,3} )?\\p{Lu}[\\p{L}'-]+(?:, (?:Jr|Ph\\.? ?D)\\.?)?(?: \\([^)]*\\))?";
let persons: RegExp | undefined;

/** Names with initials, alone on a line: some early documents have their authors between title and text. */
export function isPerson(text: string): boolean {
	persons ??= new RegExp(`^(?:[Bb]y |Dr\\. )?${name}(?:(?:,? and|,| &) ${name})*$`, 'u');
	return persons.test(text);
}

/** Running text instead of a title: sentences starting at the left margin. */
export function isProse(block: readonly HeadLine[]): boolean {
	const last = block.at(-1)?.text ?? '';
	const words = block.reduce((sum, {text}) => sum + text.split(' ').length, 0);
	const atMargin = block.every(line => line.indent <= 8);
	const sentence = /[a-z\d)"][.:]\)?$/.test(last) && !/\b(?:inc|corp|etc|ltd|al)\.$/i.test(last);
	return (words > 5 && sentence && atMargin) || words > 60 || (atMargin && block.length > 4);
}

/** Whether the line is near a title but not part of it: a draft's file name, a date, a page mark, a rule. */
export function isBesideTitle(text: string): boolean {
	return draft.test(text) || isDate(text) || pageMark.test(text) || isRule(text);
}

/** The number of the same text in an institution's own series, below the title: `Lamp Laboratory Memo No. 155`. */
export function isReportNumber(text: string): boolean {
	return /^(?:[\p{L}&.-]+ ){1,4}(?:report|memo|memorandum|note) (?:number|no\.?|#) ?[\w.-]+$/iu.test(text);
}

/** The archive's remark about its copy: `[ This RFC was put into machine readable form for entry ]`. */
export function isRemark(text: string): boolean {
	return /^\[ ?this rfc (?:was|has been|is)\b/i.test(text);
}

/** A rule of dashes, stars or underscores. */
export function isRule(text: string): boolean {
	return /^[\W_]+$/.test(text);
}

const heading =
	/^(?:(?:[\dIVX]+\.?\d*\.?|\(?[a-z\d]\))? *(?:status of (?:this|the) (?:memo|document|rfc|draft)|status|abstract|summary|table of contents|contents|overview|introduction|intro|background|preface|foreword|purpose|scope|iesg note|iab note|note to the reader|discussion|disclaimer|motivation|acknowledge?ments?|general|copyright notice|editor'?s note|rfc editor'?s? note|distribution(?: of this memo)?)) *[.:;]?$/i;

/** A heading that follows the title in documents of all times: `Status of This Memo`, `Abstract`. */
export function isHeading(text: string): boolean {
	return heading.test(text.replace(/^[-_*= ]+|[-_*= ]+$/g, ''));
}

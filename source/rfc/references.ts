/** Finds references in a document: to other RFCs, and to sections of this one or of others. */

/** An RFC, a section of one, or a section of the document itself. */
export type Reference = {readonly rfc?: number; readonly section?: string};

/** The position of a reference: from `start` up to `end`, in characters of the text. */
export type FoundReference = Reference & {readonly start: number; readonly end: number};

const rfcNumber = String.raw`RFC(?:[ -]?#? ?|: ?)0*(\d{1,7})`;
const sectionNumber = String.raw`((?:\d{1,3}|[A-Z])(?:\.\d{1,3}){0,6})`;
const sectionWord = String.raw`(?:Sections?|Sect?\.|Appendix|Appendices|Chapter|§)`;
/** `of [RFC7230]`, `of RFC 7230`, `in [URI]`, after the number of a section. */
const ofOther = String.raw`(?:,? (?:of|in) (?:\[?${rfcNumber}\]?|\[([A-Za-z][\w./-]{1,24})\]))`;

const pattern = new RegExp(
	[
		// [RFC7230], Section 5.2
		String.raw`\[RFC0*(?<before>\d{1,7})\],? (?:${sectionWord}) ${sectionNumber.replace('(', '(?<beforeSection>')}`,
		String.raw`\b(?:${sectionWord}) ${sectionNumber.replace('(', '(?<section>')}(?:${ofOther.replace(/\((\\d)/, '(?<of>$1').replace('([A-Za-z]', '(?<ofName>[A-Za-z]')})?`,
		String.raw`\[?\bRFCs? ?[ -]?#? ?0*(?<rfc>\d{1,7})\b\]?`,
		String.raw`\[(?<name>[A-Za-z][\w./-]{1,24})\]`,
	].join('|'),
	'dg',
);

/** The next item of a list: `RFCs 2818, 7231, and 7235`, `Sections 5.2 and 6`. */
const nextInList = {
	rfc: /^,?(?: (?:and|or|to|through|&))? 0*(\d{3,7})\b(?!\.\d)/,
	section: /^,?(?: (?:and|or|to|through|&))? ((?:\d{1,3}|[A-Z])(?:\.\d{1,3}){1,6}|\d{1,3})\b/,
} as const;

/** The RFCs that bracketed names stand for, according to the document's list of references. */
export type Names = ReadonlyMap<string, number>;

/** Only the beginning of longer texts is examined: a line of a document has some 72 characters. */
const longestText = 1000;

/** All references in a text of one or two lines, in order. `names`: from `referenceNames`. */
export function referencesIn(text: string, names: Names = new Map()): readonly FoundReference[] {
	const looked = text.length > longestText ? text.slice(0, longestText) : text;
	if (!/\d|\[/.test(looked)) return [];
	const found: FoundReference[] = [];
	for (const match of looked.matchAll(pattern)) {
		const reference = referenceOf(match.groups ?? {}, names);
		if (reference === undefined) continue;
		const start = match.index;
		const end = start + match[0].length;
		found.push({...reference, start, end});
		found.push(...listAfter(looked, end, listKind(match[0], reference)));
	}
	return found;
}

function referenceOf(groups: Readonly<Record<string, string | undefined>>, names: Names): Reference | undefined {
	const {before, beforeSection, section, of, ofName, rfc, name} = groups;
	if (before !== undefined && beforeSection !== undefined) return {rfc: Number(before), section: beforeSection};
	if (section !== undefined) {
		const other = of === undefined ? names.get(ofName ?? '') : Number(of);
		// A section of a document that is not an RFC is not a section of this one.
		if (ofName !== undefined && other === undefined) return undefined;
		return {section, ...(other === undefined ? {} : {rfc: other})};
	}
	if (rfc !== undefined) return Number(rfc) > 0 ? {rfc: Number(rfc)} : undefined;
	const known = names.get(name ?? '');
	return known === undefined ? undefined : {rfc: known};
}

type ListKind = keyof typeof nextInList;

/** What a reference with its words begins a list of: a plural does. */
function listKind(words: string, {rfc}: Reference): ListKind | undefined {
	if (/^\[?RFCs/.test(words)) return 'rfc';
	return /^(?:Sections|Appendices)/.test(words) && rfc === undefined ? 'section' : undefined;
}

/** The rest of a list. */
function listAfter(text: string, from: number, kind: ListKind | undefined): readonly FoundReference[] {
	if (kind === undefined) return [];
	const found: FoundReference[] = [];
	for (let at = from; ; ) {
		const match = nextInList[kind].exec(text.slice(at));
		const value = match?.[1];
		if (match === null || value === undefined) return found;
		at += match[0].length;
		found.push({...(kind === 'rfc' ? {rfc: Number(value)} : {section: value}), start: at - value.length, end: at});
	}
}

/** The bracketed names at the start of entries in the list of references, with the RFC that each entry names. */
export function referenceNames(lines: readonly string[]): Names {
	const names = new Map<string, number>();
	for (const [at, line] of lines.entries()) {
		const name = /^ {0,8}\[([A-Za-z][\w./-]{1,24})\](?: +\S|$)/.exec(line)?.[1];
		if (name === undefined || (lines[at - 1] ?? '').trim() !== '' || /^RFC ?\d/i.test(name)) continue;
		let entry = line.slice(0, longestText);
		for (let next = at + 1; next < at + 10; next++) {
			const more = lines[next] ?? '';
			if (more.trim() === '' || /^ {0,8}\[/.test(more)) break;
			entry += ` ${more.slice(0, longestText).trim()}`;
		}
		const rfc = /\bRFC ?0*(\d{1,7})\b/.exec(entry.slice(name.length + 2))?.[1];
		if (rfc !== undefined) names.set(name, Number(rfc));
	}
	return names;
}

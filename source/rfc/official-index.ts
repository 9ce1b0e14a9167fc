/**
 * Parses the RFC Editor's list of all RFCs, `rfc-index.txt`: entries separated by blank lines, each beginning with a
 * number in the first column, then title, authors and date, each ended by a period, then facts in parentheses.
 */

/** The facts about one RFC in the index. */
export type IndexEntry = {
	readonly rfc: number;
	/** Absent when the number was never issued. */
	readonly title?: string;
	/** As printed, such as `January 2001`; absent when there is none. */
	readonly date?: string;
	/** For instance `PROPOSED STANDARD`; absent when there is none. */
	readonly status?: string;
	readonly obsoletes: readonly number[];
	readonly obsoletedBy: readonly number[];
	readonly updates: readonly number[];
	readonly updatedBy: readonly number[];
	/** Whether there is a text; some early RFCs exist only as scans. */
	readonly hasText: boolean;
	readonly notIssued: boolean;
};

const entryStart = /^(\d{1,10}) /;
const datePattern =
	/^(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) (?:\d{1,2}, )?\d{4}$/;

/** Calls `visit` for every entry with its number and its text as one line. */
function eachEntry(text: string, visit: (rfc: number, entry: string) => void): void {
	let rfc = 0;
	let lines: string[] = [];
	const end = (): void => {
		if (rfc !== 0) visit(rfc, lines.join(' '));
		rfc = 0;
	};
	for (let from = 0; from < text.length; ) {
		let to = text.indexOf('\n', from);
		if (to === -1) to = text.length;
		const line = text.slice(from, to);
		from = to + 1;
		const start = entryStart.exec(line);
		if (start !== null) {
			end();
			rfc = Number(start[1]);
			lines = [line.slice(start[0].length).trim()];
		} else if (line.trim() === '') {
			end();
		} else if (rfc !== 0) {
			lines.push(line.trim());
		}
	}
	end();
}

/** `X.` or `J-L.` and the first letter of a name after it: the start of a list of authors. */
const firstAuthor = () => /^(?:\p{Lu}\p{L}{0,2}(?:-\p{Lu}\p{L}{0,2})?\.[ -]?)+\p{L}/u;
/** Words whose final period does not end a title: `U.S.`, `vs.`, `No.`. */
const abbreviation = /(?:(?:^|[ .(])\p{Lu}|\b(?:vs|No|St|Dr|Inc|Corp|vol|Vol|pp))$/u;

/**
 * Title, authors and date are separated by a period and a space, which also occur in titles: the start of the authors
 * decides.
 */
function titleIn(entry: string): string {
	const end = entry.search(/ \((?:Format|Status|Obsolete|Update|Also|DOI)\b/);
	const body = end === -1 ? entry : entry.slice(0, end);
	let fallback = -1;
	let at = body.indexOf('. ');
	for (; at !== -1; at = body.indexOf('. ', at + 1)) {
		if (firstAuthor().test(body.slice(at + 2, at + 40))) break;
		if (fallback === -1 && !abbreviation.test(body.slice(Math.max(0, at - 6), at))) fallback = at;
	}
	if (at === -1) at = fallback;
	const title = at === -1 ? body.replace(/\.\s*$/, '') : body.slice(0, at);
	return (/(?:^|[ (])(?:\p{Lu}\.)+\p{Lu}$/u.test(title) ? `${title}.` : title).replace(/\s+/g, ' ');
}

function isNotIssued(entry: string): boolean {
	return /^Not Issued\b/i.test(entry);
}

function dateIn(entry: string): string | undefined {
	const end = entry.indexOf('. (');
	const body = end === -1 ? entry.replace(/\.\s*$/, '') : entry.slice(0, end);
	const last = body.slice(body.lastIndexOf('. ') + 2);
	return datePattern.test(last) ? last : undefined;
}

const factNames = ['Obsoletes ', 'Obsoleted by ', 'Updates ', 'Updated by ', 'Format: ', 'Status: '] as const;
type FactName = (typeof factNames)[number];

/** The facts in parentheses: `(Obsoletes RFC0760)`, `(Status: HISTORIC)`. */
function factsIn(entry: string): ReadonlyMap<FactName, string> {
	const facts = new Map<FactName, string>();
	for (let at = entry.indexOf('('); at !== -1; at = entry.indexOf('(', at + 1)) {
		const name = factNames.find(candidate => entry.startsWith(candidate, at + 1));
		const end = entry.indexOf(')', at);
		if (name !== undefined && end !== -1) facts.set(name, entry.slice(at + 1 + name.length, end));
	}
	return facts;
}

function rfcNumbers(list: string | undefined): number[] {
	if (list === undefined) return [];
	return [...list.matchAll(/\bRFC ?0*(\d+)/g)].map(match => Number(match[1]));
}

function parseEntry(rfc: number, entry: string): IndexEntry {
	const issued = !isNotIssued(entry);
	const date = dateIn(entry);
	const told = factsIn(entry);
	const status = told.get('Status: ');
	const format = told.get('Format: ');
	return {
		rfc,
		...(issued && {title: titleIn(entry)}),
		...(date !== undefined && {date}),
		...(status !== undefined && {status}),
		obsoletes: rfcNumbers(told.get('Obsoletes ')),
		obsoletedBy: rfcNumbers(told.get('Obsoleted by ')),
		updates: rfcNumbers(told.get('Updates ')),
		updatedBy: rfcNumbers(told.get('Updated by ')),
		hasText: issued && (format === undefined || /\b(?:TXT|ASCII)\b/.test(format)),
		notIssued: !issued,
	};
}

/**
 * The titles of all issued RFCs by number. A single pass, and the cheapest way through the file (1.7 MB in some 20
 * ms).
 */
export function officialTitles(text: string): Map<number, string> {
	const titles = new Map<number, string>();
	eachEntry(text, (rfc, entry) => {
		if (!isNotIssued(entry)) titles.set(rfc, titleIn(entry));
	});
	return titles;
}

/** The facts of all entries by number, including those never issued. */
export function officialIndex(text: string): Map<number, IndexEntry> {
	const entries = new Map<number, IndexEntry>();
	eachEntry(text, (rfc, entry) => entries.set(rfc, parseEntry(rfc, entry)));
	return entries;
}

/** The date of the index, as `2020-05-18`; undefined when it does not say. */
export function officialIndexDate(text: string): string | undefined {
	const match = /\(CREATED ON: (\d{2})\/(\d{2})\/(\d{4})\.?\)/i.exec(text.slice(0, 4096));
	return match === null ? undefined : `${match[3]}-${match[1]}-${match[2]}`;
}

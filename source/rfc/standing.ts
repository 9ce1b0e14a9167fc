/**
 * The standing of an RFC: its status, what it replaced and what replaced it. The sources are an official index, which
 * has a date, and the headers of documents, each of which only says what it did to older ones.
 */
import type {DocumentHead} from './head.ts';
import type {IndexEntry} from './official-index.ts';

/** Lists are sorted by number. */
export type Standing = {
	readonly rfc: number;
	/**
	 * From the index, such as `Internet Standard`, `Historic`, else from the document, such as `Standards Track`, not
	 * yet printable; absent when neither says.
	 */
	readonly status?: string;
	/** From the index, else from the document; absent when neither says. */
	readonly year?: number;
	readonly obsoletes: readonly number[];
	readonly obsoletedBy: readonly number[];
	readonly updates: readonly number[];
	readonly updatedBy: readonly number[];
	/**
	 * What the index says about the number: `not-issued` also if it is not listed, `no-text` for a document that exists
	 * only as scans. `unknown` without an index.
	 */
	readonly issue: 'issued' | 'not-issued' | 'no-text' | 'unknown';
	/** Which sources contributed. */
	readonly from: {readonly index: boolean; readonly heads: boolean};
	/** The date of the index, `2020-05-18`; absent without an index, or when it has none. */
	readonly indexDate?: string;
};

type Told = Pick<
	IndexEntry,
	'status' | 'obsoletes' | 'obsoletedBy' | 'updates' | 'updatedBy' | 'notIssued' | 'hasText'
> & {readonly year?: number};

/** The part of an official index that standings need. */
export type IndexOfStandings = {readonly date?: string; readonly entries: ReadonlyMap<number, Told>};

const none: readonly number[] = [];
const shared = (numbers: readonly number[]): readonly number[] => (numbers.length === 0 ? none : numbers);

// A map, not an object: an index may say `constructor`, which every object has.
const words: ReadonlyMap<string, string> = new Map([
	['INTERNET STANDARD', 'Internet Standard'],
	['DRAFT STANDARD', 'Draft Standard'],
	['PROPOSED STANDARD', 'Proposed Standard'],
	['BEST CURRENT PRACTICE', 'Best Current Practice'],
	['INFORMATIONAL', 'Informational'],
	['EXPERIMENTAL', 'Experimental'],
	['HISTORIC', 'Historic'],
]);

/** The year of a printed date, `June 1999`. */
function yearIn(date: string | undefined): {readonly year?: number} {
	const year = /\b(?:19|20)\d\d$/.exec(date ?? '')?.[0];
	return year === undefined ? {} : {year: Number(year)};
}

/** Keeps only what is needed of an entry: no titles, and nothing that keeps the text of the index alive. */
export function standingEntry({status = '', date, notIssued, hasText, ...entry}: IndexEntry): Told {
	const word = words.get(status);
	return {
		...(word === undefined ? {} : {status: word}),
		...yearIn(date),
		obsoletes: shared(entry.obsoletes),
		obsoletedBy: shared(entry.obsoletedBy),
		updates: shared(entry.updates),
		updatedBy: shared(entry.updatedBy),
		notIssued,
		hasText,
	};
}

/** What a document's header says about itself and others. */
export type HeadOfStanding = Pick<DocumentHead, 'category' | 'date' | 'obsoletes' | 'updates'>;

/** The part that is kept. */
type OwnHead = Omit<HeadOfStanding, 'date'> & {readonly year?: number};

/** The relations of all documents in reverse: what was done to each. */
class Reverse {
	readonly #by = new Map<number, Set<number>>();

	add(by: number, numbers: readonly number[]): void {
		for (const rfc of numbers) this.#by.set(rfc, (this.#by.get(rfc) ?? new Set()).add(by));
	}

	remove(by: number, numbers: readonly number[]): void {
		for (const rfc of numbers) this.#by.get(rfc)?.delete(by);
	}

	of(rfc: number): Iterable<number> {
		return this.#by.get(rfc) ?? none;
	}
}

const merged = (...lists: readonly Iterable<number>[]): readonly number[] =>
	shared([...new Set(lists.flatMap(list => [...list]))].sort((a, b) => a - b));

/** Everything that is known about the standing of RFCs. */
export class Standings {
	#index: IndexOfStandings | undefined;
	readonly #heads = new Map<number, OwnHead>();
	readonly #obsoletedBy = new Reverse();
	readonly #updatedBy = new Reverse();

	/** Sets the official index; undefined: none. */
	setIndex(index: IndexOfStandings | undefined): void {
		this.#index = index;
	}

	/** Sets the header of a document; undefined when it is not here any more. Returns whether anything changed. */
	setHead(rfc: number, head: HeadOfStanding | undefined): boolean {
		const before = this.#heads.get(rfc);
		const now = head === undefined ? undefined : ownHead(rfc, head);
		if (JSON.stringify(before) === JSON.stringify(now)) return false;
		if (before) {
			this.#obsoletedBy.remove(rfc, before.obsoletes);
			this.#updatedBy.remove(rfc, before.updates);
			this.#heads.delete(rfc);
		}
		if (now) {
			this.#obsoletedBy.add(rfc, now.obsoletes);
			this.#updatedBy.add(rfc, now.updates);
			this.#heads.set(rfc, now);
		}
		return true;
	}

	of(rfc: number): Standing {
		const told = this.#index?.entries.get(rfc);
		const head = this.#heads.get(rfc);
		const fromHeads = {
			obsoletes: head?.obsoletes ?? none,
			updates: head?.updates ?? none,
			obsoletedBy: [...this.#obsoletedBy.of(rfc)],
			updatedBy: [...this.#updatedBy.of(rfc)],
		};
		const status = told?.status ?? head?.category;
		const year = told?.year ?? head?.year;
		return {
			rfc,
			...(status === undefined ? {} : {status}),
			...(year === undefined ? {} : {year}),
			obsoletes: merged(told?.obsoletes ?? none, fromHeads.obsoletes),
			obsoletedBy: merged(told?.obsoletedBy ?? none, fromHeads.obsoletedBy),
			updates: merged(told?.updates ?? none, fromHeads.updates),
			updatedBy: merged(told?.updatedBy ?? none, fromHeads.updatedBy),
			issue: this.#issueOf(rfc, told),
			from: {
				index: told !== undefined && !told.notIssued,
				heads: head !== undefined || fromHeads.obsoletedBy.length > 0 || fromHeads.updatedBy.length > 0,
			},
			...(this.#index?.date === undefined ? {} : {indexDate: this.#index.date}),
		};
	}

	#issueOf(rfc: number, told: Told | undefined): Standing['issue'] {
		if (this.#index === undefined) return 'unknown';
		// A document that is here was issued, whatever an older index says.
		if (told === undefined || told.notIssued) return this.#heads.has(rfc) ? 'issued' : 'not-issued';
		return told.hasText ? 'issued' : 'no-text';
	}
}

/** An RFC can change only older ones: other numbers in its header mean something else. */
function ownHead(rfc: number, {category, date, obsoletes, updates}: HeadOfStanding): OwnHead {
	return {
		...(category === undefined ? {} : {category}),
		...yearIn(date),
		obsoletes: shared(obsoletes.filter(number => number > 0 && number < rfc)),
		updates: shared(updates.filter(number => number > 0 && number < rfc)),
	};
}

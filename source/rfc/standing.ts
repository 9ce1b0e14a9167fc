/**
 * How an RFC stands: its status, what it replaced and what replaced it. Known from an official index, which has a date,
 * and from the heads of documents, where each tells only what it did to older ones.
 */
import type {DocumentHead} from './head.ts';
import type {IndexEntry} from './official-index.ts';

/** Lists are in order of number. */
export type Standing = {
	readonly rfc: number;
	/** `Internet Standard`, `Historic` as the index says, else `Standards Track` as the document does; absent when neither does. */
	readonly status?: string;
	readonly obsoletes: readonly number[];
	readonly obsoletedBy: readonly number[];
	readonly updates: readonly number[];
	readonly updatedBy: readonly number[];
	/**
	 * What the index says of the number: `not-issued` also of one that it does not name, `no-text` of a document that is
	 * only pictures of paper. `unknown` without an index.
	 */
	readonly issue: 'issued' | 'not-issued' | 'no-text' | 'unknown';
	/** Where something of it is from. */
	readonly from: {readonly index: boolean; readonly heads: boolean};
	/** The day of the index that was asked, `2020-05-18`; absent without one, or where it has none. */
	readonly indexDate?: string;
};

type Told = Pick<
	IndexEntry,
	'status' | 'obsoletes' | 'obsoletedBy' | 'updates' | 'updatedBy' | 'notIssued' | 'hasText'
>;

/** An official index as far as standings need it. */
export type IndexOfStandings = {readonly date?: string; readonly entries: ReadonlyMap<number, Told>};

const none: readonly number[] = [];
const shared = (numbers: readonly number[]): readonly number[] => (numbers.length === 0 ? none : numbers);

const words: Readonly<Record<string, string>> = {
	'INTERNET STANDARD': 'Internet Standard',
	'DRAFT STANDARD': 'Draft Standard',
	'PROPOSED STANDARD': 'Proposed Standard',
	'BEST CURRENT PRACTICE': 'Best Current Practice',
	INFORMATIONAL: 'Informational',
	EXPERIMENTAL: 'Experimental',
	HISTORIC: 'Historic',
};

/** The part of an entry that is kept: no titles, and nothing that keeps the text of the index in memory. */
export function standingEntry({status = '', notIssued, hasText, ...entry}: IndexEntry): Told {
	const word = words[status];
	return {
		...(word === undefined ? {} : {status: word}),
		obsoletes: shared(entry.obsoletes),
		obsoletedBy: shared(entry.obsoletedBy),
		updates: shared(entry.updates),
		updatedBy: shared(entry.updatedBy),
		notIssued,
		hasText,
	};
}

/** What a document says on top of itself and of others. */
export type HeadOfStanding = Pick<DocumentHead, 'category' | 'obsoletes' | 'updates'>;

/** What all documents say that one was done to. */
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

/** Everything that is known of how RFCs stand. */
export class Standings {
	#index: IndexOfStandings | undefined;
	readonly #heads = new Map<number, HeadOfStanding>();
	readonly #obsoletedBy = new Reverse();
	readonly #updatedBy = new Reverse();

	/** From now on this index is asked; undefined: none. */
	setIndex(index: IndexOfStandings | undefined): void {
		this.#index = index;
	}

	/** What the document of a number says on top; undefined when it is not here any more. Whether that is new. */
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
		return {
			rfc,
			...(status === undefined ? {} : {status}),
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
		// A document that is here was issued, whatever the index of an older day says.
		if (told === undefined || told.notIssued) return this.#heads.has(rfc) ? 'issued' : 'not-issued';
		return told.hasText ? 'issued' : 'no-text';
	}
}

/** An RFC changes older ones only: what else stands in its head is some other number. */
function ownHead(rfc: number, {category, obsoletes, updates}: HeadOfStanding): HeadOfStanding {
	return {
		...(category === undefined ? {} : {category}),
		obsoletes: shared(obsoletes.filter(number => number > 0 && number < rfc)),
		updates: shared(updates.filter(number => number > 0 && number < rfc)),
	};
}

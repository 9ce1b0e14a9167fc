/**
 * Finds RFCs by words of their number and title (PROTOCOL.md 3, SEARCH). Each change of a title costs what that title has
 * of words; nothing is ever built again. Knows neither peers nor threads.
 */
import MiniSearch, {type SearchOptions} from 'minisearch';

type Document = {readonly rfc: number; readonly number: string; readonly title: string};

/** Characters of a word that are compared. Nobody types more, and typos cost their square. */
const wordLength = 64;
/** Words of a query that may have typos, the longest ones: looking for typos goes over the whole vocabulary. */
const wordsWithTypos = 8;

const separators = /[^\p{L}\p{N}]+/u;
const marks = /\p{M}+/gu;
const anyDigit = /\p{N}/u;
const joinedRfc = /\brfc(?=\d)/g;
const rfcOfNumber = /\brfc[\s-]*0*(?=\d)/g;

/** Without case and accents: `Größe` -> `große`. */
const folded = (text: string): string => text.normalize('NFKD').replace(marks, '').toLowerCase();

const wordsIn = (text: string): string[] =>
	text
		.split(separators)
		.filter(word => word !== '')
		.map(word => word.slice(0, wordLength));

/** Edits that a word of the query may be away from one of a title. What has a digit is no word but a name: IPv4 is not IPv6. */
function typosIn(word: string): number {
	if (word.length < 4 || anyDigit.test(word)) return 0;
	return word.length < 8 ? 1 : 2;
}

/** The word with two neighbours exchanged, in each way: the commonest slip, which counts as two edits otherwise. */
function* swaps(word: string): Generator<string> {
	for (let at = 1; at < word.length; at++) {
		yield word.slice(0, at - 1) + word[at] + word[at - 1] + word.slice(at + 1);
	}
}

export class SearchIndex {
	readonly #titles = new Map<number, string>();
	readonly #words = new MiniSearch<Document>({
		idField: 'rfc',
		fields: ['number', 'title'],
		tokenize: text => wordsIn(folded(text).replace(joinedRfc, 'rfc ')),
		processTerm: word => word,
		autoVacuum: false,
	});

	/** RFCs that can be found. */
	get size(): number {
		return this.#titles.size;
	}

	/** Distinct words of all numbers and titles. */
	get words(): number {
		return this.#words.termCount;
	}

	/** Makes an RFC findable by this title, and no longer by the one before. */
	put(rfc: number, title: string): void {
		if (this.#titles.get(rfc) === title) return;
		this.drop(rfc);
		this.#titles.set(rfc, title);
		this.#words.add(documentOf(rfc, title));
	}

	drop(rfc: number): void {
		const title = this.#titles.get(rfc);
		if (title === undefined) return;
		this.#titles.delete(rfc);
		// Not `discard`, which leaves the words behind until the whole index is swept.
		this.#words.remove(documentOf(rfc, title));
	}

	/** The numbers of at most `limit` RFCs in which every word of the query occurs, best first. None for a query without words. */
	search(query: string, limit: number): number[] {
		let found: ReadonlyMap<number, number> | undefined;
		for (const [index, word] of queryWords(query).entries()) {
			found = this.#narrow(found, word, index < wordsWithTypos);
			if (found.size === 0) return [];
		}
		return [...(found ?? [])]
			.sort(([a, scoreOfA], [b, scoreOfB]) => scoreOfB - scoreOfA || a - b)
			.slice(0, limit)
			.map(([rfc]) => rfc);
	}

	/** Of what was found, or of all, those with one more word, and their score with it. */
	#narrow(found: ReadonlyMap<number, number> | undefined, word: string, typos: boolean): Map<number, number> {
		const options: SearchOptions = {
			prefix: true,
			fuzzy: typos ? typosIn(word) : false,
			// What no earlier word found is passed over before anything is made for it.
			...(found ? {boostDocument: rfc => (found.has(rfc) ? 1 : 0)} : {}),
		};
		const slips = typos && typosIn(word) > 0 ? [...swaps(word)] : [];
		const slipped = {queries: slips, prefix: false, fuzzy: false} as const;
		const narrowed = new Map<number, number>();
		for (const {id, score, terms} of this.#words.search({queries: [word, slipped]}, options)) {
			narrowed.set(id, (found?.get(id) ?? 0) + closeness(word, id, terms) * closer + score);
		}
		return narrowed;
	}
}

/** More than a score can be: what is closer to the query comes first, whatever its words weigh. */
const closer = 1e6;

/** How close what a word found is to it: the number itself, the word itself, its beginning, or a typo of it. */
function closeness(word: string, rfc: number, found: readonly string[]): number {
	if (word === String(rfc)) return 4;
	if (found.includes(word)) return 3;
	return found.some(term => term.startsWith(word)) ? 2 : 0;
}

const documentOf = (rfc: number, title: string): Document => ({rfc, number: String(rfc), title});

/** The words of a query, once each; the longest first, which leave the fewest for the others. */
function queryWords(query: string): string[] {
	// "RFC 793" and "rfc0793" mean the number.
	const words = wordsIn(folded(query).replace(rfcOfNumber, ''));
	return [...new Set(words)].sort((a, b) => b.length - a.length);
}

/**
 * Finds RFCs by words of their number and title (RFC 900002, section 4.8). A change of a title costs only as much as
 * its words; the index is never rebuilt. Knows neither peers nor threads.
 */
import MiniSearch, {type SearchOptions} from 'minisearch';

type Document = {readonly rfc: number; readonly number: string; readonly title: string};

/** Characters of a word that are compared. Nobody types more, and the cost of typos is quadratic. */
const wordLength = 64;
/** How many words of a query may have typos, the longest ones: finding typos scans the whole vocabulary. */
const wordsWithTypos = 8;

const separators = /[^\p{L}\p{N}]+/u;
const marks = /\p{M}+/gu;
const anyDigit = /\p{N}/u;
const joinedRfc = /\brfc(?=\d)/g;
const rfcOfNumber = /\brfc[\s-]*0*(?=\d)/g;

/** Without case and accents: `Größe` -> `grosse`. In upper case first, since ß is SS there. */
const folded = (text: string): string => text.normalize('NFKD').replace(marks, '').toUpperCase().toLowerCase();

const wordsIn = (text: string): string[] =>
	text
		.split(separators)
		.filter(word => word !== '')
		.map(word => word.slice(0, wordLength));

/** From here on there are more letters than a node of the tree of words may have branches: each is looked at in turn. */
const firstOfMany = 0x800;
const fewLetters = /^[\0-\u07ff]*$/;

/**
 * A word as the tree of words has it: characters of large scripts as two, a block of 256 and a place in it. Otherwise
 * whoever begins 20,000 titles with as many different ones makes each word many times as slow.
 */
function branched(word: string): string {
	if (fewLetters.test(word)) return word;
	let text = '';
	for (const character of word) {
		const code = character.codePointAt(0) ?? 0;
		text += code < firstOfMany ? character : String.fromCharCode(firstOfMany + (code >> 8), code & 0xff);
	}
	return text;
}

/** The edit distance allowed for a word of the query. Words with digits are names, not words: IPv4 is not IPv6. */
function typosIn(word: string): number {
	if (word.length < 4 || anyDigit.test(word)) return 0;
	return word.length < 8 ? 1 : 2;
}

/** The word with each pair of neighbours swapped: the most common typo, which would count as two edits. */
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
		tokenize: text => wordsIn(folded(text).replace(joinedRfc, 'rfc ')).map(branched),
		processTerm: word => word,
		autoVacuum: false,
	});

	/** Number of RFCs in the index. */
	get size(): number {
		return this.#titles.size;
	}

	/** Number of distinct words in all numbers and titles. */
	get words(): number {
		return this.#words.termCount;
	}

	/** Indexes an RFC under this title instead of its former one. */
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
		// Not `discard`, which keeps the words until the whole index is vacuumed.
		this.#words.remove(documentOf(rfc, title));
	}

	/**
	 * The numbers of at most `limit` RFCs that match every word of the query, best first. None for a query without
	 * words.
	 */
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

	/** Those among `found`, or among all, that match one more word, with their updated score. */
	#narrow(found: ReadonlyMap<number, number> | undefined, asked: string, typos: boolean): Map<number, number> {
		const word = branched(asked);
		const options: SearchOptions = {
			tokenize: term => [term],
			prefix: true,
			fuzzy: typos ? typosIn(asked) : false,
			// Skips documents that no earlier word matched before any result is built for them.
			...(found ? {boostDocument: rfc => (found.has(rfc) ? 1 : 0)} : {}),
		};
		const slips = typos && typosIn(asked) > 0 ? [...swaps(asked)].map(branched) : [];
		const slipped = {queries: slips, prefix: false, fuzzy: false} as const;
		const narrowed = new Map<number, number>();
		for (const {id, score, terms} of this.#words.search({queries: [word, slipped]}, options)) {
			narrowed.set(id, (found?.get(id) ?? 0) + closeness(word, id, terms) * closer + score);
		}
		return narrowed;
	}
}

/** Larger than any score: closer matches come first, whatever the weight of their words. */
const closer = 1e6;

/**
 * How close the matched terms are to the word: the number itself, the word itself, the beginning of the number, that of
 * a word, or a typo.
 */
function closeness(word: string, rfc: number, found: readonly string[]): number {
	const number = String(rfc);
	if (word === number) return 4;
	if (found.includes(word)) return 3;
	if (number.startsWith(word)) return 2;
	return found.some(term => term.startsWith(word)) ? 1 : 0;
}

const documentOf = (rfc: number, title: string): Document => ({rfc, number: String(rfc), title});

/** The distinct words of a query, the longest first, which leave the fewest candidates for the others. */
function queryWords(query: string): string[] {
	// "RFC 793" and "rfc0793" mean the number.
	const words = wordsIn(folded(query).replace(rfcOfNumber, ''));
	return [...new Set(words)].sort((a, b) => b.length - a.length);
}

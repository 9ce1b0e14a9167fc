/** What a filter means, in every table: a row matches when it has each of the words, without regard to case. */

/** The words of a filter, in lower case; none for a filter that is blank. */
export const filterWords = (filter: string): readonly string[] =>
	filter
		.toLowerCase()
		.split(/\s+/)
		.filter(word => word !== '');

/** Whether a text has every one of the words that `filterWords` gave. */
export function hasWords(text: string, words: readonly string[]): boolean {
	const lower = text.toLowerCase();
	return words.every(word => lower.includes(word));
}

const inWord = /[\p{L}\p{N}]/u;

/** Whether `word` stands in `text` where one of its words begins. */
function begins(text: string, word: string): boolean {
	for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
		if (at === 0 || !inWord.test(text[at - 1] ?? '')) return true;
	}
	return false;
}

/** As `hasWords`, but each word must stand where a word of the text begins: `26` is in `2616`, not in `1126`. */
export function startsWords(text: string, words: readonly string[]): boolean {
	const lower = text.toLowerCase();
	return words.every(word => begins(lower, word));
}

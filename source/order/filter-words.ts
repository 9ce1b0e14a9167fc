/** The meaning of a filter in every table: a row matches when it contains each of the words, in any case. */

/** The words of a filter in lower case; none for a blank filter. */
export const filterWords = (filter: string): readonly string[] =>
	filter
		.toLowerCase()
		.split(/\s+/)
		.filter(word => word !== '');

/** Whether a text contains every one of the words from `filterWords`. */
export function hasWords(text: string, words: readonly string[]): boolean {
	const lower = text.toLowerCase();
	return words.every(word => lower.includes(word));
}

const inWord = /[\p{L}\p{N}]/u;

/** Whether a word of `text` starts with `word`. */
function begins(text: string, word: string): boolean {
	for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
		if (!inWord.test(text[at - 1] ?? '')) return true;
	}
	return false;
}

/** As `hasWords`, but each word must be a prefix of a word of the text: `26` matches `2616`, not `1126`. */
export function startsWords(text: string, words: readonly string[]): boolean {
	const lower = text.toLowerCase();
	return words.every(word => begins(lower, word));
}

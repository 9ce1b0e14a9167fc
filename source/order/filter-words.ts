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

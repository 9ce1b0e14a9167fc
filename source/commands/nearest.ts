/** The word that was probably meant by one that there is not. */

/** The first of the words that differs least from `typed`, where that is no more than a third of it; else undefined. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
	let best: string | undefined;
	let least = Math.floor(typed.length / 3) + 1;
	for (const word of words) {
		const far = distance(typed, word);
		if (far < least) [best, least] = [word, far];
	}
	return best;
}

/** How many letters must be added, taken out or exchanged to make one word of the other (Levenshtein). */
function distance(one: string, other: string): number {
	let row = Array.from({length: other.length + 1}, (_, at) => at);
	for (const [line, letter] of [...one].entries()) {
		const next = [line + 1];
		for (let at = 0; at < other.length; at++) {
			const exchanged = (row[at] ?? 0) + (letter === other[at] ? 0 : 1);
			next.push(Math.min(exchanged, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
		}
		row = next;
	}
	return row[other.length] ?? 0;
}

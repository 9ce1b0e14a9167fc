/** Suggests a word for a mistyped one. */

/**
 * The first of the words with the smallest edit distance to `typed`, if that is at most a third of its length; else
 * undefined. Upper and lower case are the same.
 */
export function nearest(typed: string, words: readonly string[]): string | undefined {
	let best: string | undefined;
	let least = Math.floor(typed.length / 3) + 1;
	for (const word of words) {
		const far = distance(typed.toLowerCase(), word.toLowerCase());
		if (far < least) [best, least] = [word, far];
	}
	return best;
}

/** How many letters were left out, added, exchanged for others, or swapped with the next (optimal string alignment). */
function distance(one: string, other: string): number {
	let before: readonly number[] = [];
	let row = Array.from({length: other.length + 1}, (_, at) => at);
	for (const [line, letter] of [...one].entries()) {
		const next = [line + 1];
		for (let at = 0; at < other.length; at++) {
			const exchanged = (row[at] ?? 0) + (letter === other[at] ? 0 : 1);
			const isSwapped = at > 0 && line > 0 && letter === other[at - 1] && one[line - 1] === other[at];
			const swapped = isSwapped ? (before[at - 1] ?? 0) + 1 : exchanged;
			next.push(Math.min(exchanged, swapped, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
		}
		[before, row] = [row, next];
	}
	return row[other.length] ?? 0;
}

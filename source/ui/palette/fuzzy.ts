/**
 * Fuzzy matching: letters in order, with others in between. The palette finds a command by a few of its letters.
 * Pure.
 */

export type Found = {
	/** Higher is better: starts of words and adjacent letters count more, gaps less. */
	readonly score: number;
	/** Indices of the matched letters, ascending. */
	readonly places: readonly number[];
};

const perLetter = 1;
const atWordStart = 8;
const sideBySide = 6;
/** The maximum cost of a gap between two matched letters. */
const mostForGap = 3;

const isWordStart = (text: string, place: number): boolean => place === 0 || /[\s-]/.test(text[place - 1] ?? '');

type Best = {readonly score: number; readonly before: number};

/** The score of a match at `place` after one at `before` (-1: none). */
function worth(text: string, place: number, before: number): number {
	const own = perLetter + (isWordStart(text, place) ? atWordStart : 0);
	if (before < 0) return own - Math.min(mostForGap, place);
	return own + (place === before + 1 ? sideBySide : -Math.min(mostForGap, place - before - 1));
}

/** For each index of the text, the best match of the letters so far that ends there. */
function nextLine(text: string, letter: string, line: readonly (Best | undefined)[] | undefined): (Best | undefined)[] {
	return Array.from(text, (character, place) => {
		if (character !== letter) return undefined;
		if (line === undefined) return {score: worth(text, place, -1), before: -1};
		let best: Best | undefined;
		for (let before = 0; before < place; before++) {
			const known = line[before];
			if (known === undefined) continue;
			const score = known.score + worth(text, place, before);
			if (best === undefined || score > best.score) best = {score, before};
		}
		return best;
	});
}

/** Finds the letters of `query` (ignoring blanks and case) in the text; undefined when they do not occur in order. */
export function fuzzyFind(text: string, query: string): Found | undefined {
	const letters = query.toLowerCase().replace(/\s+/g, '');
	const lower = text.toLowerCase();
	const lines: (Best | undefined)[][] = [];
	for (const letter of letters) {
		const line = nextLine(lower, letter, lines.at(-1));
		if (line.every(best => best === undefined)) return undefined;
		lines.push(line);
	}
	const last = lines.at(-1);
	if (last === undefined) return {score: 0, places: []};
	const score = Math.max(...last.map(best => best?.score ?? Number.NEGATIVE_INFINITY));
	const places: number[] = [];
	let place = last.findIndex(best => best?.score === score);
	for (const line of lines.toReversed()) {
		places.unshift(place);
		place = line[place]?.before ?? -1;
	}
	return {score, places};
}

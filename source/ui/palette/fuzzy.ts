/**
 * Letters in a text, in their order but with others between: how the palette finds a command by a few of its letters.
 * Pure.
 */

export type Found = {
	/** Higher is better: beginnings of words and letters side by side count more, the way to them less. */
	readonly score: number;
	/** Places of the letters in the text, rising. */
	readonly places: readonly number[];
};

const perLetter = 1;
const atWordStart = 8;
const sideBySide = 6;
/** The most that letters left out between two that match can cost. */
const mostForGap = 3;

const isWordStart = (text: string, place: number): boolean => place === 0 || /[\s-]/.test(text[place - 1] ?? '');

type Best = {readonly score: number; readonly before: number};

/** What it is worth that a letter matches at `place`, the one before it at `before` (-1: there is none). */
function worth(text: string, place: number, before: number): number {
	const own = perLetter + (isWordStart(text, place) ? atWordStart : 0);
	if (before < 0) return own - Math.min(mostForGap, place);
	return own + (place === before + 1 ? sideBySide : -Math.min(mostForGap, place - before - 1));
}

/** For each place of the text the best way to match the letters up to this one there. */
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

/** Where the letters of `query` (blanks do not count, nor does case) are in the text; undefined when they are not. */
export function fuzzyFind(text: string, query: string): Found | undefined {
	const letters = query.toLowerCase().replace(/\s+/g, '');
	const lower = text.toLowerCase();
	const lines: (Best | undefined)[][] = [];
	for (const letter of letters) lines.push(nextLine(lower, letter, lines.at(-1)));
	const last = lines.at(-1);
	if (last === undefined) return {score: 0, places: []};
	const score = Math.max(...last.map(best => best?.score ?? Number.NEGATIVE_INFINITY));
	if (score === Number.NEGATIVE_INFINITY) return undefined;
	const places: number[] = [];
	let place = last.findIndex(best => best?.score === score);
	for (const line of lines.toReversed()) {
		places.unshift(place);
		place = line[place]?.before ?? -1;
	}
	return {score, places};
}

/** Renders rows of a document with their highlights: links, search matches, headings. Pure. */
import {cut, displayWidth, fit} from '../../text/width.ts';
import type {Theme, Tone} from '../theme.ts';
import type {Span} from './search.ts';

/** A part of a row in a tone; later ones override earlier ones. */
export type Mark = Span & {readonly tone: Tone};

/** How many characters fill the first `cells` cells. */
function charactersIn(text: string, cells: number): number {
	let used = 0;
	let at = 0;
	for (const character of text) {
		if (used >= cells) break;
		used += displayWidth(character);
		at += character.length;
	}
	return at;
}

type Frame = {
	/** Width of the whole row: one cell stays free at both ends. */
	readonly width: number;
	/** Cells of the text that are scrolled out to the left. */
	readonly left: number;
	readonly theme: Theme;
	readonly tone: Tone;
};

/** A row of the text, exactly `width` cells, with its marks. */
export function paintRow(text: string, marks: readonly Mark[], {width, left, theme, tone}: Frame): string {
	const hidden = left === 0 ? 0 : charactersIn(text, left);
	const shown = cut(text.slice(hidden), width - 2);
	if (marks.length === 0) return theme.paint(tone, fit(` ${shown}`, width));
	const tones: Tone[] = Array.from({length: shown.length}, () => tone);
	for (const {start, end, tone: lit} of marks) {
		for (let at = Math.max(0, start - hidden); at < Math.min(shown.length, end - hidden); at++) tones[at] = lit;
	}
	let painted = ' ';
	for (let from = 0; from < shown.length; ) {
		let to = from + 1;
		while (to < shown.length && tones[to] === tones[from]) to++;
		painted += theme.paint(tones[from] ?? tone, shown.slice(from, to));
		from = to;
	}
	return painted + ' '.repeat(Math.max(0, width - 1 - displayWidth(shown)));
}

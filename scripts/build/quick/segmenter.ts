/**
 * Stands in for `Intl.Segmenter` among the dependencies. Ink asks it for the characters of every row of every frame;
 * the real one, which knows all scripts, takes 9 ms to load and then most of the time of a frame.
 */

type Piece = {readonly segment: string; readonly index: number};

/**
 * Text of which every code unit is a character of its own (Unicode Standard Annex 29, table 1a): none of them
 * extends, is extended or joined, and there is no CR that a LF could follow.
 */
const simple = /^[\0-\f\x0e-\u02ff\u2010-\u2027\u2030-\u205f\u2070-\u20cf\u2100-\u2bff]*$/;

// Taken out of `Intl` so that the build does not put this class in its place.
const {Segmenter} = Intl;
let real: Intl.Segmenter | undefined;

export class QuickSegmenter {
	readonly #own: Intl.Segmenter | undefined;

	constructor(locales?: string | string[], options?: Intl.SegmenterOptions) {
		const usual = locales === undefined && (options?.granularity ?? 'grapheme') === 'grapheme';
		this.#own = usual ? undefined : new Segmenter(locales, options);
	}

	segment(text: string): Iterable<Piece> {
		if (this.#own) return this.#own.segment(text);
		if (simple.test(text)) return pieces(text);
		real ??= new Segmenter();
		return real.segment(text);
	}
}

function pieces(text: string): readonly Piece[] {
	const all: Piece[] = [];
	for (let index = 0; index < text.length; index++) all.push({segment: text.charAt(index), index});
	return all;
}

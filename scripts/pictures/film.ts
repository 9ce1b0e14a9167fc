/** Renders a recording of a screen as an animated SVG without scripts: the frames lie side by side on a strip. */
import type {Row} from '../../test/helpers/cells.ts';
import {theme} from './palette.ts';
import {drawRow, escapeXml, inWindow, rowHeight, windowSize} from './svg.ts';

export type Frame = {
	/** Milliseconds from the start of the film. */
	readonly at: number;
	readonly rows: readonly Row[];
	/** What the person does, shown below the window. */
	readonly caption: string;
};

export type FilmOptions = {
	readonly title: string;
	/** How long the last frame stays before the film restarts, in milliseconds. */
	readonly rest?: number;
};

/** The film of these frames, which are sorted by time. A row that occurs in several frames is drawn once. */
export function toFilm(frames: readonly Frame[], {title, rest = 4000}: FilmOptions): string {
	const columns = frames[0]?.rows[0]?.length ?? 0;
	// One extra row for the captions.
	const rows = (frames[0]?.rows.length ?? 0) + 2;
	const {width} = windowSize({columns, rows});
	const duration = (frames.at(-1)?.at ?? 0) + rest;
	const strip = new Strip(width);
	const pictures = frames.map((frame, index) => strip.picture(frame, index));
	return inWindow(
		{title, columns, rows},
		[
			`<style>${motion(frames, {width, duration})}</style>\n`,
			`<defs>${strip.defs()}</defs>\n`,
			`<svg width="${width}" height="${windowSize({columns, rows}).height}"><g class="film">\n`,
			...pictures,
			'</g></svg>\n',
		].join(''),
	);
}

/** Jumps from frame to frame. With the preference for reduced motion only the last one is shown. */
function motion(
	frames: readonly Frame[],
	{width, duration}: {readonly width: number; readonly duration: number},
): string {
	const stops = frames.map(
		({at}, index) => `${((at / duration) * 100).toFixed(3)}%{transform:translateX(${-index * width}px)}`,
	);
	const last = `translateX(${-(frames.length - 1) * width}px)`;
	return [
		`@keyframes film{${stops.join('')}100%{transform:${last}}}`,
		`.film{animation:film ${(duration / 1000).toFixed(2)}s step-end infinite}`,
		`@media(prefers-reduced-motion:reduce){.film{animation:none;transform:${last}}}`,
	].join('');
}

class Strip {
	readonly #width: number;
	readonly #parts = new Map<string, string>();

	constructor(width: number) {
		this.#width = width;
	}

	/** One frame at its place on the strip. */
	picture({rows, caption}: Frame, index: number): string {
		const drawn = rows.map(row => drawRow(row, 0));
		const papers = drawn.map((row, y) => this.#use(row.papers, y));
		const marks = drawn.map((row, y) => this.#use(row.marks, y));
		const words = this.#use(captionOf(caption, this.#width), rows.length);
		return `<g transform="translate(${index * this.#width})">${papers.join('')}${marks.join('')}${words}</g>\n`;
	}

	defs(): string {
		return [...this.#parts].map(([drawing, id]) => `<g id="${id}">${drawing}</g>\n`).join('');
	}

	#use(drawing: string, row: number): string {
		if (drawing === '') return '';
		const id = this.#parts.get(drawing) ?? `p${this.#parts.size.toString(36)}`;
		this.#parts.set(drawing, id);
		return `<use href="#${id}" y="${row * rowHeight}"/>`;
	}
}

const captionOf = (caption: string, width: number): string =>
	caption === ''
		? ''
		: `<text x="${width / 2}" y="62" text-anchor="middle" font-size="17" font-weight="700" fill="${theme.buttons[1]}">${escapeXml(caption)}</text>`;

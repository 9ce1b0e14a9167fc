/** Long texts of which only the visible lines are rendered. */
import {count} from '../../text/quantity.ts';
import {cut, displayWidth, fit} from '../../text/width.ts';
import type {Theme, Tone} from '../theme.ts';
import {wrap} from './wrap.ts';

/** A line of a text, in one tone; a note after it is dim. */
export type Line = string | {readonly text: string; readonly tone?: Tone; readonly note?: string};

/** A text of `count` lines. */
export type Lines = {
	readonly count: number;
	/** At most `limit` lines starting at `offset`, not yet cut to a width. */
	read(offset: number, limit: number): readonly Line[];
};

/** Lines that are all known. */
export const linesOf = (all: readonly Line[]): Lines => ({
	count: all.length,
	read: (offset, limit) => all.slice(offset, offset + limit),
});

/** Lines of which those that are too wide are wrapped. */
export const wrapped = (lines: readonly string[], width: number): Lines =>
	linesOf(lines.flatMap(line => (displayWidth(line) <= width ? [line] : wrap(line, width))));

/** One text after the other. */
export function joinLines(first: Lines, second: Lines): Lines {
	return {
		count: first.count + second.count,
		read(offset, limit) {
			const head = offset < first.count ? first.read(offset, limit) : [];
			const rest = limit - head.length;
			return rest > 0 ? [...head, ...second.read(Math.max(0, offset - first.count), rest)] : head;
		},
	};
}

/** A line as text, without its note. */
export const textOf = (line: Line): string => (typeof line === 'string' ? line : line.text);

/** A line as a row of exactly `width` cells. */
export function lineRow(line: Line, {width, theme}: {readonly width: number; readonly theme: Theme}): string {
	if (typeof line === 'string') return fit(line, width);
	const text = cut(line.text, width);
	const note = fit(line.note ?? '', width - displayWidth(text));
	return `${theme.paint(line.tone ?? 'plain', text)}${theme.paint('dim', note)}`;
}

/** The offset closest to `offset` at which `height` rows are filled as far as possible. */
export const scrolled = (offset: number, count: number, height: number): number =>
	Math.max(0, Math.min(offset, count - height));

/** `42 %`: how much of the text is above the last visible line; `all` when everything is visible. */
export function shareRead(offset: number, count: number, height: number): string {
	if (count <= height) return 'all';
	return `${Math.floor((100 * Math.min(count, offset + height)) / count)} %`;
}

/** `5 more`: the number of lines below the last visible one; `end` there, and empty when everything is visible. */
export function linesLeft(offset: number, lines: number, height: number): string {
	if (lines <= height) return '';
	const below = lines - height - offset;
	return below > 0 ? `${count(below)} more` : 'end';
}

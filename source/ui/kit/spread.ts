/** Parts spread over a row: some from the left, one at the right end. */
import {displayWidth, fit} from '../../text/width.ts';
import type {Theme, Tone} from '../theme.ts';

export type Part = {readonly text: string; readonly tone?: Tone};

const gap = 2;
const important = 3;

/**
 * A row of exactly `width` cells, with one free cell at both ends. Without enough room parts are dropped from the
 * right, the right end before the first three; the first one is cut.
 */
export function spread(
	parts: readonly Part[],
	right: Part,
	at: {readonly width: number; readonly theme: Theme},
): string {
	const {width, theme} = at;
	const room = width - 2;
	const length = (count: number): number =>
		parts.slice(0, count).reduce((sum, part) => sum + displayWidth(part.text) + gap, -gap);
	const rightWidth = displayWidth(right.text);
	const withRight = room - rightWidth - gap;
	const keeps = rightWidth > 0 && length(Math.min(important, parts.length)) <= withRight;
	let count = parts.length;
	while (count > 1 && length(count) > (keeps ? withRight : room)) count--;
	if (length(count) > room) return theme.paint(parts[0]?.tone ?? 'plain', fit(` ${parts[0]?.text ?? ''}`, width));
	const left = parts
		.slice(0, count)
		.map(part => theme.paint(part.tone ?? 'plain', part.text))
		.join(' '.repeat(gap));
	const end = keeps ? theme.paint(right.tone ?? 'plain', right.text) : '';
	return ` ${left}${' '.repeat(room - length(count) - (keeps ? rightWidth : 0))}${end} `;
}

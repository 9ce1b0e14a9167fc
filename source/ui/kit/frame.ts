/** The lines of a rounded frame with words in them. Pure: strings of exactly the given width. */
import {cut, displayWidth} from '../../text/width.ts';
import type {Theme} from '../theme.ts';

export type FrameWords = {
	/** Left. */
	readonly left?: string;
	/** Right; the first to be dropped if both do not fit. */
	readonly right?: string;
};

export type FrameStyle = {readonly theme: Theme; readonly focused: boolean};

/** Width of a line besides its words: corners, the lines beside them, and blanks. */
const edgeCells = 6;

function words({left = '', right = ''}: FrameWords, room: number): {readonly left: string; readonly right: string} {
	const shown = cut(left, room);
	const rest = room - displayWidth(shown) - 4;
	return {left: shown, right: displayWidth(right) <= rest ? right : ''};
}

function edge(corners: readonly [string, string], text: FrameWords, at: FrameStyle & {readonly width: number}): string {
	const {theme, focused, width} = at;
	const border = focused ? 'accent' : 'dim';
	const {left, right} = words(text, width - edgeCells);
	const start = left === '' ? '' : ` ${left} `;
	const end = right === '' ? '' : ` ${right} ─`;
	const line = '─'.repeat(Math.max(0, width - 3 - displayWidth(start) - displayWidth(end)));
	const name = theme.paint(focused ? 'strong' : 'plain', start);
	return `${theme.paint(border, `${corners[0]}─`)}${name}${theme.paint(border, line)}${end === '' ? '' : `${end.slice(0, -1)}${theme.paint(border, '─')}`}${theme.paint(border, corners[1])}`;
}

/** `╭─ title ───── note ─╮` */
export const frameTop = (text: FrameWords, at: FrameStyle & {readonly width: number}): string =>
	edge(['╭', '╮'], text, at);

/** Drops whole hints that do not fit, the last first. */
function hintsWithin(hints: string, room: number): string {
	let shown = hints;
	while (displayWidth(shown) > room && shown.includes(hintGap)) shown = shown.slice(0, shown.lastIndexOf(hintGap));
	return shown;
}

const hintGap = ' · ';

/** `╰─ hint · hint ───────╯` */
export const frameBottom = (hints: string, at: FrameStyle & {readonly width: number}): string =>
	edge(['╰', '╯'], {left: hintsWithin(hints, at.width - edgeCells)}, at);

/** `│`, the left and right side of the frame. */
export const frameSide = ({theme, focused}: FrameStyle): string => theme.paint(focused ? 'accent' : 'dim', '│');

/** The lines of a rounded frame with words in them. Pure: strings of exactly the given width. */
import {cut, displayWidth} from '../../text/width.ts';
import type {Theme} from '../theme.ts';

export type FrameWords = {
	/** Left. */
	readonly left?: string;
	/** Right; its parts are the first to be dropped if not all fit, from the last on. */
	readonly right?: string;
};

export type FrameStyle = {readonly theme: Theme; readonly focused: boolean};

/** Width of a line besides its words: corners, the lines beside them, and blanks. */
const edgeCells = 6;

function words({left = '', right = ''}: FrameWords, room: number): {readonly left: string; readonly right: string} {
	const shown = cut(left, room);
	const rest = room - displayWidth(shown) - 4;
	const parts = partsWithin(right, rest);
	return {left: shown, right: displayWidth(parts) <= rest ? parts : ''};
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

/** Drops whole parts that do not fit, the last first, but never the first. */
function partsWithin(parts: string, room: number): string {
	let shown = parts;
	while (displayWidth(shown) > room && shown.includes(partGap)) shown = shown.slice(0, shown.lastIndexOf(partGap));
	return shown;
}

const partGap = ' · ';

/** `╰─ hint · hint ───────╯` */
export const frameBottom = (hints: string, at: FrameStyle & {readonly width: number}): string =>
	edge(['╰', '╯'], {left: partsWithin(hints, at.width - edgeCells)}, at);

/** `│`, the left and right side of the frame. */
export const frameSide = ({theme, focused}: FrameStyle): string => theme.paint(focused ? 'accent' : 'dim', '│');

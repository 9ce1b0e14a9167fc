import type {Rectangle} from './shape.ts';

/** U+2400..U+2421 in order: the abbreviations in Unicode's control pictures. */
const names = (
	'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI ' +
	'DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US SP DEL'
).split(' ');

/** A letter with the start of its baseline and its size, in pixels. */
export type SmallLetter = {readonly letter: string; readonly x: number; readonly y: number; readonly size: number};

/**
 * The letters of a control picture along a diagonal, since the fonts in use have none; `undefined` for every other
 * character.
 */
export function controlPicture(character: string, cell: Rectangle): readonly SmallLetter[] | undefined {
	const name = names[(character.codePointAt(0) ?? 0) - 0x24_00];
	if (name === undefined) return undefined;
	const size = name.length === 2 ? cell.height * 0.45 : cell.height * 0.35;
	// Capital letters of these fonts are 0.73 high and 0.6 wide.
	const top = cell.y + cell.height * 0.22 + size * 0.73;
	const down = cell.height * 0.4;
	const across = cell.width - size * 0.6;
	return [...name].map((letter, index) => ({
		letter,
		x: cell.x + (across * index) / (name.length - 1),
		y: top + (down * index) / (name.length - 1),
		size,
	}));
}

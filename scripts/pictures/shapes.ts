import {boxLines} from './box-lines.ts';
import type {Rectangle, Shape} from './shape.ts';

/**
 * The shapes of a box-drawing, block or Braille character in its cell; `undefined` for characters to be written in a
 * font.
 */
export function shapesOf(character: string, cell: Rectangle): readonly Shape[] | undefined {
	const code = character.codePointAt(0) ?? 0;
	if (code >= 0x25_00 && code <= 0x25_7f) return boxLines(character, cell);
	if (code >= 0x25_80 && code <= 0x25_9f) return blocks(code, cell);
	if (code >= 0x28_00 && code <= 0x28_ff) return braille(code - 0x28_00, cell);
	return undefined;
}

/** A part of the cell, in fractions of it. */
function part(cell: Rectangle, [left, top, width, height]: readonly [number, number, number, number]): Shape {
	return {
		kind: 'fill',
		x: cell.x + cell.width * left,
		y: cell.y + cell.height * top,
		width: cell.width * width,
		height: cell.height * height,
	};
}

/** U+2596..U+259F: which quarters are filled, as bits: upper left, upper right, lower left, lower right. */
const quarters = [0b0010, 0b0001, 0b1000, 0b1011, 0b1001, 0b1110, 0b1101, 0b0100, 0b0110, 0b0111] as const;

function blocks(code: number, cell: Rectangle): readonly Shape[] {
	if (code === 0x25_80) return [part(cell, [0, 0, 1, 1 / 2])];
	if (code <= 0x25_88) {
		const eighths = (code - 0x25_80) / 8;
		return [part(cell, [0, 1 - eighths, 1, eighths])];
	}
	if (code <= 0x25_8f) return [part(cell, [0, 0, (0x25_90 - code) / 8, 1])];
	if (code === 0x25_90) return [part(cell, [1 / 2, 0, 1 / 2, 1])];
	if (code <= 0x25_93) return [{kind: 'fill', ...cell, opacity: (code - 0x25_90) / 4}];
	if (code === 0x25_94) return [part(cell, [0, 0, 1, 1 / 8])];
	if (code === 0x25_95) return [part(cell, [7 / 8, 0, 1 / 8, 1])];
	const full = quarters[code - 0x25_96] ?? 0;
	return [0, 1, 2, 3]
		.filter(quarter => full & (0b1000 >> quarter))
		.map(quarter => part(cell, [(quarter % 2) / 2, Math.floor(quarter / 2) / 2, 1 / 2, 1 / 2]));
}

/** Column and row of the dots of a Braille pattern, in the order of its bits. */
const dots: ReadonlyArray<readonly [column: number, row: number]> = [
	[0, 0],
	[0, 1],
	[0, 2],
	[1, 0],
	[1, 1],
	[1, 2],
	[0, 3],
	[1, 3],
];

/** Spinners consist of these, and few fonts contain them. */
function braille(pattern: number, cell: Rectangle): readonly Shape[] {
	const size = cell.height * 0.11;
	return dots
		.filter((_, bit) => pattern & (1 << bit))
		.map(([column, row]) => ({
			kind: 'fill',
			x: cell.x + cell.width * (0.3 + 0.4 * column) - size / 2,
			y: cell.y + cell.height * (0.2 + 0.2 * row) - size / 2,
			width: size,
			height: size,
		}));
}

import type {Rectangle, Shape} from './shape.ts';

/** Weight of one arm of a box character: none, light, heavy, double. */
type Weight = 0 | 1 | 2 | 3;
type Arms = {readonly up: Weight; readonly right: Weight; readonly down: Weight; readonly left: Weight};

/** Each character with the weights of its arms, clockwise from the top. */
const table =
	'─0101 │1010 ┌0110 ┐0011 └1100 ┘1001 ├1110 ┤1011 ┬0111 ┴1101 ┼1111 ╴0001 ╵1000 ╶0100 ╷0010 ' +
	'━0202 ┃2020 ┏0220 ┓0022 ┗2200 ┛2002 ┣2220 ┫2022 ┳0222 ┻2202 ╋2222 ╸0002 ╹2000 ╺0200 ╻0020 ' +
	'═0303 ║3030 ╔0330 ╗0033 ╚3300 ╝3003 ╠3330 ╣3033 ╦0333 ╩3303 ╬3333';

const weight = (digit: string | undefined): Weight => (digit === '1' ? 1 : digit === '2' ? 2 : digit === '3' ? 3 : 0);

const boxes: ReadonlyMap<string, Arms> = new Map(
	table
		.split(' ')
		.map(([character = '', up, right, down, left]) => [
			character,
			{up: weight(up), right: weight(right), down: weight(down), left: weight(left)},
		]),
);

/** The rounded corners, with the directions of their arms. */
const corners: ReadonlyMap<string, readonly [horizontal: 1 | -1, vertical: 1 | -1]> = new Map([
	['╭', [1, 1]],
	['╮', [-1, 1]],
	['╰', [1, -1]],
	['╯', [-1, -1]],
]);

/** Stroke width of a light line, in whole pixels so that lines look the same in all rows. */
const lightWidth = (cell: Rectangle): number => Math.max(1, Math.round(cell.height / 16));

/** The lines of a box-drawing character, up to the edges of its cell; `undefined` for unknown ones. */
export function boxLines(character: string, cell: Rectangle): readonly Shape[] | undefined {
	const corner = corners.get(character);
	if (corner) return [roundedCorner(cell, corner)];
	const arms = boxes.get(character);
	if (!arms) return undefined;
	const light = lightWidth(cell);
	const outer = {1: light, 2: 2 * light, 3: 3 * light, 0: 0};
	// A double line is a thick one with a thin one cut out: its corners and crossings then join by themselves.
	const inner = {1: 0, 2: 0, 3: light, 0: 0};
	return [
		...lines(cell, arms, outer).map(rectangle => ({kind: 'fill' as const, ...rectangle})),
		...lines(cell, arms, inner).map(rectangle => ({kind: 'gap' as const, ...rectangle})),
	];
}

/** One rectangle for each arm, from the edge of the cell to the far side of the lines in the middle. */
function lines(cell: Rectangle, arms: Arms, widths: Readonly<Record<Weight, number>>): readonly Rectangle[] {
	const middle = {x: cell.x + cell.width / 2, y: cell.y + cell.height / 2};
	const acrossVertical = Math.max(widths[arms.up], widths[arms.down]);
	const acrossHorizontal = Math.max(widths[arms.left], widths[arms.right]);
	const reachX = (acrossVertical || acrossHorizontal) / 2;
	const reachY = (acrossHorizontal || acrossVertical) / 2;
	const vertical = (width: number, y: number, height: number) => ({x: middle.x - width / 2, y, width, height});
	const horizontal = (width: number, x: number, length: number) => ({
		x,
		y: middle.y - width / 2,
		width: length,
		height: width,
	});
	return [
		vertical(widths[arms.up], cell.y, cell.height / 2 + reachY),
		vertical(widths[arms.down], middle.y - reachY, cell.height / 2 + reachY),
		horizontal(widths[arms.left], cell.x, cell.width / 2 + reachX),
		horizontal(widths[arms.right], middle.x - reachX, cell.width / 2 + reachX),
	].filter(({width, height}) => width > 0 && height > 0);
}

function roundedCorner(cell: Rectangle, [horizontal, vertical]: readonly [1 | -1, 1 | -1]): Shape {
	const x = cell.x + cell.width / 2;
	const y = cell.y + cell.height / 2;
	const radius = cell.width / 2;
	return {
		kind: 'stroke',
		width: lightWidth(cell),
		path: `M${x + horizontal * radius} ${y}Q${x} ${y} ${x} ${y + vertical * radius}V${y + (vertical * cell.height) / 2}`,
	};
}

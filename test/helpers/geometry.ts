import type {Row} from './cells.ts';

type Box = {readonly left: number; readonly right: number; readonly top: number; readonly bottom: number};

const at = (rows: readonly Row[], row: number, column: number): string => rows[row]?.[column]?.text ?? '';

/** The row of the lower corners below an upper left corner, if both sides are unbroken. */
function boxFrom(rows: readonly Row[], top: number, left: number): Box | undefined {
	const right = (rows[top] ?? []).findIndex((cell, column) => column > left && cell.text === '╮');
	if (right < 0) return undefined;
	for (let bottom = top + 1; bottom < rows.length; bottom++) {
		const [first, last] = [at(rows, bottom, left), at(rows, bottom, right)];
		if (first === '╰' && last === '╯') return {left, right, top, bottom};
		if (first !== '│' || last !== '│') return undefined;
	}
	return undefined;
}

const inside = ({left, right, top, bottom}: Box, row: number, column: number): boolean =>
	row >= top && row <= bottom && column >= left && column <= right;

/**
 * Pieces of borders on a screen that do not belong to a complete box, with their places. With an overlay (`covered`)
 * only that has to be complete. Empty is good.
 */
export function tornBorders(rows: readonly Row[], covered: boolean): readonly string[] {
	const boxes = rows.flatMap((row, top) =>
		row.flatMap((cell, left) => (cell.text === '╭' ? (boxFrom(rows, top, left) ?? []) : [])),
	);
	if (covered) return boxes.length === 0 ? ['no whole box'] : [];
	return rows.flatMap((row, y) =>
		row.flatMap(({text}, x) =>
			'╭╮╰╯│'.includes(text) && text !== '' && !boxes.some(box => inside(box, y, x))
				? `${text} at ${y + 1}:${x + 1}`
				: [],
		),
	);
}

/** Layouts as drawings, and the sizes that they are tried in. */

import type {Rect, Size} from '../../../source/ui/layout.ts';
import fc from '../../helpers/properties.ts';

/** The rectangles as a drawing: each filled with its letter. */
export function draw(size: Size, rects: Readonly<Record<string, Rect | undefined>>): string[] {
	const cells = Array.from({length: size.rows}, () => Array.from({length: size.columns}, () => ' '));
	for (const [name, rect] of Object.entries(rects)) {
		if (rect === undefined) continue;
		for (let y = rect.y; y < rect.y + rect.height; y++) {
			for (let x = rect.x; x < rect.x + rect.width; x++) {
				const row = cells[y];
				if (row === undefined || x >= size.columns) throw new Error(`${name} reaches out of the screen`);
				if (row[x] !== ' ') throw new Error(`${name} lies over ${row[x]} at ${x},${y}`);
				row[x] = name;
			}
		}
	}
	return cells.map(row => row.join(''));
}

/** Every row and column once: how a large drawing is divided. */
export const outline = (rows: readonly string[]): string[] => {
	const short = rows.map(row => row.replace(/(.)\1*/g, (run, letter: string) => `${letter}${run.length} `).trim());
	return short.filter((row, index) => row !== short[index - 1]);
};

export const sizes = fc.record({columns: fc.integer({min: 60, max: 300}), rows: fc.integer({min: 16, max: 100})});

/**
 * Panes that are elsewhere, or of another size, after sentences took more rows; those that end above them may only be
 * lower.
 */
export function moved(
	before: Readonly<Record<string, Rect>>,
	after: Readonly<Record<string, Rect>>,
): readonly string[] {
	const end = Math.max(...Object.values(before).map(({y, height}) => y + height));
	const isSame = (one: Rect, other: Rect | undefined): boolean =>
		one.x === other?.x && one.y === other.y && one.width === other.width && one.height === other.height;
	return Object.entries(before).flatMap(([name, rect]) => {
		const now = after[name];
		const isLowest = rect.y + rect.height === end;
		return isSame(isLowest && now !== undefined ? {...rect, height: now.height} : rect, now) ? [] : [name];
	});
}

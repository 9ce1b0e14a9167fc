/** Rectangles of the terminal, and how to divide them. The layouts of the screens are in `layout/`. */

/** In cells from the upper left corner; `y` and `height` in rows. */
export type Rect = {readonly x: number; readonly y: number; readonly width: number; readonly height: number};

export type Size = {readonly columns: number; readonly rows: number};

/** A table that is not visible still has a cursor: it is read as if it had few rows. */
export const hidden: Rect = {x: 0, y: 0, width: 80, height: 4};

/** The smallest terminal in which a screen is drawn. */
export const smallest: Size = {columns: 30, rows: 8};

/** Whether only a sentence is drawn. */
export const isTooSmall = ({columns, rows}: Size): boolean => columns < smallest.columns || rows < smallest.rows;

/** From this width on panes are placed side by side. */
export const wideColumns = 100;

/** The row `y` over the whole width. */
export const strip = (y: number, size: Size, height = 1): Rect => ({x: 0, y, width: size.columns, height});

/** Divides `total` rows or cells into shares of at least `least` each; the last one gets the rest. */
export function divide(total: number, shares: readonly number[], least: number): readonly number[] {
	let left = total;
	return shares.map((share, index) => {
		const others = (shares.length - 1 - index) * least;
		const part =
			index === shares.length - 1 ? left : Math.max(least, Math.min(left - others, Math.round(total * share)));
		left -= part;
		return part;
	});
}

/** Minimum height of the lowest pane in a stack: after lending rows to sentences it keeps one. */
const leastLowest = 5;

/** As `divide`, where the last share is the lowest pane of a screen. */
export function divideAbove(total: number, shares: readonly number[], least: number): readonly number[] {
	const lowest = Math.max(leastLowest, Math.round(total * (shares.at(-1) ?? 0)));
	const others = shares.slice(0, -1);
	const whole = others.reduce((sum, share) => sum + share, 0);
	return [
		...divide(
			total - lowest,
			others.map(share => share / whole),
			least,
		),
		lowest,
	];
}

/**
 * Takes the rows that sentences need, beyond those reserved for them, from the lowest panes; all others stay where
 * they are.
 */
export function lend<Panes extends Readonly<Partial<Record<string, Rect>>>>(
	panes: Panes,
	body: Rect,
	rows: number,
): Panes {
	if (rows <= 0) return panes;
	const end = body.y + body.height;
	const entries = Object.entries(panes).map(([name, rect]) => [
		name,
		rect !== undefined && rect.y + rect.height === end ? {...rect, height: rect.height - rows} : rect,
	]);
	return Object.fromEntries(entries) as Panes;
}

/** Rectangles below each other, of the given width. */
export function stack<Name extends string>(
	names: readonly Name[],
	heights: readonly number[],
	at: Omit<Rect, 'height'>,
): Partial<Record<Name, Rect>> {
	let y = at.y;
	const entries = names.map((name, index) => {
		const height = heights[index] ?? 0;
		const rect: Rect = {...at, y, height};
		y += height;
		return [name, rect] as const;
	});
	return Object.fromEntries(entries) as Partial<Record<Name, Rect>>;
}

/** Divides a rectangle into two side by side; the left one takes `share` of the width. */
export function halves(rect: Rect, share: number): readonly [Rect, Rect] {
	const left = Math.round(rect.width * share);
	return [
		{...rect, width: left},
		{...rect, x: rect.x + left, width: rect.width - left},
	];
}

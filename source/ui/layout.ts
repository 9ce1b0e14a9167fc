/** Rectangles of a terminal, and how they are divided. Where everything is on a screen is told in `layout/`. */

/** In cells from the upper left corner; `y` and `height` in rows. */
export type Rect = {readonly x: number; readonly y: number; readonly width: number; readonly height: number};

export type Size = {readonly columns: number; readonly rows: number};

/** The smallest terminal that a screen is drawn in. */
export const smallest: Size = {columns: 30, rows: 8};

export const isTooSmall = ({columns, rows}: Size): boolean => columns < smallest.columns || rows < smallest.rows;

/** From this width on panes stand side by side. */
export const wideColumns = 100;

/** The row `y` over the whole width. */
export const strip = (y: number, size: Size, height = 1): Rect => ({x: 0, y, width: size.columns, height});

/** Shares of `total` rows or cells, each at least `least`, in the order given; the last takes the rest. */
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

/** Rectangles below each other, over the given width. */
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

/** Two rectangles side by side in one; the left one takes `share` of the width. */
export function halves(rect: Rect, share: number): readonly [Rect, Rect] {
	const left = Math.round(rect.width * share);
	return [
		{...rect, width: left},
		{...rect, x: rect.x + left, width: rect.width - left},
	];
}

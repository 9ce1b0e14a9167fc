/** Finds out what is under a cell of the screen, from the rectangles of the layout and the rows in them. Pure. */
import type {Rect} from '../layout.ts';

export type Cell = {readonly x: number; readonly y: number};

export type Spot<Name extends string> = {
	readonly pane: Name;
	/** The row inside the pane's border, from 0; absent on the border. */
	readonly line?: number;
	/** The cell inside the border, from 0. */
	readonly column: number;
};

/** Whether a cell belongs to a rectangle. */
export const isInside = ({x, y}: Cell, rect: Rect): boolean =>
	x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;

/** The pane under a cell, and the position in it. */
export function hit<Name extends string>(
	panes: Readonly<Partial<Record<Name, Rect>>>,
	cell: Cell,
): Spot<Name> | undefined {
	for (const pane of Object.keys(panes) as Name[]) {
		const rect = panes[pane];
		if (rect === undefined || !isInside(cell, rect)) continue;
		const column = cell.x - rect.x - 1;
		const line = cell.y - rect.y - 1;
		const isBorder = line < 0 || line >= rect.height - 2 || column < 0 || column >= rect.width - 2;
		return isBorder ? {pane, column} : {pane, line, column};
	}
	return undefined;
}

/** A table as drawn: its rows are the last of its lines. */
type Drawn = {
	readonly lines: readonly string[];
	readonly view: {readonly rows: readonly unknown[]; readonly offset: number; readonly cursor: number};
};

/**
 * The distance from the cursor of the table to the row drawn in a line of the pane; undefined where there is no row.
 * `above`: lines of fields before the table.
 */
export function stepsTo({lines, view}: Drawn, line: number, above = 0): number | undefined {
	const titles = lines.length - view.rows.length;
	const row = line - above - titles;
	return row < 0 || row >= view.rows.length ? undefined : view.offset + row - view.cursor;
}

/** The index of the first word that covers a column of an uncoloured row; -1 when none does. */
export function wordAt(row: string, words: readonly string[], column: number): number {
	return words.findIndex(word => {
		const from = row.indexOf(word);
		return from >= 0 && column >= from && column < from + word.length;
	});
}

/** The index of the item of the menu's row (`1 Add  2 Remove`) at a column; undefined where there is none. */
export function menuItemAt(row: string, column: number): number | undefined {
	for (const match of row.matchAll(/([1-6]) ?[A-Z][a-z]*(?: all)?/g)) {
		if (column >= match.index && column < match.index + match[0].length) return Number(match[1]) - 1;
	}
	return undefined;
}

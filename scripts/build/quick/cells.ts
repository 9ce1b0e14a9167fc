/** The cells of a screen in Ink's format; places that show the same character in the same style share one object. */

export type Style = {readonly code: string; readonly endCode: string};
export type Cell = {readonly value: string; readonly fullWidth: boolean; readonly styles: readonly Style[]};

type Group = {readonly styles: readonly Style[]; readonly cells: Map<string, Cell>};

/** All characters in all styles shown: a few hundred. Only hostile text can reach this limit. */
const most = 20_000;

const groups = new Map<string, Group>();
let count = 0;

/** An empty cell, shared and frozen: Ink replaces cells and never changes one. */
const emptyCell = Object.freeze({type: 'char', value: ' ', fullWidth: false, styles: Object.freeze([])});

/** A row with nothing in it yet. */
export const blankRow = (width: number): (typeof emptyCell)[] =>
	Array.from<typeof emptyCell>({length: width}).fill(emptyCell);

/**
 * The same cells, with equal ones replaced by one shared object. Ink makes a new object for each character of each row,
 * and garbage collection of those it keeps from frame to frame took half the time of a frame.
 */
export function sharedCells<Kind extends Cell>(cells: readonly Kind[]): Kind[] {
	if (count > most) {
		groups.clear();
		count = 0;
	}
	let group: Group | undefined;
	return cells.map(cell => {
		if (group === undefined || !sameStyles(group.styles, cell.styles)) group = groupOf(cell.styles);
		const shared = group.cells.get(cell.value);
		if (shared !== undefined) return shared as Kind;
		const made = {...cell, styles: group.styles};
		group.cells.set(cell.value, made);
		count++;
		return made;
	});
}

function groupOf(styles: readonly Style[]): Group {
	const key = styles.map(({code, endCode}) => code + endCode).join('');
	const known = groups.get(key);
	if (known !== undefined) return known;
	const made = {styles, cells: new Map<string, Cell>()};
	groups.set(key, made);
	return made;
}

function sameStyles(some: readonly Style[], others: readonly Style[]): boolean {
	if (some.length !== others.length) return false;
	return some.every(({code, endCode}, at) => code === others[at]?.code && endCode === others[at]?.endCode);
}

/** The cells of a screen as Ink knows them, made once for all places that show the same character in the same style. */

type Style = {readonly code: string; readonly endCode: string};
export type Cell = {readonly value: string; readonly fullWidth: boolean; readonly styles: readonly Style[]};

type Group = {readonly styles: readonly Style[]; readonly cells: Map<string, Cell>};

/** All characters of all styles that are shown: some hundreds. Only hostile text can have so many. */
const most = 20_000;

const groups = new Map<string, Group>();
let count = 0;

/** A cell without anything in it: Ink puts others in its place and never changes it. */
export const emptyCell = Object.freeze({type: 'char', value: ' ', fullWidth: false, styles: Object.freeze([])});

/**
 * The same cells, of which equal ones are one. Ink makes a new one for each character of each row; those that it
 * remembers from frame to frame took half of each frame to be looked after by the garbage collector.
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

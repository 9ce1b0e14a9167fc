/** The text of rows, put together once as long as their cells stay the same. */
import type {Cell, Style} from './cells.ts';

type ToText = (cells: readonly Cell[]) => string;
type Caches = {getStyledChars(text: string): readonly Cell[]};

const lines = new WeakMap<Caches, Map<string, readonly string[]>>();

/**
 * A written text as lines, each with the styles that it has there. Remembered for as long as Ink remembers its cells.
 */
export function linesOf(caches: Caches, text: string, toText: ToText): readonly string[] {
	const known = lines.get(caches) ?? new Map<string, readonly string[]>();
	lines.set(caches, known);
	const before = known.get(text);
	if (before !== undefined) return before;
	const parted: Cell[][] = [[]];
	for (const cell of caches.getStyledChars(text)) {
		if (cell.value === '\n') parted.push([]);
		else parted.at(-1)?.push(cell);
	}
	const made = parted.map(toText);
	known.set(text, made);
	return made;
}

type Styles = readonly Style[];

const texts = new WeakMap<Styles, WeakMap<Styles, string>>();

/** What changes one style into another, found out once for each two: cells of one style have one list of it. */
export function change(from: Styles, to: Styles, find: (from: Styles, to: Styles) => string): string {
	const known = texts.get(from) ?? new WeakMap<Styles, string>();
	texts.set(from, known);
	const text = known.get(to) ?? find(from, to);
	known.set(to, text);
	return text;
}

type Row = {readonly cells: readonly (Cell | undefined)[]; readonly text: string};

/** The rows of the frame before. */
const rows: Row[] = [];

/**
 * A row of the screen as text, without blanks at its end; equal cells are one, so that a row that stays is known by
 * them.
 */
export function rowText(cells: readonly (Cell | undefined)[], at: number, toText: ToText): string {
	const before = rows[at];
	if (before !== undefined && isSame(before.cells, cells)) return before.text;
	const text = toText(cells.filter(cell => cell !== undefined)).trimEnd();
	rows[at] = {cells, text};
	return text;
}

function isSame(some: readonly (Cell | undefined)[], others: readonly (Cell | undefined)[]): boolean {
	if (some.length !== others.length) return false;
	for (let at = 0; at < some.length; at++) if (some[at] !== others[at]) return false;
	return true;
}

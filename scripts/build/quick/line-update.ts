/**
 * Stands in for Ink's own update of a row: the same picture in fewer bytes. Ink leaves out what a row begins with; this
 * writes only the cells that changed, wherever they are: of a list that scrolls, digits rather than rows.
 */
import wholeLineUpdate from '../../../node_modules/ink/build/line-update.js';

type Cell = {readonly text: string /** Open codes of SGR, parted by semicolons. */; readonly style: string};

const blank: Cell = {text: ' ', style: ''};
/** Characters of one cell each, and colours: rows with anything else are written whole. As in `string-width.ts`. */
const simple =
	/^(?:[\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u2319\u2336-\u23e8\u2400-\u2426\u2500-\u25fc\u2713\u2717\u2800-\u28ff]|\u001b\[\d+(?:;\d+)*m)*$/;
/** Cells that stay are written again where that takes fewer bytes than to step over them. */
const gap = 6;

/** The code that ends another one (ECMA-48, 8.3.117); undefined for codes that are not known here. */
function endOf(code: string): string | undefined {
	if (/^[12]$/.test(code)) return '22';
	if (/^[3-9]$/.test(code)) return `2${code}`;
	if (/^(?:3[0-7]|9[0-7])$/.test(code)) return '39';
	return /^(?:4[0-7]|10[0-7])$/.test(code) ? '49' : undefined;
}

/** The open codes after one more; undefined where it is not known. Bold and faint add up, all else takes the place. */
function after(open: readonly string[], code: string): readonly string[] | undefined {
	const end = endOf(code);
	if (end !== undefined)
		return [...open.filter(other => other !== code && (end === '22' || endOf(other) !== end)), code];
	return /^(?:2[2-9]|39|49)$/.test(code) ? open.filter(other => endOf(other) !== code) : undefined;
}

/** The parsed rows of recent frames: each row is needed twice, first as the new row and then as the old one. */
const known = new Map<string, readonly Cell[] | undefined>();
const mostKnown = 500;

function cellsOf(row: string): readonly Cell[] | undefined {
	if (known.has(row)) return known.get(row);
	if (known.size >= mostKnown) known.clear();
	const cells = simple.test(row) ? takeApart(row) : undefined;
	known.set(row, cells);
	return cells;
}

/** Equal cells are one: by their style, then by their text. */
const made = new Map<string, Map<string, Cell>>();
const mostStyles = 100;

function cellsIn(style: string): Map<string, Cell> {
	const known = made.get(style);
	if (known !== undefined) return known;
	if (made.size >= mostStyles) made.clear();
	const cells = new Map<string, Cell>();
	made.set(style, cells);
	return cells;
}

function takeApart(row: string): readonly Cell[] | undefined {
	const cells: Cell[] = [];
	let open: readonly string[] = [];
	let style = '';
	let known = cellsIn(style);
	for (let at = 0; at < row.length; at++) {
		const text = row.charAt(at);
		if (text !== '\u001b') {
			const cell = known.get(text) ?? {text, style};
			known.set(text, cell);
			cells.push(cell);
			continue;
		}
		const end = row.indexOf('m', at);
		for (const code of row.slice(at + 2, end).split(';')) {
			const next = after(open, code);
			if (next === undefined) return undefined;
			open = next;
		}
		style = open.join(';');
		known = cellsIn(style);
		at = end;
	}
	return cells;
}

const same = (one: Cell, other: Cell): boolean =>
	one === other || (one.text === other.text && one.style === other.style);

/** Where cells changed: from the first up to, and without, the last of each run. */
function changes(before: readonly Cell[], now: readonly Cell[]): readonly (readonly [from: number, to: number])[] {
	const runs: [number, number][] = [];
	for (let at = 0; at < Math.max(before.length, now.length); at++) {
		if (same(before[at] ?? blank, now[at] ?? blank)) continue;
		const last = runs.at(-1);
		if (last !== undefined && at - last[1] <= gap) last[1] = at + 1;
		else runs.push([at, at + 1]);
	}
	return runs;
}

function written(cells: readonly Cell[]): string {
	let text = '';
	let style = '';
	for (const cell of cells) {
		if (cell.style !== style) text += `\u001b[${style === '' || cell.style === '' ? cell.style : `0;${cell.style}`}m`;
		style = cell.style;
		text += cell.text;
	}
	return style === '' ? text : `${text}\u001b[m`;
}

/** The bytes that make the row on which the cursor is into `next`; its colours are off before and afterwards. */
export default function lineUpdate(previous: string, next: string, columns: number | undefined): string {
	const [before, now] = [cellsOf(previous), cellsOf(next)];
	const whole = `\u001b[1G\u001b[K${next}`;
	// Ink goes to where such rows begin to differ by their widths, which terminals and string-width count in their own
	// ways.
	if (before === undefined || now === undefined) return previous === next ? '' : whole;
	if (Math.max(before.length, now.length) > (columns ?? 0)) return wholeLineUpdate(previous, next, columns);
	const updates = changes(before, now).map(([from, to]) => {
		const erased = to > now.length ? '\u001b[K' : '';
		return `\u001b[${from + 1}G${written(now.slice(from, to))}${erased}`;
	});
	const update = updates.join('');
	return update.length < whole.length ? update : whole;
}

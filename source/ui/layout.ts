/**
 * Where everything is: columns x rows and attention in, rectangles out. Pure. The rectangles never overlap, never reach
 * beyond the terminal, and together fill it.
 */

/** In cells from the upper left corner; `y` and `height` in rows. */
export type Rect = {readonly x: number; readonly y: number; readonly width: number; readonly height: number};

export type Size = {readonly columns: number; readonly rows: number};

/** The smallest terminal that the screens are drawn in. */
export const smallest: Size = {columns: 60, rows: 16};

export const isTooSmall = ({columns, rows}: Size): boolean => columns < smallest.columns || rows < smallest.rows;

/** From this width on panes stand side by side. */
const wideColumns = 100;

export type ServerPane = 'peers' | 'rfcs' | 'wire' | 'details';

export type ServerLayout = {
	readonly header: Rect;
	readonly join: Rect;
	/** A pane that has no room now is absent. */
	readonly panes: Readonly<Partial<Record<ServerPane, Rect>>>;
	readonly notices: Rect;
	readonly keys: Rect;
};

/** The row `y` over the whole width. */
const strip = (y: number, size: Size, height = 1): Rect => ({x: 0, y, width: size.columns, height});

/** Shares of `total` rows or cells, each at least `least`, in the order given; the last takes the rest. */
function divide(total: number, shares: readonly number[], least: number): readonly number[] {
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
function stack<Name extends string>(
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
function halves(rect: Rect, share: number): readonly [Rect, Rect] {
	const left = Math.round(rect.width * share);
	return [
		{...rect, width: left},
		{...rect, x: rect.x + left, width: rect.width - left},
	];
}

export type ServerAttention = {
	readonly focus: ServerPane;
	/** The list that had the focus last, when the details have it now. */
	readonly list: 'peers' | 'rfcs' | 'wire';
	/** The one of the two tables that had the focus last. */
	readonly table: 'peers' | 'rfcs';
	/** Whether the details take the whole body. */
	readonly zoomed: boolean;
	/** Rows of sentences above the keys. */
	readonly notices: number;
};

/** The server's screen. Two columns of panes from 100 cells on, else stacked; what has no room waits for its focus. */
export function serverLayout(size: Size, at: ServerAttention): ServerLayout {
	const body: Rect = strip(2, size, size.rows - 3 - at.notices);
	const fixed = {
		header: strip(0, size),
		join: strip(1, size),
		notices: strip(body.y + body.height, size, at.notices),
		keys: strip(size.rows - 1, size),
	};
	if (at.zoomed) return {...fixed, panes: {details: body}};
	if (size.columns >= wideColumns) return {...fixed, panes: sideBySide(body)};
	if (body.height >= 17) {
		return {...fixed, panes: stack([at.table, 'wire', 'details'], divide(body.height, [0.4, 0.33, 0.27], 4), body)};
	}
	const list = at.focus === 'details' ? at.list : at.focus;
	return {...fixed, panes: stack([list, 'details'], divide(body.height, [0.58, 0.42], 3), body)};
}

function sideBySide(body: Rect): Readonly<Partial<Record<ServerPane, Rect>>> {
	const [upper = 0, lower = 0] = divide(body.height, [0.4, 0.6], 5);
	const [peers, rfcs] = halves({...body, height: upper}, 0.6);
	const [wire, details] = halves({...body, y: body.y + upper, height: lower}, 0.66);
	return {peers, rfcs, wire, details};
}

export type PeerPane = 'menu' | 'results' | 'transfers' | 'wire' | 'details';

export type PeerLayout = {
	readonly header: Rect;
	/** The menu as one row, where it has no pane. */
	readonly menuRow?: Rect;
	readonly panes: Readonly<Partial<Record<PeerPane | 'me', Rect>>>;
	/** Plain words about the last act. */
	readonly sentence: Rect;
	readonly keys: Rect;
};

export type PeerAttention = {
	readonly focus: PeerPane;
	readonly zoomed: boolean;
	/** Rows of plain words above the keys, 1 or more. */
	readonly sentence: number;
};

/** The menu's six lines in a border. */
const menuHeight = 8;
const menuWidth = 20;

/** The peer's screen. */
export function peerLayout(size: Size, at: PeerAttention): PeerLayout {
	const wide = size.columns >= wideColumns && size.rows >= 24;
	const top = wide || at.zoomed ? 1 : 2;
	const body = strip(top, size, size.rows - top - 1 - at.sentence);
	const fixed = {
		header: strip(0, size),
		sentence: strip(body.y + body.height, size, at.sentence),
		keys: strip(size.rows - 1, size),
	};
	if (at.zoomed) return {...fixed, panes: {details: body}};
	if (wide) return {...fixed, panes: aroundMenu(body)};
	return {...fixed, menuRow: strip(1, size), panes: stacked(body, at.focus)};
}

function stacked(body: Rect, focus: PeerPane): PeerLayout['panes'] {
	if (body.height >= 15) {
		return stack(['results', 'transfers', 'wire'], divide(body.height, [0.45, 0.3, 0.25], 4), body);
	}
	const other = focus === 'wire' ? 'wire' : 'transfers';
	return stack(['results', other], divide(body.height, [0.58, 0.42], 4), body);
}

function aroundMenu(body: Rect): PeerLayout['panes'] {
	const [upper = 0, lower = 0] = divide(body.height, [0.7, 0.3], 5);
	const left = {x: 0, y: body.y, width: menuWidth};
	const right = {x: menuWidth, y: body.y, width: body.width - menuWidth};
	const [results = 0, transfers = 0] = divide(upper, [0.6, 0.4], 5);
	const panes = stack(['results', 'transfers'], [results, transfers], right);
	const list = panes.results;
	const split = list === undefined ? undefined : halves(list, 0.66);
	return {
		...stack(['menu', 'me'], [menuHeight, upper - menuHeight], left),
		...panes,
		...(split === undefined ? {} : {results: split[0], details: split[1]}),
		...stack(['wire'], [lower], {...body, y: body.y + upper}),
	};
}

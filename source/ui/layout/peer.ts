/**
 * Where everything is on the peer's screen: columns x rows and attention in, rectangles out. Pure. The rectangles never
 * overlap, never reach beyond the terminal, and together fill it.
 */
import {divide, halves, type Rect, type Size, stack, strip, wideColumns} from '../layout.ts';

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

/**
 * The layout of the peer's screen: terminal size and view state in, rectangles out. Pure. The rectangles never
 * overlap, never exceed the terminal, and together fill it.
 */
import {divide, divideAbove, halves, lend, type Rect, type Size, stack, strip, wideColumns} from '../layout.ts';

/** The tabs. Each has a main pane, and strips for what goes on meanwhile. */
export type PeerTab = 'search' | 'library' | 'transfers' | 'network' | 'wire';

/** The panes with a table. */
export type PeerList = 'results' | 'library' | 'transfers' | 'network' | 'wire';

export type PeerPane = 'menu' | PeerList | 'details';

export const peerTabs: readonly PeerTab[] = ['search', 'library', 'transfers', 'network', 'wire'];

/** The main pane of a tab. */
export const mainPane = (tab: PeerTab): PeerList => (tab === 'search' ? 'results' : tab);

/** The tables of a tab, the main one first. */
export function listsOf(tab: PeerTab): readonly PeerList[] {
	if (tab === 'wire') return ['wire'];
	return tab === 'transfers' ? ['transfers', 'wire'] : [mainPane(tab), 'transfers', 'wire'];
}

/** The tab that shows a pane: the given one if it does, else the one with that main pane. */
export function tabWith(pane: PeerPane, tab: PeerTab): PeerTab {
	if (pane === 'menu' || pane === 'details' || listsOf(tab).includes(pane)) return tab;
	return pane === 'results' ? 'search' : pane;
}

export type PeerLayout = {
	readonly header: Rect;
	/** Menu and tabs in one row, where they have no pane. */
	readonly menuRow?: Rect;
	readonly panes: Readonly<Partial<Record<PeerPane | 'me', Rect>>>;
	/** Plain words about the last action. */
	readonly sentence: Rect;
	readonly keys: Rect;
};

/** The panes that Tab cycles through: all of a tab, whether or not they are visible now. */
export const panesOf = (tab: PeerTab, {panes}: Pick<PeerLayout, 'panes'>): readonly PeerPane[] => [
	'menu',
	...listsOf(tab),
	...(panes.details === undefined ? [] : ['details' as const]),
];

export type PeerAttention = {
	readonly tab: PeerTab;
	readonly focus: PeerPane;
	readonly zoomed: boolean;
	/** Whether the wire takes the whole body. */
	readonly ladder?: boolean;
	/** Rows of plain words above the keys. */
	readonly sentence: number;
	/** Number of lines of transfers: a short strip leaves its room to others. */
	readonly transfers: number;
};

/** The six lines of the menu with a border. */
const menuHeight = 8;
const menuWidth = 20;

/** Body heights from which three, and four, panes are stacked. */
const threePanes = 15;
const fourPanes = 34;
const twoPanes = 11;

/** The border of a strip and two rows. */
const leastStrip = 4;

/** A table of this width leaves room for its details beside it. */
const besideWidth = 110;

/** In lower terminals panes are stacked, and the lowest has no rows to spare. */
const wideRows = 24;

/** In wider terminals most sentences take one row. */
const oneRowFrom = 130;

/** Rows reserved for plain words, so that changing sentences do not move panes. */
const keptForWords = ({columns, rows}: Size): number =>
	rows >= 20 && (columns < oneRowFrom || rows < wideRows) ? 2 : 1;

/** The layout of the peer's screen. Panes without room are shown when they get the focus. */
export function peerLayout(size: Size, at: PeerAttention): PeerLayout {
	const wide = size.columns >= wideColumns && size.rows >= wideRows;
	const roomy = wide || at.zoomed || at.ladder;
	const top = roomy ? 1 : 2;
	const kept = keptForWords(size);
	const body = strip(top, size, size.rows - top - 1 - kept);
	const words = Math.max(kept, at.sentence);
	return {
		header: strip(0, size),
		...(roomy ? {} : {menuRow: strip(1, size)}),
		panes: lend(panesIn(body, at, wide), body, words - kept),
		sentence: strip(size.rows - 1 - words, size, words),
		keys: strip(size.rows - 1, size),
	};
}

function panesIn(body: Rect, at: PeerAttention, wide: boolean): PeerLayout['panes'] {
	if (at.zoomed) return {details: body};
	if (at.ladder) return {wire: body};
	return wide ? aroundMenu(body, at) : stacked(body, at);
}

/** Gives the transfers only the height they need, and the rest to the main pane. */
function withoutEmpty(heights: readonly number[], place: number, {transfers}: PeerAttention): readonly number[] {
	const needed = Math.max(leastStrip, transfers + 2);
	const spare = Math.max(0, (heights[place] ?? 0) - needed);
	return heights.map((height, at) => height + (at === 0 ? spare : at === place ? -spare : 0));
}

function stacked(body: Rect, at: PeerAttention): PeerLayout['panes'] {
	const {tab, focus} = at;
	const lists = listsOf(tab);
	const main = mainPane(tab);
	const {height} = body;
	const shown = lists.find(list => list === focus) ?? main;
	if (height < twoPanes) return {[shown]: body};
	if (tab === 'wire') return stack(['wire', 'details'], divideAbove(height, [0.6, 0.4], 4), body);
	if (height < threePanes) {
		const strips = lists.filter(list => list !== main);
		const other = strips.find(list => list === focus) ?? strips[0] ?? 'wire';
		return stack([main, other], divideAbove(height, [0.58, 0.42], 4), body);
	}
	if (tab === 'transfers') {
		return stack(['transfers', 'details', 'wire'], divideAbove(height, [0.45, 0.3, 0.25], 4), body);
	}
	if (height < fourPanes) {
		const heights = withoutEmpty(divideAbove(height, [0.45, 0.3, 0.25], leastStrip), 1, at);
		return stack([main, 'transfers', 'wire'], heights, body);
	}
	const heights = withoutEmpty(divideAbove(height, [0.36, 0.2, 0.22, 0.22], leastStrip), 2, at);
	return stack([main, 'details', 'transfers', 'wire'], heights, body);
}

/** A table with its details: beside it if it is wide enough for both, else below. */
function detailed(list: PeerList, rect: Rect): PeerLayout['panes'] {
	if (rect.width < besideWidth) return stack([list, 'details'], divide(rect.height, [0.6, 0.4], 4), rect);
	const [left, right] = halves(rect, 0.64);
	return {[list]: left, details: right};
}

function aroundMenu(body: Rect, at: PeerAttention): PeerLayout['panes'] {
	const {tab} = at;
	const wires = tab === 'wire';
	const [upper = 0, lower = 0] = wires ? [body.height] : divide(body.height, [0.7, 0.3], 5);
	const left = {x: 0, y: body.y, width: menuWidth};
	const right = {x: menuWidth, y: body.y, width: body.width - menuWidth, height: upper};
	const beside = stack(['menu', 'me'], [menuHeight, upper - menuHeight], left);
	if (wires) return {...beside, ...detailed('wire', right)};
	const wire = {...body, y: body.y + upper, height: lower};
	if (tab === 'transfers') return {...beside, ...detailed('transfers', right), wire};
	const [main = 0, transfers = 0] = withoutEmpty(divide(upper, [0.6, 0.4], 5), 1, at);
	const [list, details] = halves({...right, height: main}, 0.66);
	const below = {...right, y: right.y + main, height: transfers};
	return {...beside, [mainPane(tab)]: list, details, transfers: below, wire};
}

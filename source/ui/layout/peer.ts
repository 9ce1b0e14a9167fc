/**
 * Where everything is on the peer's screen: columns x rows and attention in, rectangles out. Pure. The rectangles never
 * overlap, never reach beyond the terminal, and together fill it.
 */
import {divide, halves, type Rect, type Size, stack, strip, wideColumns} from '../layout.ts';

/** What the screen is about: each tab has one pane of its own, and strips of what goes on meanwhile. */
export type PeerTab = 'search' | 'library' | 'transfers' | 'network' | 'wire';

/** The panes with a table. */
export type PeerList = 'results' | 'library' | 'transfers' | 'network' | 'wire';

export type PeerPane = 'menu' | PeerList | 'details';

export const peerTabs: readonly PeerTab[] = ['search', 'library', 'transfers', 'network', 'wire'];

/** The pane that a tab is about. */
export const mainPane = (tab: PeerTab): PeerList => (tab === 'search' ? 'results' : tab);

/** The tables of a tab, its own first. */
export function listsOf(tab: PeerTab): readonly PeerList[] {
	if (tab === 'wire') return ['wire'];
	return tab === 'transfers' ? ['transfers', 'wire'] : [mainPane(tab), 'transfers', 'wire'];
}

/** The tab in which a pane is to be seen: the one given if it is there, else the one that is about it. */
export function tabWith(pane: PeerPane, tab: PeerTab): PeerTab {
	if (pane === 'menu' || pane === 'details' || listsOf(tab).includes(pane)) return tab;
	return pane === 'results' ? 'search' : pane;
}

export type PeerLayout = {
	readonly header: Rect;
	/** Menu and tabs as one row, where they have no pane. */
	readonly menuRow?: Rect;
	readonly panes: Readonly<Partial<Record<PeerPane | 'me', Rect>>>;
	/** Plain words about the last act. */
	readonly sentence: Rect;
	readonly keys: Rect;
};

/** The panes that have the focus one after the other: all of a tab, whether there is room for them now or not. */
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
	/** Rows of plain words above the keys, 1 or more. */
	readonly sentence: number;
	/** How many lines the transfers have: a strip with few of them leaves its room to others. */
	readonly transfers: number;
};

/** The menu's six lines in a border. */
const menuHeight = 8;
const menuWidth = 20;

/** From this height on a body shows three panes below each other, and from the next one four. */
const threePanes = 15;
const fourPanes = 34;
const twoPanes = 8;

/** The border of a strip and two rows. */
const leastStrip = 4;

/** So wide a table leaves room for its details beside it. */
const besideWidth = 110;

/** The peer's screen. What has no room now waits for its focus. */
export function peerLayout(size: Size, at: PeerAttention): PeerLayout {
	const wide = size.columns >= wideColumns && size.rows >= 24;
	const top = wide || at.zoomed || at.ladder ? 1 : 2;
	const body = strip(top, size, size.rows - top - 1 - at.sentence);
	const fixed = {
		header: strip(0, size),
		sentence: strip(body.y + body.height, size, at.sentence),
		keys: strip(size.rows - 1, size),
	};
	if (at.zoomed) return {...fixed, panes: {details: body}};
	if (at.ladder) return {...fixed, panes: {wire: body}};
	if (wide) return {...fixed, panes: aroundMenu(body, at)};
	return {...fixed, menuRow: strip(1, size), panes: stacked(body, at)};
}

/** Heights in which the transfers have no more than they need, and the pane before all others has what they leave. */
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
	if (tab === 'wire') return stack(['wire', 'details'], divide(height, [0.6, 0.4], 4), body);
	if (height < threePanes) {
		const strips = lists.filter(list => list !== main);
		const other = strips.find(list => list === focus) ?? strips[0] ?? 'wire';
		return stack([main, other], divide(height, [0.58, 0.42], 4), body);
	}
	if (tab === 'transfers') {
		return stack(['transfers', 'details', 'wire'], divide(height, [0.45, 0.3, 0.25], 4), body);
	}
	if (height < fourPanes) {
		const heights = withoutEmpty(divide(height, [0.45, 0.3, 0.25], leastStrip), 1, at);
		return stack([main, 'transfers', 'wire'], heights, body);
	}
	const heights = withoutEmpty(divide(height, [0.36, 0.2, 0.22, 0.22], leastStrip), 2, at);
	return stack([main, 'details', 'transfers', 'wire'], heights, body);
}

/** A table with its details: beside it where it is wide enough for both, else below. */
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

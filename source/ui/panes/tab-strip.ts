/** The names of the tabs, with the current one marked: as rows of a pane, or at the end of the menu's row. */
import {fit} from '../../text/width.ts';
import {type PeerTab, peerTabs} from '../layout/peer.ts';
import type {Theme} from '../theme.ts';

const names: Readonly<Record<PeerTab, string>> = {
	search: 'Search',
	library: 'Library',
	transfers: 'Transfers',
	network: 'Network',
	wire: 'Wire',
};

/** The name of a tab. */
export const tabName = (tab: PeerTab): string => names[tab];

/** Width of the first of two columns: the longest name in it, with its mark. */
const firstColumn = 10;

/** Three rows of exactly `width` cells. */
export function tabRows(current: PeerTab, {width, theme}: {readonly width: number; readonly theme: Theme}): string[] {
	const cell = (tab: PeerTab | undefined, room: number): string => {
		if (tab === undefined) return fit('  [ ]', room);
		const text = fit(`${tab === current ? '▸' : ' '}${names[tab]}`, room);
		return tab === current ? theme.paint('strong', text) : text;
	};
	return [0, 2, 4].map(at => cell(peerTabs[at], firstColumn) + cell(peerTabs[at + 1], width - firstColumn));
}

/**
 * `[ … Library ▸Transfers Network … ]`: the tab and as many neighbours as fit into `room` cells; empty when even the
 * tab does not fit.
 */
export function tabStrip(current: PeerTab, {room, theme}: {readonly room: number; readonly theme: Theme}): string {
	const at = peerTabs.indexOf(current);
	const plain = (from: number, to: number): string => {
		const shown = peerTabs.slice(from, to + 1).map(tab => (tab === current ? `▸${names[tab]}` : names[tab]));
		return `${at > 0 ? '[ ' : ''}${from > 0 ? '… ' : ''}${shown.join(' ')}${to < 4 ? ' …' : ''}${at < 4 ? ' ]' : ''}`;
	};
	let from = at;
	let to = at;
	for (const [more, less] of [
		[1, 0],
		[0, 1],
		[2, 0],
		[0, 2],
		[3, 0],
		[0, 3],
		[4, 0],
		[0, 4],
	] as const) {
		const low = Math.max(0, Math.min(from, at - less));
		const high = Math.min(peerTabs.length - 1, Math.max(to, at + more));
		if (plain(low, high).length > room) continue;
		from = low;
		to = high;
	}
	const text = plain(from, to);
	const marked = `▸${names[current]}`;
	if (text.length > room) return marked.length <= room ? theme.paint('strong', marked) : '';
	return text.replace(marked, theme.paint('strong', marked));
}

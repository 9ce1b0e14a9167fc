/** What this peer shares and has done, in the small pane below the menu. */
import type {PeerFacts} from '../../peer/peer-state.ts';
import {bytes, count} from '../../text/quantity.ts';
import {fitRight} from '../../text/width.ts';
import {rate} from '../format.ts';
import type {PeerTab} from '../layout/peer.ts';
import type {Theme} from '../theme.ts';
import {tabRows} from './tab-strip.ts';

type At = {readonly width: number; readonly height: number; readonly tab: PeerTab; readonly theme: Theme};

/** How many came, and how much that is if there is room for both. */
function gotWords({got, gotBytes}: PeerFacts, room: number): string {
	const both = `${count(got)} · ${bytes(gotBytes)}`;
	return got === 0 || both.length > room ? count(got) : both;
}

/** With so many rows for figures one stays blank, so that the tabs below are not taken for figures. */
const roomy = 4;

/** `height` rows of exactly `width` cells: figures, the important ones first, and the tabs at the bottom. */
export function meRows(facts: PeerFacts, {width, height, tab, theme}: At): readonly string[] {
	const figures: readonly (readonly [string, string])[] = [
		['shares', count(facts.shared)],
		['not shared', count(facts.notShared)],
		['got', gotWords(facts, width - 6)],
		['sent', count(facts.sent)],
		['wanted', count(facts.wanted.length)],
		['pace', facts.pace === undefined ? 'full' : rate(facts.pace)],
	];
	const tabs = tabRows(tab, {width, theme});
	const room = Math.max(0, height - tabs.length);
	const rows = figures
		.slice(0, room < roomy ? room : room - 1)
		.map(([label, value]) => ` ${label}${fitRight(value, width - label.length - 2)} `);
	const empty = Array.from({length: room - rows.length}, () => ' '.repeat(width));
	return [...rows, ...empty, ...tabs];
}

/** What this peer shares and has done, in the small pane below the menu. */
import type {PeerFacts} from '../../peer/peer-state.ts';
import {bytes, count} from '../../text/quantity.ts';
import {fitRight} from '../../text/width.ts';
import {rate} from '../format.ts';
import type {PeerTab} from '../layout/peer.ts';
import type {Theme} from '../theme.ts';
import {tabRows} from './tab-strip.ts';

type At = {readonly width: number; readonly height: number; readonly tab: PeerTab; readonly theme: Theme};

/** `height` rows of exactly `width` cells: figures, the important ones first, and the tabs at the bottom. */
export function meRows(facts: PeerFacts, {width, height, tab, theme}: At): readonly string[] {
	const figures: readonly (readonly [string, string])[] = [
		['shares', count(facts.shared)],
		['not shared', count(facts.notShared)],
		['got', count(facts.got)],
		['', bytes(facts.gotBytes)],
		['sent', count(facts.sent)],
		['wanted', count(facts.wanted.length)],
		['pace', facts.pace === undefined ? 'full' : rate(facts.pace)],
	];
	const tabs = tabRows(tab, {width, theme});
	const room = Math.max(0, height - tabs.length);
	const rows = figures.slice(0, room).map(([label, value]) => ` ${label}${fitRight(value, width - label.length - 2)} `);
	const empty = Array.from({length: room - rows.length}, () => ' '.repeat(width));
	return [...rows, ...empty, ...tabs];
}

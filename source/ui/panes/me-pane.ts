/** What this peer shares and has done, in the little pane under the menu. */
import type {PeerFacts} from '../../peer/peer-state.ts';
import {bytes, count} from '../../text/quantity.ts';
import {fitRight} from '../../text/width.ts';
import {rate} from '../format.ts';

/** Rows of exactly `width` cells, the important ones first. */
export function meRows(facts: PeerFacts, width: number): readonly string[] {
	const rows: readonly (readonly [string, string])[] = [
		['shares', count(facts.shared)],
		['not shared', count(facts.notShared)],
		['got', count(facts.got)],
		['', bytes(facts.gotBytes)],
		['sent', count(facts.sent)],
		['wanted', count(facts.wanted.length)],
		['pace', facts.pace === undefined ? 'full' : rate(facts.pace)],
	];
	return rows.map(([label, value]) => ` ${label}${fitRight(value, width - label.length - 2)} `);
}

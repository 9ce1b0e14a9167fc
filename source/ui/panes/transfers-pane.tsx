/** The Transfers tab. */
import type {PeerFacts} from '../../peer/peer-state.ts';
import {rate} from '../format.ts';
import {paceKeys} from '../peer/peer-pace.ts';
import {type PaneProps, PeerTable} from './peer-table.tsx';
import {ratesOf, transferNote} from './transfer-rows.ts';

/** The total rates, and whether transfers are slowed down. */
function hint(facts: PeerFacts): string {
	const {down, up} = ratesOf(facts);
	const parts = [
		...(down > 0 ? [`↓ ${rate(down)}`] : []),
		...(up > 0 ? [`↑ ${rate(up)}`] : []),
		...(facts.pace === undefined ? [] : [`each paced to ${rate(facts.pace)}: ${paceKeys(' · ')}`]),
	];
	return parts.join(' · ');
}

export function TransfersPane({scene, rect}: PaneProps) {
	const {facts} = scene;
	const note = transferNote(facts);
	return <PeerTable scene={scene} rect={rect} list="transfers" title="Transfers" note={note} hint={hint(facts)} />;
}

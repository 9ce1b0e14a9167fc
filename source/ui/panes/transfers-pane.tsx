/** The Transfers tab. */
import type {PeerFacts} from '../../peer/peer-state.ts';
import {rate} from '../format.ts';
import {At} from '../kit/at.tsx';
import {TablePane} from '../kit/table-pane.tsx';
import type {Rect} from '../layout.ts';
import {paceKeys} from '../peer/peer-pace.ts';
import type {PeerScene} from '../peer/peer-scene.ts';
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

export function TransfersPane({scene, rect}: {readonly scene: PeerScene; readonly rect: Rect}) {
	const {view, models, facts, dispatch} = scene;
	const focused = view.focus === 'transfers';
	return (
		<At rect={rect}>
			<TablePane
				width={rect.width}
				height={rect.height}
				title="Transfers"
				note={transferNote(facts)}
				hint={hint(facts)}
				focused={focused}
				rows={models.transfers.lines}
				filter={view.transfers.filter}
				filtering={view.filtering && focused}
				onFilter={text => dispatch({type: 'filter', text})}
			/>
		</At>
	);
}

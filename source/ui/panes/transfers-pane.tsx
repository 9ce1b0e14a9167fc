/** Everything that comes and goes. */
import {At} from '../kit/at.tsx';
import {TablePane} from '../kit/table-pane.tsx';
import type {Rect} from '../layout.ts';
import type {PeerScene} from '../peer-scene.ts';
import {transferNote} from './transfer-rows.ts';

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
				hint={facts.pace === undefined ? '' : 'paced so that you can watch · + - change · 0 full speed'}
				focused={focused}
				rows={models.transfers.lines}
				filter={view.transfers.filter}
				filtering={view.filtering && focused}
				onFilter={text => dispatch({type: 'filter', text})}
			/>
		</At>
	);
}

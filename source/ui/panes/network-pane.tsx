/** The Network tab: the joined peers, and what each of them shares. */
import {printable} from '../../text/printable.ts';
import {keyOf} from '../keys.ts';
import {At} from '../kit/at.tsx';
import {tableNote} from '../kit/table-model.ts';
import {TablePane} from '../kit/table-pane.tsx';
import type {Rect} from '../layout.ts';
import type {PeerScene} from '../peer/peer-scene.ts';
import {indexNote} from './index-note.ts';

export function NetworkPane({scene, rect}: {readonly scene: PeerScene; readonly rect: Rect}) {
	const {peer, view, models, dispatch} = scene;
	const focused = view.focus === 'network';
	if (models.network === undefined) return null;
	const hint =
		view.visit === undefined
			? `${keyOf('open', 'network')} shows what it shares`
			: `${keyOf('open', 'network')} gets it, or reads what you have · ${keyOf('back', 'peer')} back to all peers`;
	return (
		<At rect={rect}>
			<TablePane
				width={rect.width}
				height={rect.height}
				title={view.visit === undefined ? 'Network' : `Network: what ${printable(view.visit.peer.host)} shares`}
				note={indexNote(peer.index()?.state, tableNote(models.network.view))}
				hint={focused && models.network.selected !== undefined ? hint : ''}
				focused={focused}
				rows={models.network.lines}
				filter={view.network.filter}
				filtering={view.filtering && focused}
				onFilter={text => dispatch({type: 'filter', text})}
			/>
		</At>
	);
}

/** The Network tab: the joined peers, and what each of them shares. */
import {printable} from '../../text/printable.ts';
import {keyOf} from '../keys.ts';
import {tableNote} from '../kit/table-model.ts';
import {indexNote} from './index-note.ts';
import {type PaneProps, PeerTable} from './peer-table.tsx';

export function NetworkPane({scene, rect}: PaneProps) {
	const {peer, view, models} = scene;
	if (models.network === undefined) return null;
	const hint =
		view.visit === undefined
			? `${keyOf('open', 'network')} shows what it shares`
			: `${keyOf('open', 'network')} gets it, or reads what you have · ${keyOf('back', 'peer')} back to all peers`;
	return (
		<PeerTable
			scene={scene}
			rect={rect}
			list="network"
			title={view.visit === undefined ? 'Network' : `Network: what ${printable(view.visit.peer.host)} shares`}
			note={indexNote(peer.index()?.state, tableNote(models.network.view))}
			hint={view.focus === 'network' && models.network.selected !== undefined ? hint : ''}
		/>
	);
}

/** The Network tab: the joined peers, and what each of them shares. */
import {isOwn, type PeerPlace} from '../../text/place-key.ts';
import {printable} from '../../text/printable.ts';
import {keyOf} from '../keys.ts';
import {modelNote} from '../kit/table-model.ts';
import {markedHint} from '../peer/marks.ts';
import {indexNote} from './index-note.ts';
import {type PaneProps, PeerTable} from './peer-table.tsx';

const whoShares = ({host}: PeerPlace, isMine: boolean): string => (isMine ? 'you share' : `${printable(host)} shares`);

export function NetworkPane({scene, rect}: PaneProps) {
	const {peer, view, models, facts} = scene;
	const visited = view.visit?.peer;
	if (models.network === undefined) return null;
	const hint =
		visited === undefined
			? `${keyOf('open', 'network')} shows what it shares`
			: (markedHint(scene) ?? `${keyOf('open', 'visited')} gets it · ${keyOf('back', 'peer')} goes back to all peers`);
	return (
		<PeerTable
			scene={scene}
			rect={rect}
			list="network"
			title={visited === undefined ? 'Network' : `Network: what ${whoShares(visited, isOwn(facts)(visited))}`}
			note={indexNote(peer.index()?.state, modelNote(models.network))}
			hint={view.focus === 'network' && models.network.selected !== undefined ? hint : ''}
		/>
	);
}

/** The Network tab: the joined peers, and what each of them shares. */
import {isOwn, type PeerPlace} from '../../text/place-key.ts';
import {printable} from '../../text/printable.ts';
import {keyOf} from '../keys.ts';
import {modelNote} from '../kit/table-model.ts';
import {chosenOf, isHere} from '../peer/chosen.ts';
import {markedHint} from '../peer/marks.ts';
import type {PeerScene} from '../peer/peer-scene.ts';
import {indexNote} from './index-note.ts';
import {type PaneProps, PeerTable} from './peer-table.tsx';

const whoShares = ({host}: PeerPlace, isMine: boolean): string => (isMine ? 'you share' : `${printable(host)} shares`);

/** From this width on there is room for the name of the tab, and for the sort order besides. */
const namedFrom = 50;

const titleOf = (who: string, width: number): string => `${width < namedFrom ? 'What' : 'Network: what'} ${who}`;

/** What the marks, or else the keys that open and go back, do with what is under the cursor. */
function hintOf(scene: PeerScene): string {
	const {view, models, peer} = scene;
	if (view.focus !== 'network' || models.network?.selected === undefined) return '';
	const chosen = chosenOf(scene);
	if (chosen === undefined) return `${keyOf('open', 'network')} shows what it shares`;
	const does = isHere(peer, chosen) ? 'reads' : 'gets';
	return (
		markedHint(scene) ?? `${keyOf('open', 'visited')} ${does} it · ${keyOf('back', 'peer')} goes back to all peers`
	);
}

export function NetworkPane({scene, rect}: PaneProps) {
	const {peer, view, models, facts} = scene;
	const visited = view.visit?.peer;
	if (models.network === undefined) return null;
	return (
		<PeerTable
			scene={scene}
			rect={rect}
			list="network"
			title={visited === undefined ? 'Network' : titleOf(whoShares(visited, isOwn(facts)(visited)), rect.width)}
			note={indexNote(peer.index()?.state, modelNote(models.network))}
			hint={hintOf(scene)}
		/>
	);
}

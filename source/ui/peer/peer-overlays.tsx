/** The overlays of the peer's screen: questions, the menu of keys, the palette, the name of a transcript. */
import {ConfirmOverlay} from '../confirm-overlay.tsx';
import type {Context} from '../keys.ts';
import type {Size} from '../layout.ts';
import {Menu} from '../menus.tsx';
import {peerCommands} from '../palette/peer-commands.ts';
import {SaveOverlay} from '../wire/save-overlay.tsx';
import {actOnPeer} from './peer-acts.ts';
import {type PeerScene, reasonAgainst} from './peer-scene.ts';
import {leaveHint, leaveQuestion, removeQuestion} from './peer-words.ts';

type Props = {readonly scene: PeerScene; readonly contexts: readonly Context[]; readonly size: Size};

export function PeerOverlays({scene, contexts, size}: Props) {
	const {view, facts, dispatch} = scene;
	const {saving} = view.wireLook;
	switch (view.overlay.kind) {
		case 'none':
			return saving === undefined ? null : <SaveOverlay size={size} scene={scene.wire} saving={saving} />;
		case 'quit':
			return <ConfirmOverlay size={size} question={leaveQuestion(facts)} hint={leaveHint(facts)} />;
		case 'remove':
			return <ConfirmOverlay size={size} question={removeQuestion(view.overlay.rfc, view.overlay.title)} />;
		default:
			return (
				<Menu
					kind={view.overlay.kind}
					size={size}
					screen="peer"
					contexts={contexts}
					commands={peerCommands(scene)}
					reasonAgainst={act => reasonAgainst(scene, act)}
					act={act => actOnPeer(scene, act)}
					close={() => dispatch({type: 'overlay', overlay: {kind: 'none'}})}
				/>
			);
	}
}

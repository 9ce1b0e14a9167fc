/** The overlays of the server's screen: questions, the menu of keys, the palette, the name of a transcript. */
import {counted} from '../../text/quantity.ts';
import {ConfirmOverlay} from '../confirm-overlay.tsx';
import type {Context} from '../keys.ts';
import type {Size} from '../layout.ts';
import {Menu} from '../menus.tsx';
import {serverCommands} from '../palette/server-commands.ts';
import {SaveOverlay} from '../wire/save-overlay.tsx';
import {actOnServer, reasonAgainst, type ServerScene} from './server-acts.ts';
import {questionOf} from './server-index-acts.ts';

const quitQuestion = (peers: number): string =>
	`Quit the index server? ${counted(peers, 'peer is', 'peers are')} joined: nobody finds anything until a server is back here. Transfers that run between peers go on.`;

type Props = {readonly scene: ServerScene; readonly contexts: readonly Context[]; readonly size: Size};

export function ServerOverlays({scene, contexts, size}: Props) {
	const {overlay, wireLook} = scene.view;
	const {saving} = wireLook;
	switch (overlay) {
		case 'none':
			return saving === undefined ? null : <SaveOverlay size={size} scene={scene.wire} saving={saving} />;
		case 'quit':
			return <ConfirmOverlay size={size} question={quitQuestion(scene.facts.peers)} />;
		case 'disconnect':
			return <ConfirmOverlay size={size} question={questionOf(scene)} />;
		default:
			return (
				<Menu
					kind={overlay}
					size={size}
					screen="server"
					contexts={contexts}
					commands={serverCommands(scene)}
					reasonAgainst={act => reasonAgainst(scene, act)}
					act={act => actOnServer(scene, act)}
					close={() => scene.dispatch({type: 'overlay', overlay: 'none'})}
				/>
			);
	}
}

/** The questions on the server's screen before something that cannot be undone. */
import {counted} from '../../text/quantity.ts';
import {ConfirmOverlay} from '../confirm-overlay.tsx';
import type {Size} from '../layout.ts';
import type {ServerScene} from './server-acts.ts';
import {disconnectQuestion} from './server-index-acts.ts';

const quitQuestion = (peers: number): string =>
	`Quit the index server? ${counted(peers, 'peer is', 'peers are')} joined: nobody finds anything until a server is back here. Transfers that run between peers go on.`;

export function ServerQuestion({size, scene}: {readonly size: Size; readonly scene: ServerScene}) {
	const {overlay} = scene.view;
	if (overlay === 'quit') return <ConfirmOverlay size={size} question={quitQuestion(scene.facts.peers)} />;
	if (overlay === 'disconnect') return <ConfirmOverlay size={size} question={disconnectQuestion(scene)} />;
	return null;
}

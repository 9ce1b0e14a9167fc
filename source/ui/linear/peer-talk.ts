/** Who talks about what. */
import type {Peer} from '../../peer/peer.ts';
import type {Dialogue} from './dialogue.ts';

export type PeerTalk = {
	readonly peer: Peer;
	readonly talk: Dialogue;
	readonly signal: AbortSignal;
};

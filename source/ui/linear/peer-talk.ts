/** The participants of a conversation about a peer. */
import type {Peer} from '../../peer/peer.ts';
import type {Dialogue} from './dialogue.ts';

export type PeerTalk = {
	readonly peer: Peer;
	readonly talk: Dialogue;
	readonly signal: AbortSignal;
};

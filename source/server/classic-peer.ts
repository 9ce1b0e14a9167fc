/** A 1.0 peer in the index (RFC 900001, section 4). */
import type {Client} from './client.ts';
import {IndexPeer} from './index-peer.ts';

export class ClassicPeer extends IndexPeer {
	/** The open connection that it last used for ADD, REMOVE or JOIN. */
	connection: Client | undefined;

	override get lastSeen(): number {
		return Math.max(this.seen, this.connection?.seen ?? 0);
	}
}

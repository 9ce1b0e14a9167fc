/** A 1.1 peer in the index (RFC 900002, section 3). */
import type {Client} from './client.ts';
import {IndexPeer} from './index-peer.ts';

export class NamedPeer extends IndexPeer {
	tokenHash: Buffer = Buffer.alloc(0);
	/** The open connections on which it joined. */
	readonly connections = new Set<Client>();
	cancelLease: () => void = () => {};
	/** Until when it may not move with its records again, by the server's clock. */
	staysUntil = Number.NEGATIVE_INFINITY;

	override get lastSeen(): number {
		let last = this.seen;
		for (const {seen} of this.connections) last = Math.max(last, seen);
		return last;
	}
}

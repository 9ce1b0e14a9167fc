/** A 1.1 peer in the index (RFC 900002, section 3). */
import {createHash, timingSafeEqual} from 'node:crypto';
import type {Client} from './client.ts';
import {IndexPeer} from './index-peer.ts';

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export class NamedPeer extends IndexPeer {
	/** The open connections on which it joined. */
	readonly connections = new Set<Client>();
	cancelLease: () => void = () => {};
	/** Until when it may not move with its records again, by the server's clock. */
	staysUntil = Number.NEGATIVE_INFINITY;
	#tokenHash: Buffer = Buffer.alloc(0);

	override get lastSeen(): number {
		let last = this.seen;
		for (const {seen} of this.connections) last = Math.max(last, seen);
		return last;
	}

	/** From now on this token, and no other, proves that somebody is this peer. */
	grant(token: string): void {
		this.#tokenHash = hashOf(token);
	}

	/** Whether a token proves that its sender is this peer. */
	isProvenBy(token: string | undefined): boolean {
		return token !== undefined && timingSafeEqual(hashOf(token), this.#tokenHash);
	}
}

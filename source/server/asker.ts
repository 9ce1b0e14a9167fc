/** Who asks: the facts of one connection that requests come on. */
import {type Endpoint, isThisMachine} from '../net/addresses.ts';
import type {IndexPeer} from './index-peer.ts';

type Ends = {readonly remote: Endpoint; readonly local: Endpoint; readonly onThisMachine?: boolean; end?(): void};

export class Asker {
	readonly remote: Endpoint;
	/** Where the connection arrived: an address of this machine. */
	readonly local: Endpoint;
	/** Those who joined on this connection, or used it last, and are here. `Members` alone changes it. */
	readonly peers = new Set<IndexPeer>();
	/** When something last came on this connection; milliseconds since the epoch. */
	seen = 0;
	/** Set once a peer joined here, or proved by its Token that it had joined elsewhere. */
	joined = false;
	/** The connection has closed. */
	gone = false;
	#onThisMachine: boolean | undefined;
	readonly #ends: Ends;

	constructor(ends: Ends) {
		this.#ends = ends;
		this.remote = ends.remote;
		this.local = ends.local;
		this.#onThisMachine = ends.onThisMachine;
	}

	/** Closes the connection, after what was written to it. */
	hangUp(): void {
		this.#ends.end?.();
	}

	/** Whether the other end is on this machine. Asked only when it matters, because it asks the system. */
	get onThisMachine(): boolean {
		this.#onThisMachine ??= isThisMachine(this);
		return this.#onThisMachine;
	}
}

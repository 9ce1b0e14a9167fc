/** The facts about a connection on which requests arrive, as handlers see them. */
import {type Endpoint, isThisMachine} from '../net/addresses.ts';
import type {IndexPeer} from './index-peer.ts';

type Ends = {readonly remote: Endpoint; readonly local: Endpoint; readonly onThisMachine?: boolean; end?(): void};

export class Client {
	readonly remote: Endpoint;
	/** The address of this machine that was connected to. */
	readonly local: Endpoint;
	/** The present peers that joined on this connection or used it last. Changed only by `Members`. */
	readonly peers = new Set<IndexPeer>();
	/** When something last arrived on this connection, by the server's clock. */
	seen = 0;
	/** True once a peer joined here, or proved by its Token that it had joined elsewhere. */
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

	/** Closes the connection after everything that was written. */
	hangUp(): void {
		this.#ends.end?.();
	}

	/** Whether the other end is on this machine. Computed lazily, since it queries the system. */
	get onThisMachine(): boolean {
		this.#onThisMachine ??= isThisMachine(this);
		return this.#onThisMachine;
	}
}

/** What the operator can do to a peer: send it away, and try its upload port now. */
import type {ProbeResult} from '../net/probe.ts';
import type {WireEvent} from '../net/wire-log.ts';
import type {Asker} from './asker.ts';
import type {Engine} from './handler.ts';
import type {IndexPeer} from './index-peer.ts';
import {ClassicPeer, NamedPeer} from './members.ts';
import type {ProbeQueue} from './probe-queue.ts';

export type OperatorOptions = {
	readonly engine: Pick<Engine, 'members' | 'presence' | 'reachability'> & {readonly queue: ProbeQueue};
	/** Called when something happened that is no message: to whom, and what. */
	readonly onEvent: (peer: IndexPeer, event: WireEvent) => void;
};

function connectionsOf(peer: IndexPeer): readonly Asker[] {
	if (peer instanceof NamedPeer) return [...peer.connections];
	return peer instanceof ClassicPeer && peer.connection ? [peer.connection] : [];
}

export class Operator {
	readonly #options: OperatorOptions;

	constructor(options: OperatorOptions) {
		this.#options = options;
	}

	/**
	 * Takes a peer out with all its records, as its own LEAVE would, and closes the connections on which nobody else joined.
	 * The protocol has no word for it: the peer sees its connection close, and may join again.
	 */
	disconnect(peer: IndexPeer): void {
		const {engine, onEvent} = this.#options;
		const connections = connectionsOf(peer);
		onEvent(peer, {what: `disconnected by the operator, with ${peer.records.size} RFCs`, trouble: false});
		engine.members.leave(peer);
		for (const connection of connections) if (connection.peers.size === 0) connection.hangUp();
	}

	/** Tries to connect to the upload port of a peer, in its turn. What that finds counts as if it had been due. */
	probe(peer: IndexPeer): Promise<ProbeResult> {
		const {engine, onEvent} = this.#options;
		const {address, port} = peer.facts;
		return new Promise(resolve => {
			let told = true;
			if (peer instanceof NamedPeer) engine.reachability.tryNow(peer);
			else if (peer instanceof ClassicPeer && engine.presence.vigil(peer)) engine.presence.tryNow(peer);
			else told = false;
			// One try for an address and port: this joins the one that was just asked for.
			engine.queue.ask({address, port}, result => {
				if (!told) onEvent(peer, probeEvent(port, result));
				resolve(result);
			});
		});
	}
}

const outcomes: Readonly<Record<ProbeResult, string>> = {
	accepted: 'answers',
	refused: 'refused the connection',
	silent: 'did not answer',
};

/** What a try of an upload port found, for the log. */
export const probeEvent = (port: number, result: ProbeResult): WireEvent => ({
	what: `probe :${port} ${outcomes[result]}`,
	trouble: result !== 'accepted',
});

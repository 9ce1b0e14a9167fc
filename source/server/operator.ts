/** What the operator can do to a peer: disconnect it, and probe its upload port now. */
import type {ProbeResult} from '../net/probe.ts';
import type {WireEvent} from '../net/wire-log.ts';
import {counted} from '../text/quantity.ts';
import {ClassicPeer} from './classic-peer.ts';
import type {Client} from './client.ts';
import type {Engine} from './handler.ts';
import type {IndexPeer} from './index-peer.ts';
import {NamedPeer} from './named-peer.ts';
import type {ProbeQueue} from './probe-queue.ts';

export type OperatorOptions = {
	readonly engine: Pick<Engine, 'members' | 'presence' | 'reachability'> & {readonly queue: ProbeQueue};
	/** Called for events that are not messages, with the peer concerned. */
	readonly onEvent: (peer: IndexPeer, event: WireEvent) => void;
};

function connectionsOf(peer: IndexPeer): readonly Client[] {
	if (peer instanceof NamedPeer) return [...peer.connections];
	return peer instanceof ClassicPeer && peer.connection ? [peer.connection] : [];
}

export class Operator {
	readonly #options: OperatorOptions;

	constructor(options: OperatorOptions) {
		this.#options = options;
	}

	/**
	 * Removes a peer with all its records, as its own LEAVE would, and closes the connections on which nobody else
	 * joined. The protocol has no message for this: the peer sees its connection close, and may join again.
	 */
	disconnect(peer: IndexPeer): void {
		const {engine, onEvent} = this.#options;
		const connections = connectionsOf(peer);
		onEvent(peer, {what: `disconnected by the operator, with ${counted(peer.records.size, 'RFC')}`, trouble: false});
		engine.members.leave(peer);
		for (const connection of connections) if (connection.peers.size === 0) connection.hangUp();
	}

	/**
	 * Probes the upload port of a peer, when its turn in the queue comes. The result counts like that of a scheduled
	 * probe.
	 */
	probe(peer: IndexPeer): Promise<ProbeResult> {
		const {engine, onEvent} = this.#options;
		const {address, port} = peer.facts;
		return new Promise(resolve => {
			let told = true;
			if (peer instanceof NamedPeer) engine.reachability.tryNow(peer);
			else if (peer instanceof ClassicPeer && engine.presence.probing(peer)) engine.presence.tryNow(peer);
			else told = false;
			// There is one probe for each address and port: this joins the one that was just requested.
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

/** The result of a probe, for the log. */
export const probeEvent = (port: number, result: ProbeResult): WireEvent => ({
	what: `probe :${port} ${outcomes[result]}`,
	trouble: result !== 'accepted',
});

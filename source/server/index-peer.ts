/** A peer as the index knows it, and the records that it holds there. */
import {SortedList} from '../order/sorted-list.ts';
import type {RfcRecord, Version} from '../protocol/message.ts';

/** What a peer said about itself when it joined, and where it came from. Immutable: a peer that joins again gets others. */
export type PeerFacts = {
	/** 1.1: the name that is its own. 1.0: the Host that it sent. */
	readonly host: string;
	/** Where others connect to it. 1.0: where its connection came from, which is part of who it is. */
	readonly address: string;
	readonly port: number;
	readonly version: Version;
	/** Milliseconds since the epoch. */
	readonly joined: number;
	readonly os?: string;
	readonly agent?: string;
};

/** A record together with the peer that holds it. Immutable: a record that changes is replaced. */
export type Holding = RfcRecord & {readonly peer: IndexPeer};

const numbered = {key: (holding: Holding) => holding.rfc, compare: (a: number, b: number) => a - b};

export class IndexPeer {
	/** Names the peer for as long as it is here. */
	readonly key: string;
	/** By RFC number. The catalog alone changes it. */
	readonly records = new SortedList<number, Holding>(numbered);
	facts: PeerFacts;
	/** When something last came from it other than on a connection of its own; milliseconds since the epoch. */
	seen: number;
	/** Whether its upload port could be connected to when it was last tried; undefined before the first try. */
	reachable: boolean | undefined;
	/** False before it joined and after it left. The catalog alone changes it. */
	here = false;

	constructor(key: string, facts: PeerFacts) {
		this.key = key;
		this.facts = facts;
		this.seen = facts.joined;
	}

	/** When something last came from it; milliseconds since the epoch. */
	get lastSeen(): number {
		return this.seen;
	}
}

/** The order of peers, and of the holders of one RFC: by host, then port, then address (PROTOCOL.md 3, "Order"). */
export function comparePeers(a: IndexPeer, b: IndexPeer): number {
	return (
		compareText(a.facts.host, b.facts.host) ||
		a.facts.port - b.facts.port ||
		compareText(a.facts.address, b.facts.address) ||
		compareText(a.key, b.key)
	);
}

/** By code units, which sorts the same everywhere. */
export function compareText(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}

/** A peer in the index, and the records that it holds. */
import {compareValues} from '../order/compare.ts';
import {SortedList} from '../order/sorted-list.ts';
import type {PeerRecord, Version} from '../protocol/message.ts';
import {type Clock, timestamp} from './clock.ts';

/**
 * What a peer said about itself when it joined, and where it came from. Immutable: replaced when the peer joins
 * again.
 */
export type PeerFacts = {
	/** 1.1: its unique name. 1.0: the Host that it sent. */
	readonly host: string;
	/** Where others connect to it. 1.0: the address of its connection, which is part of its identity. */
	readonly address: string;
	readonly port: number;
	readonly version: Version;
	/** Milliseconds since the epoch. */
	readonly joined: number;
	readonly os?: string;
	readonly agent?: string;
};

/** The facts about the document in an ADD. */
export type About = {
	readonly title: string;
	readonly size?: number;
	readonly digest?: string;
	readonly modified?: string;
};

/**
 * A record: that a peer holds an RFC. It refers to its peer, whose facts tell where that is, so that a peer may move
 * with any number of records. Immutable: replaced when it changes.
 */
export type Holding = About & {readonly rfc: number; readonly peer: IndexPeer};

const numbered = {key: (holding: Holding) => holding.rfc, compare: (a: number, b: number) => a - b};

export class IndexPeer {
	/** Identifies the peer while it is present. */
	readonly key: string;
	/** By RFC number. Changed only by the catalog. */
	readonly records = new SortedList<number, Holding>(numbered);
	facts: PeerFacts;
	/** When it was last heard of other than on an open connection of its own, by the server's clock. */
	seen = 0;
	/** Whether its upload port accepted the last probe; undefined before the first. */
	reachable: boolean | undefined;
	/** False before it joined and after it left. Changed only by the catalog. */
	here = false;

	constructor(key: string, facts: PeerFacts) {
		this.key = key;
		this.facts = facts;
	}

	/** When something last arrived from it, by the server's clock. */
	get lastSeen(): number {
		return this.seen;
	}
}

/**
 * The sort order of peers, and of the holders of one RFC: by host (RFC 900002, section 4.6); with the same host, peers of
 * 1.0 first, by port and address, which are part of their identity. So no peer changes its place while it is here.
 */
export function comparePeers(a: IndexPeer, b: IndexPeer): number {
	return (
		compareValues(a.facts.host, b.facts.host) ||
		compareValues(a.facts.version, b.facts.version) ||
		(a.facts.version === '1.0' && (a.facts.port - b.facts.port || compareValues(a.facts.address, b.facts.address))) ||
		compareValues(a.key, b.key)
	);
}

/** What others are told about a peer, at one moment: much of it changes with each message. */
export type Moment = {
	readonly facts: PeerFacts;
	readonly rfcs: number;
	/** Milliseconds since the epoch. */
	readonly seen: number;
	readonly reachable?: boolean;
};

/** What LIST PEERS and WATCH say of a peer at this moment. */
export const momentOf = ({facts, records, lastSeen, reachable}: IndexPeer, clock: Pick<Clock, 'date'>): Moment => ({
	facts,
	rfcs: records.size,
	seen: clock.date(lastSeen),
	...(reachable === undefined ? {} : {reachable}),
});

/** The peer as it is listed. Making it takes longer than the moment does: its times become texts. */
export const peerRecord = ({facts, seen, ...moment}: Moment): PeerRecord => ({
	...facts,
	...moment,
	joined: timestamp(facts.joined),
	seen: timestamp(seen),
});

/**
 * The facts about a running index server that a screen shows. The index itself stays in the catalog: tables read
 * windows.
 */
import type {Stranger} from '../net/admission.ts';
import type {WindowQuery} from '../order/table-view.ts';
import type {RfcRecord, Version} from '../protocol/message.ts';

export type {TableWindow, WindowQuery} from '../order/table-view.ts';

/** What the server knows about whether a peer is here (RFC 900001 and RFC 900002). */
export type Presence =
	/** 1.0: the connection that it last used is open. 1.1: its upload port answers (`port`), or was not probed yet. */
	| {readonly kind: 'up'; readonly by: 'connection' | 'port'}
	/** 1.1, connection closed: its registration expires at this time (ms since the epoch) unless it comes back. */
	| {readonly kind: 'lease'; readonly until: number}
	/**
	 * 1.0, connection closed: the `attempt`th probe of its upload port is pending; after `of` silent ones in a row it
	 * is gone.
	 */
	| {readonly kind: 'probing'; readonly attempt: number; readonly of: number}
	/** 1.0, connection closed: its upload port accepted the last probe. */
	| {readonly kind: 'answers'}
	/** Joined, but its upload port failed the last probe; probed again at this time (ms since the epoch). */
	| {readonly kind: 'unreachable'; readonly because: Unreached; readonly again: number};

/** Why a port could not be connected to: nobody listens there, or there was no answer at all. */
export type Unreached = 'refused' | 'silent';

export type PeerRow = {
	/** Identifies the peer while it is present. */
	readonly key: string;
	readonly host: string;
	readonly address: string;
	readonly port: number;
	readonly rfcs: number;
	readonly version: Version;
	readonly presence: Presence;
	/** Milliseconds since the epoch. */
	readonly joined: number;
	/** When something last came from it; milliseconds since the epoch. */
	readonly seen: number;
	readonly os?: string;
	readonly agent?: string;
};

/** The columns that peers can be sorted by. */
export type PeerColumn = 'name' | 'address' | 'rfcs' | 'joined' | 'seen' | 'version' | 'os' | 'state';

/** The columns that RFCs can be sorted by. */
export type RfcColumn = 'number' | 'title' | 'holders' | 'versions';

/** Peers; with `holding` only those that hold this RFC. */
export type PeerQuery = WindowQuery<string> & {readonly holding?: number};

/** RFCs; with `heldBy` only those that the peer with this key holds, with the titles that it gave. */
export type RfcQuery = WindowQuery<number> & {readonly heldBy?: string};

/** Something the operator should know: a present condition or a past event. */
export type Notice =
	| {
			readonly kind: 'unreachable';
			readonly host: string;
			readonly address: string;
			readonly port: number;
			readonly rfcs: number;
			readonly because: Unreached;
	  }
	/** Somebody took the port for one of the other kind. */
	| {readonly kind: 'stranger'; readonly how: Stranger; readonly address: string; readonly time: number}
	| {readonly kind: 'full'; readonly connections: number; readonly time: number};

/** A change of the index, for a log. */
export type IndexChange = {
	readonly event: 'peer-joined' | 'peer-left' | 'rfc-added' | 'rfc-changed' | 'rfc-removed';
	/** The generation after the change. */
	readonly generation: string;
	/** The peer: its name, and where others connect to it. */
	readonly host: string;
	readonly address: string;
	readonly port: number;
	readonly version: Version;
	/** The record that was added, changed or removed; absent when the peer itself joined or left. */
	readonly record?: RfcRecord;
	/** So many records of a peer that has joined again are at another place now: as many changes, which are not told. */
	readonly moved?: number;
};

export type ServerFacts = {
	/** Where others reach it: the machine's LAN address if it listens on all addresses. */
	readonly host: string;
	readonly port: number;
	/** The identity of the private network's key; absent when the server is open to all. */
	readonly network?: string | undefined;
	/** Milliseconds since the epoch. */
	readonly started: number;
	readonly peers: number;
	readonly rfcs: number;
	readonly records: number;
	/** Requests received since the start. */
	readonly messages: number;
	/** Requests per second for each of the last 30 s, oldest first; the last one is the last full second. */
	readonly rates: readonly number[];
	/** Bytes per second of requests, answers and index events, in the same way. */
	readonly byteRates: readonly number[];
	readonly notices: readonly Notice[];
};

/** The facts about a running index server that a screen shows. The index itself stays in the catalog: tables ask for windows. */
import type {WindowQuery} from '../order/table-view.ts';
import type {RfcRecord, Version} from '../protocol/message.ts';

export type {TableWindow, WindowQuery} from '../order/table-view.ts';

/** What the server knows about whether a peer is here (PROTOCOL.md 2 and 3). */
export type Presence =
	/** 1.0: the connection that it last used is open. 1.1: its upload port answers (`port`), or was not tried yet. */
	| {readonly kind: 'up'; readonly by: 'connection' | 'port'}
	/** 1.1, connection gone: its registration ends at this time (ms since the epoch) unless it comes back. */
	| {readonly kind: 'lease'; readonly until: number}
	/** 1.0, connection gone: its upload port is being tried for the `attempt`th time; silent `of` times in a row it is gone. */
	| {readonly kind: 'probing'; readonly attempt: number; readonly of: number}
	/** 1.0, connection gone: its upload port answered when it was last tried. */
	| {readonly kind: 'answers'}
	/** Joined, but its upload port could not be connected to when it was last tried; tried again at this time (ms since the epoch). */
	| {readonly kind: 'unreachable'; readonly because: Unreached; readonly again: number};

/** Why a port could not be connected to: nobody listens there, or nothing came back at all. */
export type Unreached = 'refused' | 'silent';

export type PeerRow = {
	/** Names the peer for as long as it is here. */
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

export type RfcRow = {
	readonly rfc: number;
	/** The title of its first holder; holders may differ. */
	readonly title: string;
	/** How many peers hold it. */
	readonly holders: number;
	/** How many different digests they declare. */
	readonly varieties: number;
};

/** What peers can be sorted by. */
export type PeerColumn = 'name' | 'address' | 'rfcs' | 'joined' | 'seen' | 'version' | 'os' | 'state';

/** What RFCs can be sorted by. */
export type RfcColumn = 'number' | 'title' | 'holders' | 'varieties';

/** Peers; only those that hold this RFC where `holding` is given. */
export type PeerQuery = WindowQuery<string> & {readonly holding?: number};

/** RFCs; only those that the peer with this key holds where `heldBy` is given. Their titles are those that it gave. */
export type RfcQuery = WindowQuery<number> & {readonly heldBy?: string};

/** Something the operator should know, as a condition that holds now or as an event that happened. */
export type Notice =
	| {
			readonly kind: 'unreachable';
			readonly host: string;
			readonly address: string;
			readonly port: number;
			readonly rfcs: number;
			readonly because: Unreached;
	  }
	| {readonly kind: 'encrypted-stranger'; readonly address: string; readonly time: number}
	| {readonly kind: 'full'; readonly connections: number; readonly time: number};

/** A change of the index, for a log. */
export type IndexChange = {
	readonly event: 'peer-joined' | 'peer-left' | 'rfc-added' | 'rfc-changed' | 'rfc-removed';
	/** The one that the change made. */
	readonly generation: string;
	/** The peer: its name, and where others connect to it. */
	readonly host: string;
	readonly address: string;
	readonly port: number;
	readonly version: Version;
	/** What was added, changed or removed; absent when the peer itself came or left. */
	readonly record?: RfcRecord;
};

export type ServerFacts = {
	/** Where it listens, as others reach it: the machine's own LAN address when it listens on all. */
	readonly host: string;
	readonly port: number;
	/** Milliseconds since the epoch. */
	readonly started: number;
	readonly peers: number;
	readonly rfcs: number;
	readonly records: number;
	/** `epoch-number`: changes with each change of the index. */
	readonly generation: string;
	/** Requests received since the start. */
	readonly messages: number;
	/** Requests a second: for each of the last 30 s, oldest first; the last one is the last full second. */
	readonly rates: readonly number[];
	/** Bytes a second, of requests, answers and events of the index, in the same way. */
	readonly byteRates: readonly number[];
	readonly notices: readonly Notice[];
};

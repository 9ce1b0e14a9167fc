/** The facts about a running index server that a screen shows. The index itself stays in the catalog: tables ask for windows. */
import type {RfcRecord, Version} from '../protocol/message.ts';

export type {TableWindow, WindowQuery} from '../order/table-view.ts';

/** What the server knows about whether a peer is here (PROTOCOL.md 2 and 3). */
export type Presence =
	/** 1.0: the connection that it last used is open. 1.1: its upload port answers, or was not tried yet. */
	| {readonly kind: 'up'}
	/** 1.1, connection gone: its registration ends at this time (ms since the epoch) unless it comes back. */
	| {readonly kind: 'lease'; readonly until: number}
	/** 1.0, connection gone: its upload port is being tried for the `attempt`th time since (from 1). */
	| {readonly kind: 'probing'; readonly attempt: number}
	/** 1.0, connection gone: its upload port answered when it was last tried. */
	| {readonly kind: 'answers'}
	/** Joined, but its upload port could not be connected to when it was last tried. */
	| {readonly kind: 'unreachable'};

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
};

/** Something the operator should know, as a condition that holds now or as an event that happened. */
export type Notice =
	| {
			readonly kind: 'unreachable';
			readonly host: string;
			readonly address: string;
			readonly port: number;
			readonly rfcs: number;
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
	readonly notices: readonly Notice[];
};

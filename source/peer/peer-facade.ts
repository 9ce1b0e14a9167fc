/** The facade of a running peer: everything that screens and commands can ask of it. */

import type {Endpoint} from '../net/addresses.ts';
import type {NetworkKey} from '../net/network-key.ts';
import type {WireLog} from '../net/wire-log.ts';
import type {RfcRecord, Version} from '../protocol/message.ts';
import type {Standing} from '../rfc/standing.ts';
import type {HostPort} from '../text/address.ts';
import type {IndexWindowSource} from './index/index-window-source.ts';
import type {AddRequest, Announced, Candidate, LibraryEntry, PeerFacts} from './peer-state.ts';

export interface Peer {
	facts(): PeerFacts;
	/** Brings uploads that began or ended a moment ago into the facts, which are told a few times a second otherwise. */
	tellUploads(): void;
	/** Calls `listener` after each change of the facts. Returns the function to unsubscribe. */
	subscribe(listener: () => void): () => void;
	readonly wire: WireLog;

	/** The holders of an RFC; empty when there are none. Rejects with a `FailureError`, or when `signal` aborts. */
	lookup(rfc: number, signal: AbortSignal): Promise<readonly RfcRecord[]>;
	/** Every record of the index. Rejects as `lookup` does. */
	list(signal: AbortSignal): Promise<readonly RfcRecord[]>;

	/** The live copy of the index, read in windows; undefined before the first join, and with a 1.0 server. */
	index(): IndexWindowSource | undefined;

	/** The documents in the folders, by number. */
	library(): readonly LibraryEntry[];
	has(rfc: number): boolean;
	/**
	 * What is known about a file that the person names: number from its name, title from its text. Rejects with a
	 * `FailureError`.
	 */
	inspect(file: string): Promise<Candidate>;
	/** Shares a document and announces it. Rejects with a `FailureError`. */
	add(request: AddRequest): Promise<LibraryEntry>;
	/**
	 * Copies the documents that came with the program into the downloads, and shares them; existing files are left
	 * alone. Resolves with those that are shared now. Rejects with a `FailureError`.
	 */
	addSamples(): Promise<readonly LibraryEntry[]>;
	/** Stops sharing a document, at the next start too; the file stays. Rejects with a `FailureError`. */
	remove(rfc: number): Promise<void>;

	/**
	 * Starts a download, unless the same document is coming or waits for a decision already, and returns its id; the
	 * facts show its progress. With a digest it comes from all holders of the
	 * same bytes, the holder of the record first; without one from that holder alone.
	 */
	get(record: RfcRecord): number;
	/** Cancels a running download; removes a finished or failed one from the list, with its temporary files. */
	drop(id: number): void;
	/** Pauses a download until `resume`; what has arrived is kept. */
	pause(id: number): void;
	/** Resumes a paused download. */
	resume(id: number): void;
	/** Restarts a failed or cancelled download; one that waits for its next attempt starts at once. */
	retry(id: number): void;
	/** Restarts every failed download. */
	retryAllFailed(): void;
	/** Moves a queued download to the front. */
	raise(id: number): void;
	/** The ids of the queued downloads, the next first. */
	queue(): readonly number[];
	/** Downloads an RFC as soon as somebody shares it, also after a restart. */
	want(rfc: number): void;
	unwant(rfc: number): void;
	/** Replaces the existing file with a finished download whose bytes differ. */
	replace(id: number): Promise<void>;
	/** Limits each transfer from now on, in bytes a second; undefined is full speed. */
	setPace(bytesPerSecond: number | undefined): void;
	/** Tries to reach the index server now instead of waiting. */
	reconnect(): void;

	/**
	 * How an RFC stands, as far as it is known: from the official index and the headers of the documents in the
	 * folders. They are read in the background after the first call; `PeerFacts.standings` rises whenever more is
	 * known.
	 */
	standingOf(rfc: number): Standing;
	/**
	 * How many milliseconds the peer at this place took when it was last asked for a document; undefined if it was
	 * never asked.
	 */
	answerMs(place: Endpoint): number | undefined;
	/** The text of a document in the folders. Rejects with a `FailureError`. */
	read(rfc: number): Promise<string>;
	/** The line where the person stopped reading a document; undefined is its start. */
	placeIn(rfc: number): number | undefined;
	/** Remembers where the person stopped reading, also for the next start. */
	rememberPlace(rfc: number, line: number): void;

	/**
	 * Leaves the index, gives running uploads up to `graceMs` (default 5000), and ends. Never rejects; a second call
	 * ends at once.
	 */
	close(graceMs?: number): Promise<void>;
}

/** A peer that is starting. */
export interface StartedPeer extends Peer {
	/**
	 * Resolves when the upload server listens, on the port in the facts, and the folders have been read; of thousands of
	 * files the rest is read afterwards. Rejects with a `FailureError` when that fails.
	 */
	readonly listening: Promise<void>;
	/**
	 * Resolves when everything shared was announced for the first time, or refused. Rejects with the `FailureError` of what went
	 * wrong: a port in use or an unreadable folder ends the start; without a server, or with a name that is taken, the
	 * peer keeps trying, as its facts show.
	 */
	readonly ready: Promise<Announced>;
	/** What the next start finds. To be called after `close`. Never rejects. */
	unfinished(): Promise<Unfinished>;
}

/** Numbers of downloads: those that the next start continues, and those that stay paused then. */
export type Unfinished = {readonly going: number; readonly paused: number};

export type PeerOptions = {
	readonly name: string;
	readonly server: HostPort;
	/** The only version to speak; by default 1.1, and 1.0 with others that speak nothing newer. */
	readonly protocol?: Version | undefined;
	/** The key of a private network: with it only its members are spoken to, in 1.1. */
	readonly key?: NetworkKey | undefined;
	/** Where the upload server listens; `::` is everywhere. */
	readonly uploadHost: string;
	/** 0 picks a free port. */
	readonly uploadPort: number;
	/** Takes the next free port where this one is in use: for one that nobody has chosen. */
	readonly orNextPort?: boolean | undefined;
	/** The address for others to connect to, if the person gave one. */
	readonly address?: string | undefined;
	/** The folder that is shared and never written to. */
	readonly rfcs?: string | undefined;
	/** The folder for downloads; `placesOf` knows the usual one. */
	readonly downloads: string;
	/** The documents that `addSamples` copies. */
	readonly samples?: string | undefined;
	/**
	 * The file that remembers the person's decisions, such as removals; other files for the next start are beside it.
	 * Without it nothing is remembered.
	 */
	readonly memory?: string | undefined;
	/** False shares only what is added. */
	readonly shareAll?: boolean | undefined;
	/** Limit for each transfer, in bytes a second; undefined is full speed. */
	readonly pace?: number | undefined;
	/** Simultaneous uploads; the upload server's default if absent. */
	readonly uploadSlots?: number | undefined;
	/** Limit for all uploads together, in bytes a second; undefined is full speed. */
	readonly uploadRate?: number | undefined;
	/** Program and version, for instance `p2pci/0.1.0`. */
	readonly agent: string;
	/** Delay between a 1.0 head and its data, in milliseconds; the upload server's default if absent. */
	readonly headDelayMs?: number;
};

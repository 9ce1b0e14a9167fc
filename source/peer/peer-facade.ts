/** The facade of a running peer: everything that screens and commands ask of it. */
import type {WireLog} from '../net/wire-log.ts';
import type {RfcRecord, Version} from '../protocol/message.ts';
import type {Standing} from '../rfc/standing.ts';
import type {IndexWindowSource} from './index-window-source.ts';
import type {AddRequest, Candidate, LibraryEntry, PeerFacts} from './peer-state.ts';

export interface Peer {
	facts(): PeerFacts;
	/** Calls `listener` after each change of the facts. Returns the way to stop that. */
	subscribe(listener: () => void): () => void;
	readonly wire: WireLog;

	/** Who holds RFC `rfc`; empty when nobody does. Rejects with a `FailureError`, or when `signal` aborts. */
	lookup(rfc: number, signal: AbortSignal): Promise<readonly RfcRecord[]>;
	/** Every record of the index. Rejects as `lookup` does. */
	list(signal: AbortSignal): Promise<readonly RfcRecord[]>;

	/** The index as it is now, to be read in windows; undefined before the first join, and at a server of 1.0. */
	index(): IndexWindowSource | undefined;

	/** Documents of the folders, by number. */
	library(): readonly LibraryEntry[];
	has(rfc: number): boolean;
	/** What is known of a file that the person names: number from its name, title from its text. Rejects with a `FailureError`. */
	inspect(file: string): Promise<Candidate>;
	/** Shares a document and tells the index. Rejects with a `FailureError`. */
	add(request: AddRequest): Promise<LibraryEntry>;
	/** Takes a document back from the index; the file stays, and is not shared at the next start either. Rejects with a `FailureError`. */
	remove(rfc: number): Promise<void>;

	/**
	 * Begins a download and returns its id; how it goes on is told in the facts. With a digest it comes from every holder of
	 * these very bytes, that of the record first; without one from the holder of the record alone.
	 */
	get(record: RfcRecord): number;
	/** Stops a download that is under way; takes a finished or failed one off the list, with what is there of it. */
	drop(id: number): void;
	/** Holds a download until `resume`; what is here of it stays. */
	pause(id: number): void;
	/** Lets a download that is paused go on. */
	resume(id: number): void;
	/** Begins a failed or cancelled download again; one that waits for its next try does not wait longer. */
	retry(id: number): void;
	/** Begins every failed download again. */
	retryAllFailed(): void;
	/** Lets a download that waits for its turn be the next. */
	raise(id: number): void;
	/** The downloads that wait for their turn, by id, the next first. */
	queue(): readonly number[];
	/** Gets an RFC as soon as somebody shares it, also after the next start. */
	want(rfc: number): void;
	unwant(rfc: number): void;
	/** Lets a finished download whose bytes differ take the place of the file that was there. */
	replace(id: number): Promise<void>;
	/** Bytes a second for each transfer from now on; undefined is full speed. */
	setPace(bytesPerSecond: number | undefined): void;
	/** Tries the index server now instead of at the end of the waiting time. */
	reconnect(): void;

	/**
	 * How an RFC stands, as far as it is known now: from the official index and the heads of the documents in the folders.
	 * They are read in the background once somebody asks; `PeerFacts.standings` rises whenever more is known.
	 */
	standingOf(rfc: number): Standing;
	/** The text of a document of the folders. Rejects with a `FailureError`. */
	read(rfc: number): Promise<string>;
	/** The line at which the person stopped reading a document, once it was read; undefined is its start. */
	placeIn(rfc: number): number | undefined;
	/** Remembers where the person stops reading, also for the next start. */
	rememberPlace(rfc: number, line: number): void;

	/** Leaves the index, gives running uploads up to `graceMs` (default 5000), and ends. Never rejects; a second call ends at once. */
	close(graceMs?: number): Promise<void>;
}

/** A peer that was just started. */
export interface StartedPeer extends Peer {
	/** Resolves when the upload server listens, at the port that the facts then tell. Rejects with a `FailureError` when it cannot. */
	readonly listening: Promise<void>;
	/**
	 * Resolves when everything shared was announced for the first time. Rejects with the `FailureError` of what went wrong:
	 * a port in use or a folder that cannot be read ends the start; without a server, or with a name that is taken, the peer
	 * goes on trying, as its facts tell.
	 */
	readonly ready: Promise<void>;
}

export type PeerOptions = {
	readonly name: string;
	readonly server: {readonly host: string; readonly port: number};
	/** `1.0` speaks nothing else. */
	readonly protocol?: Version | undefined;
	/** Where the upload server listens: `::` is everywhere. */
	readonly uploadHost: string;
	/** 0 picks a free one. */
	readonly uploadPort: number;
	/** The address that others are to connect to, where the person gave one. */
	readonly address?: string | undefined;
	/** The folder that is shared and never written to. */
	readonly rfcs?: string | undefined;
	/** The folder for downloads; `placesOf` in `library.ts` knows the usual one. */
	readonly downloads: string;
	/** The file that remembers what was removed; nothing is remembered without. */
	readonly memory?: string | undefined;
	/** The file that remembers which RFCs are wanted; `wanted.json` beside the memory unless said. */
	readonly wanted?: string | undefined;
	/** False shares nothing but what is added. */
	readonly shareAll?: boolean | undefined;
	/** Bytes a second for each transfer; undefined is full speed. */
	readonly pace?: number | undefined;
	/** Uploads at a time; the upload server's default unless said. */
	readonly uploadSlots?: number | undefined;
	/** Bytes a second for all uploads together; undefined is full speed. */
	readonly uploadRate?: number | undefined;
	/** Program and version, for instance `p2pci/0.1.0`. */
	readonly agent: string;
	/** Between a 1.0 head and its data, in milliseconds; the upload server's default unless said. */
	readonly headDelayMs?: number;
};

/** The facade of a running peer: everything that screens and commands ask of it. */
import type {WireLog} from '../net/wire-log.ts';
import type {RfcRecord} from '../protocol/message.ts';
import type {LibraryEntry, PeerFacts} from './peer-state.ts';

/** A document that Add could share: not shared yet, with what is known of it. */
export type Candidate = {readonly rfc?: number; readonly title?: string; readonly file: string};

/** What Add takes: a document of the folders by its number, or any file with number and title, which is copied into downloads. */
export type AddRequest = {readonly rfc: number; readonly title?: string; readonly file?: string};

export interface Peer {
	facts(): PeerFacts;
	/** Calls `listener` after each change of the facts. Returns the way to stop that. */
	subscribe(listener: () => void): () => void;
	readonly wire: WireLog;

	/** Who holds RFC `rfc`; empty when nobody does. Rejects with a `FailureError`, or when `signal` aborts. */
	lookup(rfc: number, signal: AbortSignal): Promise<readonly RfcRecord[]>;
	/** Every record of the index. Rejects as `lookup` does. */
	list(signal: AbortSignal): Promise<readonly RfcRecord[]>;

	/** Documents of the folders, by number. */
	library(): readonly LibraryEntry[];
	has(rfc: number): boolean;
	/** What is known of a file that the person names: number from its name, title from its text. Rejects with a `FailureError`. */
	inspect(file: string): Promise<Candidate>;
	/** Shares a document and tells the index. Rejects with a `FailureError`. */
	add(request: AddRequest): Promise<LibraryEntry>;
	/** Takes a document back from the index; the file stays, and is not shared at the next start either. Rejects with a `FailureError`. */
	remove(rfc: number): Promise<void>;

	/** Begins a download and returns its id; how it goes on is told in the facts. */
	get(record: RfcRecord): number;
	/** Stops a running download; takes a finished or failed one off the list. */
	drop(id: number): void;
	/** Begins a failed or cancelled download again. */
	retry(id: number): void;
	/** Lets a finished download whose bytes differ take the place of the file that was there. */
	replace(id: number): Promise<void>;
	/** Bytes a second for each transfer from now on; undefined is full speed. */
	setPace(bytesPerSecond: number | undefined): void;
	/** Tries the index server now instead of at the end of the waiting time. */
	reconnect(): void;

	/** The text of a document of the folders. Rejects with a `FailureError`. */
	read(rfc: number): Promise<string>;

	/** Leaves the index, gives running uploads up to `graceMs` (default 5000), and ends. Never rejects; a second call ends at once. */
	close(graceMs?: number): Promise<void>;
}

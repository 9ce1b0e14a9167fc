/** The facts about a running peer that a screen shows: session, library counts, transfers. Small and immutable. */
import type {RfcRecord, Version} from '../protocol/message.ts';
import type {Failure} from '../text/failures.ts';

/**
 * The peer's standing with its index server.
 *
 *   connecting -> joined -> waiting -> connecting ...   (waiting: lost or refused, tried again at `retryAt`)
 *        any -> left
 */
export type SessionState =
	| {
			readonly kind: 'connecting';
			/** Why the try before this one failed. */
			readonly failure?: Failure;
	  }
	| {
			readonly kind: 'joined';
			readonly protocol: Version;
			/** Whether the index server could connect to the upload port; absent when it has not said. */
			readonly reachable?: boolean;
	  }
	| {
			readonly kind: 'waiting';
			readonly failure: Failure;
			/** Milliseconds since the epoch. */
			readonly retryAt: number;
	  }
	| {readonly kind: 'left'};

/** How far a document that is here was checked: its SHA-256 is the index's; its length is what the source announced; not at all. */
export type Verdict = 'digest' | 'length' | 'none';

/**
 * The life of one download.
 *
 *   queued -> connecting -> running <-> waiting (every source failed: tried again at `retryAt`)
 *     ^           \            \-----> verifying -> done | already-here | differs (other bytes are there: the person decides)
 *     |            \            \----> paused | failed | cancelled
 *     \- resumed, tried again -/
 */
export type DownloadState =
	/** Waits for its turn. */
	| {readonly kind: 'queued'; readonly received: number; readonly total?: number}
	| {readonly kind: 'connecting'}
	| {
			readonly kind: 'running';
			/** Bytes that are here, those of earlier tries included. */
			readonly received: number;
			/** Bytes in all; absent when the source did not say. */
			readonly total?: number;
			/** Bytes a second, smoothed over 3 s. */
			readonly rate: number;
	  }
	/** Held by the person until `Peer.resume`. What is here stays. */
	| {readonly kind: 'paused'; readonly received: number; readonly total?: number}
	/** Nobody could send it just now. */
	| {
			readonly kind: 'waiting';
			readonly received: number;
			readonly total?: number;
			readonly failure: Failure;
			/** Milliseconds since the epoch. */
			readonly retryAt: number;
	  }
	/** All bytes are here and their digest is being computed. */
	| {readonly kind: 'verifying'; readonly bytes: number}
	| {
			readonly kind: 'done';
			readonly bytes: number;
			readonly seconds: number;
			readonly file: string;
			readonly verified: Verdict;
	  }
	/** The folder has it already, byte for byte. */
	| {readonly kind: 'already-here'; readonly bytes: number; readonly file: string}
	/** A file with other bytes is there; the new one waits beside it for `Peer.replace` or `Peer.drop`. */
	| {readonly kind: 'differs'; readonly bytes: number; readonly existingBytes: number; readonly file: string}
	| {readonly kind: 'failed'; readonly received: number; readonly failure: Failure}
	| {readonly kind: 'cancelled'; readonly received: number};

/** One holder's part in a download. */
export type DownloadSource = Pick<RfcRecord, 'host' | 'address' | 'port'> & {
	/** Bytes of the document that came from it, in this try. */
	readonly bytes: number;
	/** Bytes a second, smoothed over 3 s; 0 when the download is over. */
	readonly rate: number;
	/** `resting`: nothing is asked of it now, or it is busy; `dropped`: not asked again for this document. */
	readonly state: 'connecting' | 'sending' | 'resting' | 'dropped';
	/** What last went wrong with it. */
	readonly failure?: Failure;
};

export type Download = {
	readonly id: number;
	readonly rfc: number;
	readonly title: string;
	/** The holder that was asked first. */
	readonly source: Pick<RfcRecord, 'host' | 'address' | 'port'>;
	/** Everyone that was asked, in the order of the first question. */
	readonly sources: readonly DownloadSource[];
	/** What the bytes must be; absent where no digest is declared. */
	readonly digest?: string;
	/** Milliseconds since the epoch. */
	readonly started: number;
	readonly state: DownloadState;
};

export type Upload = {
	readonly id: number;
	readonly rfc: number;
	/** The Host that the downloader gave, or its address. As it came: not yet printable. */
	readonly to: string;
	readonly started: number;
	readonly sent: number;
	readonly total: number;
	/** Bytes a second, smoothed over 3 s. */
	readonly rate: number;
	readonly state: 'running' | 'done' | 'failed';
};

/** A document of this peer's folders. */
export type LibraryEntry = {
	readonly rfc: number;
	readonly title: string;
	readonly file: string;
	readonly bytes: number;
	/** Milliseconds since the epoch. */
	readonly modified: number;
	/** Whether the index is told about it. */
	readonly shared: boolean;
	/** `sha-256=:base64:` (RFC 9530) of the file as it is now; absent until it is known. */
	readonly digest?: string;
};

/** A document that Add could share: not shared yet, with what is known of it. */
export type Candidate = {readonly rfc?: number; readonly title?: string; readonly file: string};

/** What Add takes: a document of the folders by its number, or any file with number and title, which is copied into downloads. */
export type AddRequest = {readonly rfc: number; readonly title?: string; readonly file?: string};

export type PeerFacts = {
	readonly name: string;
	/** HOST:PORT of the index server as given, without default left out. */
	readonly server: string;
	readonly uploadPort: number;
	/** Where others reach the upload server, as far as known: the address that the index server sees, else the machine's own. */
	readonly address: string;
	readonly session: SessionState;
	/** How many RFCs are shared. */
	readonly shared: number;
	/** How many documents of the folders are not shared. */
	readonly notShared: number;
	/** Documents got since the start, and their bytes. */
	readonly got: number;
	readonly gotBytes: number;
	/** Documents sent whole since the start. */
	readonly sent: number;
	/** Newest first; finished ones stay until they are dropped, at most 200. */
	readonly downloads: readonly Download[];
	/** RFCs that are got as soon as somebody shares them, by number. */
	readonly wanted: readonly number[];
	/** Newest first; at most 50 finished ones. */
	readonly uploads: readonly Upload[];
	/** Rises whenever more is known of how RFCs stand (`Peer.standingOf`). */
	readonly standings: number;
	/** Bytes a second that each transfer is slowed down to; absent at full speed. */
	readonly pace?: number;
	/** Things that went wrong with files or folders since the start, newest first, at most 50. */
	readonly warnings: readonly Failure[];
};

/** The facts about a running peer that a screen shows: session, library counts, transfers. Small and immutable. */
import type {RfcRecord, Version} from '../protocol/message.ts';
import type {Failure} from '../text/failures.ts';

/**
 * The state of the peer's session with its index server.
 *
 *   connecting -> joined -> waiting -> connecting ...   (waiting: lost or refused, retried at `retryAt`)
 *        any -> left
 */
export type SessionState =
	| {
			readonly kind: 'connecting';
			/** Why the previous attempt failed. */
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

/**
 * How a received document was checked: by the SHA-256 in the index, by the length that the source announced, or not
 * at all.
 */
export type Verdict = 'digest' | 'length' | 'none';

/**
 * The life of one download.
 *
 *   queued -> connecting -> running <-> waiting (every source failed: retried at `retryAt`)
 *     ^           \            \-----> verifying -> done | already-here | differs (another file exists: the person decides)
 *     |            \            \----> paused | failed | cancelled
 *     \- resumed, retried ----/
 */
export type DownloadState =
	/** Waits for its turn. */
	| {readonly kind: 'queued'; readonly received: number; readonly total?: number}
	| {readonly kind: 'connecting'}
	| {
			readonly kind: 'running';
			/** Bytes that are here, those of earlier attempts included. */
			readonly received: number;
			/** Size of the document; absent when the source did not say. */
			readonly total?: number;
			/** Bytes a second, smoothed over 3 s. */
			readonly rate: number;
	  }
	/** Paused by the person until `Peer.resume`. What has arrived is kept. */
	| {readonly kind: 'paused'; readonly received: number; readonly total?: number}
	/** No source could send it at the moment. */
	| {
			readonly kind: 'waiting';
			readonly received: number;
			readonly total?: number;
			readonly failure: Failure;
			/** Milliseconds since the epoch. */
			readonly retryAt: number;
	  }
	/** All bytes are here, and the digest is being computed. */
	| {readonly kind: 'verifying'; readonly bytes: number}
	| {
			readonly kind: 'done';
			readonly bytes: number;
			/** Bytes that were kept from before it went on; absent when none were. */
			readonly before?: number;
			/** How long it took, since it went on last. */
			readonly seconds: number;
			readonly file: string;
			readonly verified: Verdict;
			/** Whether it replaced an empty file. */
			readonly wasEmpty?: boolean;
	  }
	/** The same bytes are already in the folder. */
	| {readonly kind: 'already-here'; readonly bytes: number; readonly file: string}
	/** A file with other bytes exists; the new one is kept beside it for `Peer.replace` or `Peer.drop`. */
	| {readonly kind: 'differs'; readonly bytes: number; readonly existingBytes: number; readonly file: string}
	/** `awaits`: it begins again by itself as soon as somebody joins who has it. */
	| {readonly kind: 'failed'; readonly received: number; readonly failure: Failure; readonly awaits?: true}
	| {readonly kind: 'cancelled'; readonly received: number};

/** One holder's share in a download. */
export type DownloadSource = Pick<RfcRecord, 'host' | 'address' | 'port'> & {
	/** Bytes of the document received from it in this attempt. */
	readonly bytes: number;
	/** Bytes a second, smoothed over 3 s; 0 when the download is over. */
	readonly rate: number;
	/** `resting`: nothing is requested from it now, or it is busy; `dropped`: not asked again for this document. */
	readonly state: 'connecting' | 'sending' | 'resting' | 'dropped';
	/** Its last failure. */
	readonly failure?: Failure;
};

export type Download = {
	readonly id: number;
	readonly rfc: number;
	readonly title: string;
	/** The holder that was asked first. */
	readonly source: Pick<RfcRecord, 'host' | 'address' | 'port'>;
	/** Every holder that was asked, in order. */
	readonly sources: readonly DownloadSource[];
	/** The expected digest; absent where none is declared. */
	readonly digest?: string;
	/** Milliseconds since the epoch. */
	readonly started: number;
	readonly state: DownloadState;
};

export type Upload = {
	readonly id: number;
	readonly rfc: number;
	/** The Host that the downloader gave, or its address. Received from the network: not yet printable. */
	readonly to: string;
	readonly started: number;
	readonly sent: number;
	/** Bytes asked for so far. */
	readonly total: number;
	/** Size of the document, where parts of it are asked for. */
	readonly whole?: number;
	/** Bytes a second, smoothed over 3 s. */
	readonly rate: number;
	readonly state: 'running' | 'done' | 'failed';
};

/** A document in this peer's folders. */
export type LibraryEntry = {
	readonly rfc: number;
	readonly title: string;
	readonly file: string;
	readonly bytes: number;
	/** Milliseconds since the epoch. */
	readonly modified: number;
	/** Whether it is announced to the index. */
	readonly shared: boolean;
	/** `sha-256=:base64:` (RFC 9530) of the current file; absent until it is known. */
	readonly digest?: string;
};

/** A document that Add could share: not shared yet, with what is known about it. */
export type Candidate = {readonly rfc?: number; readonly title?: string; readonly file: string};

/**
 * The argument of Add: the number of a document in the folders, or any file with number and title, which is copied to
 * the downloads.
 */
export type AddRequest = {readonly rfc: number; readonly title?: string; readonly file?: string};

export type PeerFacts = {
	readonly name: string;
	/** HOST:PORT of the index server as given, the default port included. */
	readonly server: string;
	/** The identity of the private network's key; absent on an open network. */
	readonly network?: string | undefined;
	readonly uploadPort: number;
	/**
	 * Where others reach the upload server, as far as known: the address that the index server sees, else the machine's
	 * own.
	 */
	readonly address: string;
	readonly session: SessionState;
	/** Number of shared RFCs. */
	readonly shared: number;
	/** Number of documents in the folders that are not shared. */
	readonly notShared: number;
	/** The shared folder, as given. */
	readonly folder?: string;
	/** Whether documents came with the program, for a person who has none. */
	readonly samples: boolean;
	/** Whether what is unfinished goes on at the next start. */
	readonly remembers: boolean;
	/** Documents downloaded since the start, and their bytes. */
	readonly got: number;
	readonly gotBytes: number;
	/** Documents sent completely since the start. */
	readonly sent: number;
	/** Newest first; finished ones stay until they are dropped, at most 200. */
	readonly downloads: readonly Download[];
	/** RFCs that are downloaded as soon as somebody shares them, by number. */
	readonly wanted: readonly number[];
	/** Newest first; at most 50 finished ones. */
	readonly uploads: readonly Upload[];
	/** Rises whenever more is known about how RFCs stand (`Peer.standingOf`). */
	readonly standings: number;
	/** Limit for each transfer, in bytes a second; absent at full speed. */
	readonly pace?: number;
	/** Problems with files or folders since the start, newest first, at most 50. */
	readonly warnings: readonly Failure[];
};

/** What came of announcing everything that is shared: how many documents the index server refused. */
export type Announced = {readonly refused: number};

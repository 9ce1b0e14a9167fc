/**
 * The vocabulary of P2P-CI that all other folders share: requests, responses and records. It imports nothing; bytes
 * are handled by `decoder.ts` and `encode.ts`.
 */

export type Version = '1.0' | '1.1';

/** Default port of the index server. */
export const defaultPort = 5555;

/** Methods of the index server; GET and HEAD are those of an upload server. */
export const indexMethods = ['ADD', 'LOOKUP', 'LIST', 'REMOVE', 'JOIN', 'LEAVE', 'RENEW', 'SEARCH', 'WATCH'] as const;
export const uploadMethods = ['GET', 'HEAD'] as const;
export type IndexMethod = (typeof indexMethods)[number];
export type UploadMethod = (typeof uploadMethods)[number];
export type Method = IndexMethod | UploadMethod;

export type Target =
	| {readonly kind: 'rfc'; readonly number: number}
	| {readonly kind: 'all'}
	| {readonly kind: 'peer'}
	| {readonly kind: 'peers'}
	| {readonly kind: 'changes'};

/** A field as received: name in the sender's case, value without surrounding white space. */
export type Field = readonly [name: string, value: string];

/** The fields of one head, in order. Names are case-insensitive; where a name occurs twice the first counts. */
export class Fields {
	readonly #list: readonly Field[];

	constructor(list: readonly Field[] = []) {
		this.#list = list;
	}

	get(name: string): string | undefined {
		return this.#list.find(field => isSameName(field[0], name))?.[1];
	}

	has(name: string): boolean {
		return this.get(name) !== undefined;
	}

	[Symbol.iterator](): Iterator<Field> {
		return this.#list[Symbol.iterator]();
	}
}

/** Nearly all names are spelled as in the standards: only others are converted, a dozen for every head. */
const isSameName = (one: string, other: string): boolean =>
	one === other || (one.length === other.length && one.toLowerCase() === other.toLowerCase());

/** A well-formed request. Whether its method and target fit together is decided by the server. */
export type Request = {
	readonly method: Method;
	readonly target: Target;
	readonly version: Version;
	readonly fields: Fields;
};

/** Status line and fields of a response. */
export type ResponseHead = {
	readonly version: Version;
	readonly code: number;
	readonly phrase: string;
	readonly fields: Fields;
};

/** Limits of RFC number, host name, port and title (RFC 900001, section 3). */
export const limits = {
	maxRfc: 2 ** 31 - 1,
	maxHostLength: 255,
	maxPort: 65_535,
	maxTitleLength: 1024,
} as const;

/** Larger documents are neither downloaded nor shared. */
export const maxDocumentBytes = 4 * 1024 ** 3;

/**
 * A record of the index: a peer holds an RFC. The members are those of the NDJSON record of P2P-CI/1.1 (RFC 900002),
 * in that order.
 */
export type RfcRecord = {
	/** RFC number, 1..2^31-1. */
	readonly rfc: number;
	readonly title: string;
	/** The peer's name (1.1), or the Host it sent (1.0). */
	readonly host: string;
	/** Where to connect: an IP address, IPv6 without brackets. In answers of a 1.0 server: its `host`. */
	readonly address: string;
	/** Upload port. */
	readonly port: number;
	/** Size of the document in bytes; absent when unknown. */
	readonly size?: number;
	/** `sha-256=:base64:` (RFC 9530); absent when unknown. */
	readonly digest?: string;
	/** RFC 3339, UTC; absent when unknown. */
	readonly modified?: string;
};

/** A peer, as in LIST PEERS of P2P-CI/1.1. */
export type PeerRecord = {
	readonly host: string;
	readonly address: string;
	readonly port: number;
	/** Number of RFCs that it holds. */
	readonly rfcs: number;
	readonly version: Version;
	/** Whether its upload port accepted the last probe; absent before the first. */
	readonly reachable?: boolean;
	readonly os?: string;
	readonly agent?: string;
	/** RFC 3339, UTC. */
	readonly joined: string;
	/** When it last sent anything. RFC 3339, UTC. */
	readonly seen: string;
};

/** An RFC found by SEARCH. */
export type SearchHit = {
	readonly rfc: number;
	readonly title: string;
	/** Number of its holders. */
	readonly holders: number;
};

/**
 * A line of WATCH (RFC 900002). `generation` is `epoch-number`, that of the index after the change. `resync`:
 * changes were skipped, and the index has to be listed again.
 */
export type WatchEvent =
	| {readonly event: 'peer-joined' | 'peer-left'; readonly generation: string; readonly peer: PeerRecord}
	| {
			readonly event: 'rfc-added' | 'rfc-changed' | 'rfc-removed';
			readonly generation: string;
			readonly record: RfcRecord;
	  }
	| {readonly event: 'heartbeat' | 'resync'; readonly generation: string};

/**
 * Opens the documents that a connection requests: the one being answered now and, while it is sent, those of the
 * pipelined requests behind it.
 */
import type {ServerConnection} from '../../net/connection.ts';
import type {DecodedRequest} from '../../protocol/decoder.ts';
import type {Request} from '../../protocol/message.ts';
import {dataBytes} from './upload-buffers.ts';
import type {FilePiece} from './upload-piece.ts';
import type {FileReader} from './upload-reader.ts';
import {askedRange, codingFor} from './upload-selection.ts';

/** A shared document as it was last seen. */
export type SharedFile = {
	/** Its path. */
	readonly file: string;
	readonly bytes: number;
	/** Milliseconds since the epoch. */
	readonly modified: number;
	/** `sha-256=:base64:` of the bytes that it had then; absent when it is not known. */
	readonly digest?: string;
};

/** A file, and the part of it that its request is likely to need first. */
export type Opened = {readonly shared: SharedFile; readonly piece: FilePiece};

type Begun = Map<DecodedRequest, Promise<Opened> | undefined>;

/** Pipelined requests of one connection whose documents are read ahead. */
const depth = 12;
/**
 * With this many read ahead there is no hurry to read more: reading several in one batch costs as much as reading
 * one.
 */
const enough = 4;

export type ReadAheadOptions = {
	readonly reader: FileReader;
	readonly find: (rfc: number) => SharedFile | undefined;
	/** Whether a document of this size may be encoded. */
	readonly mayEncode: (bytes: number) => boolean;
	/** Buffers reserved for requests whose turn it is. */
	readonly reserved: number;
};

export class ReadAhead {
	readonly #options: ReadAheadOptions;
	readonly #begun = new WeakMap<ServerConnection, Begun>();

	constructor(options: ReadAheadOptions) {
		this.#options = options;
	}

	/**
	 * The document of a request; undefined when it is not shared. The caller releases its piece. Rejects as the reader
	 * does.
	 */
	take(decoded: DecodedRequest, connection: ServerConnection): Promise<Opened> | undefined {
		const {reader, reserved} = this.#options;
		const begun = this.#of(connection);
		const opened = begun.has(decoded) ? begun.get(decoded) : this.#open(decoded);
		begun.delete(decoded);
		// A 1.0 request is the last on its connection.
		if (decoded.kind === 'request' && decoded.request.version === '1.0') return opened;
		if (begun.size > enough) return opened;
		for (const next of connection.waiting.slice(0, depth)) {
			if (begun.has(next)) continue;
			if (reader.free <= reserved) break;
			const shared = this.#sharedIn(next);
			if (!shared || reader.isQuick(shared.file)) continue;
			const ahead = this.#open(next);
			// The taker gets the failure, but there may never be one.
			ahead?.catch(() => {});
			begun.set(next, ahead);
		}
		return opened;
	}

	/** Whether the document of a request is already being read. */
	hasBegun(decoded: DecodedRequest, connection: ServerConnection): boolean {
		return this.#begun.get(connection)?.has(decoded) ?? false;
	}

	/** Releases everything that was read ahead for a connection. */
	drop(connection: ServerConnection): void {
		const begun = this.#begun.get(connection);
		for (const opened of begun?.values() ?? []) opened?.then(({piece}) => piece.release()).catch(() => {});
		begun?.clear();
	}

	#of(connection: ServerConnection): Begun {
		const known = this.#begun.get(connection);
		if (known) return known;
		const begun: Begun = new Map();
		this.#begun.set(connection, begun);
		connection.onClose(() => this.drop(connection));
		return begun;
	}

	#open(decoded: DecodedRequest): Promise<Opened> | undefined {
		const shared = this.#sharedIn(decoded);
		if (!shared || decoded.kind === 'bad') return undefined;
		const {reader, mayEncode} = this.#options;
		const {fields} = decoded.request;
		// A document that was encoded before need not be read.
		const encoded = codingFor(fields) !== undefined && mayEncode(shared.bytes);
		const {position, most} = encoded ? factsAlone : firstPart(decoded.request);
		return reader.read({path: shared.file, position, most}).then(piece => ({shared, piece}));
	}

	#sharedIn(decoded: DecodedRequest): SharedFile | undefined {
		if (decoded.kind === 'bad') return undefined;
		const {method, target} = decoded.request;
		return (method === 'GET' || method === 'HEAD') && target.kind === 'rfc'
			? this.#options.find(target.number)
			: undefined;
	}
}

const factsAlone = {position: 0, most: 0};

/** What to read of a document when only the request is known. */
function firstPart({method, fields, version}: Request): {readonly position: number; readonly most: number} {
	const whole = {position: 0, most: dataBytes};
	if (version === '1.0') return whole;
	if (method === 'HEAD' || fields.has('If-None-Match')) return factsAlone;
	const asked = askedRange(fields);
	if (!asked) return whole;
	if (asked.kind === 'end') return {position: -asked.count, most: asked.count};
	return {position: asked.first, most: asked.last + 1 - asked.first};
}

/**
 * Opens documents for the requests of a connection: that of the request that is answered now, and, while it goes out,
 * those of the requests that wait behind it.
 */
import type {ServerConnection} from '../net/connection.ts';
import type {DecodedRequest} from '../protocol/decoder.ts';
import type {Request} from '../protocol/message.ts';
import {dataBytes} from './upload-buffers.ts';
import type {FilePiece} from './upload-piece.ts';
import type {FileReader} from './upload-reader.ts';
import {askedRange, codingFor} from './upload-selection.ts';

/** A document that is shared, as it was when it was last looked at. */
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

/** Requests of one connection whose documents are read before their turn. */
const depth = 12;
/** With so many read or being read it is soon enough to ask for more: asking for many together costs as much as for one. */
const enough = 4;

export type ReadAheadOptions = {
	readonly reader: FileReader;
	readonly find: (rfc: number) => SharedFile | undefined;
	/** Whether a document of so many bytes may go encoded to who asks there. */
	readonly mayEncode: (bytes: number, connection: ServerConnection) => boolean;
	/** Buffers that are left to those whose turn it is. */
	readonly reserved: number;
};

export class ReadAhead {
	readonly #options: ReadAheadOptions;
	readonly #begun = new WeakMap<ServerConnection, Begun>();

	constructor(options: ReadAheadOptions) {
		this.#options = options;
	}

	/** The document of a request; undefined when it is not shared. The caller releases its piece. Rejects as the reader does. */
	take(decoded: DecodedRequest, connection: ServerConnection): Promise<Opened> | undefined {
		const {reader, reserved} = this.#options;
		const begun = this.#of(connection);
		const opened = begun.has(decoded) ? begun.get(decoded) : this.#open(decoded, connection);
		begun.delete(decoded);
		// After a request of 1.0 nothing follows.
		if (decoded.kind === 'request' && decoded.request.version === '1.0') return opened;
		if (begun.size > enough) return opened;
		for (const next of connection.waiting.slice(0, depth)) {
			if (begun.has(next)) continue;
			if (reader.free <= reserved) break;
			const shared = this.#sharedIn(next);
			if (!shared || reader.isQuick(shared.file)) continue;
			const ahead = this.#open(next, connection);
			// Whoever takes it is told of its failure; nobody may.
			ahead?.catch(() => {});
			begun.set(next, ahead);
		}
		return opened;
	}

	/** Whether the document of a request is being read already. */
	hasBegun(decoded: DecodedRequest, connection: ServerConnection): boolean {
		return this.#begun.get(connection)?.has(decoded) ?? false;
	}

	/** Gives back what was read for a connection before its turn: it takes nothing now, or never will. */
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

	#open(decoded: DecodedRequest, connection: ServerConnection): Promise<Opened> | undefined {
		const shared = this.#sharedIn(decoded);
		if (!shared || decoded.kind === 'bad') return undefined;
		const {reader, mayEncode} = this.#options;
		const {fields} = decoded.request;
		// One that was encoded before need not be read.
		const encoded = codingFor(fields) !== undefined && mayEncode(shared.bytes, connection);
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

/** What to read of a document before more is known than the request. */
function firstPart({method, fields, version}: Request): {readonly position: number; readonly most: number} {
	const whole = {position: 0, most: dataBytes};
	if (version === '1.0') return whole;
	if (method === 'HEAD' || fields.has('If-None-Match')) return factsAlone;
	const asked = askedRange(fields);
	if (!asked) return whole;
	if (asked.kind === 'end') return {position: -asked.count, most: asked.count};
	return {position: asked.first, most: asked.last + 1 - asked.first};
}

/** Downloads one document from one peer in P2P-CI/1.0: a connection, a GET, and the streamed answer (RFC 900003). */
import type {Socket} from 'node:net';
import {ClassicDownload} from '../protocol/classic-download.ts';
import {encodeRequest} from '../protocol/encode.ts';
import {type Field, maxDocumentBytes} from '../protocol/message.ts';
import {FailureError} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';
import type {TransferFailure} from '../text/transfer-failures.ts';
import {afterReading} from './after-reading.ts';
import {type ClassicSource, failureOf} from './classic-failure.ts';
import {ConnectError, connect} from './connect.ts';
import {Flow, leastRate} from './flow.ts';
import {lingerReading} from './linger.ts';
import {TransferLog} from './transfer-log.ts';
import type {WireLog} from './wire-log.ts';

export type ClassicDownloadOptions = {
	readonly source: ClassicSource;
	/** Our name and system, for the request. */
	readonly host: string;
	readonly os: string;
	/** Called with the milliseconds from the request to the first bytes. */
	readonly onAnswer?: (ms: number) => void;
	/** Called once, before any data, with the announced size if there is one. */
	readonly onHead?: (total: number | undefined) => void | Promise<void>;
	/** Receives the data in order; nothing more is read before it has resolved. The callee may keep the bytes. */
	readonly onData: (bytes: Uint8Array) => void | Promise<void>;
	readonly signal?: AbortSignal | undefined;
	readonly wire?: WireLog | undefined;
	/** The longest tolerated silence in milliseconds; 30,000 by default. */
	readonly stallMs?: number;
	/** The largest accepted document, in bytes. */
	readonly maxBytes?: number;
};

export type ClassicDownloadResult = {
	/** Bytes that belong before all data passed on: nearly always none. */
	readonly prefix: Uint8Array;
	/** Size of the whole document, the prefix included. */
	readonly bytes: number;
	/** False when the sender did not announce the length, or sent more. */
	readonly lengthChecked: boolean;
};

const defaultStallMs = 30_000;
/** How long to wait for the close after the last byte. */
const closeWaitMs = 500;
/** After this much silence a document that could be complete is taken as complete. */
const enoughMs = 5000;

/**
 * Downloads a document. Rejects with a `FailureError` of a `TransferFailure`; with a `ConnectError` of reason
 * `aborted` when `signal` aborts; with whatever `onHead` and `onData` reject with.
 */
export async function classicDownload(options: ClassicDownloadOptions): Promise<ClassicDownloadResult> {
	const socket = await open(options);
	const abort = () => socket.destroy();
	options.signal?.addEventListener('abort', abort, {once: true});
	const transfer = new Transfer(socket, options);
	try {
		return await transfer.run();
	} finally {
		options.signal?.removeEventListener('abort', abort);
		transfer.end();
	}
}

async function open({source, signal}: ClassicDownloadOptions): Promise<Socket> {
	const {rfc, from, address, port} = source;
	try {
		const socket = await connect({host: address, port, signal});
		// Errors reach the reader through its iteration; later ones do not matter.
		return socket.on('error', () => {});
	} catch (error) {
		if (error instanceof ConnectError && error.reason === 'aborted') throw error;
		const reason = error instanceof ConnectError && error.reason === 'timeout' ? 'no answer' : causeOf(error);
		throw new FailureError({kind: 'peer-refused', rfc, from, address, port, reason}, {cause: error});
	}
}

const causeOf = (error: unknown): string => reasonOf(error instanceof ConnectError ? (error.cause ?? error) : error);

class Transfer {
	readonly #socket: Socket;
	readonly #options: ClassicDownloadOptions;
	readonly #decoder = new ClassicDownload();
	readonly #chunks: AsyncIterator<Buffer>;
	readonly #log: TransferLog;
	readonly #flow: Flow;
	#received = 0;
	/** Total time spent waiting for bytes, in milliseconds. */
	#waited = 0;
	#answered = false;
	#headTold = false;
	#asked = 0;
	/** Its id in the log. */
	#exchange: number | undefined;

	constructor(socket: Socket, options: ClassicDownloadOptions) {
		this.#socket = socket;
		this.#options = options;
		this.#flow = new Flow(options.stallMs ?? defaultStallMs, leastRate);
		this.#chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
		this.#log = new TransferLog(options.wire, `${options.source.from} :${options.source.port}`);
	}

	async run(): Promise<ClassicDownloadResult> {
		this.#ask();
		for (;;) {
			const chunk = await this.#next();
			if (chunk === undefined || chunk === 'enough') break;
			if (!this.#answered) this.#options.onAnswer?.(performance.now() - this.#asked);
			this.#answered = true;
			this.#checkFlow();
			await this.#give(this.#decoder.push(chunk));
			if (this.#decoder.failure) break;
		}
		await this.#give(this.#decoder.flush());
		const end = this.#decoder.end();
		const {head} = this.#decoder;
		this.#log.received({
			head,
			text: head?.text ?? '',
			received: this.#received,
			isCut: end.kind === 'incomplete',
			sent: this.#asked,
			exchange: this.#exchange,
		});
		if (end.kind === 'complete') return end;
		throw new FailureError(failureOf(end, this.#options.source, this.#answered));
	}

	/** Closes the connection. What a failed source still sends does not matter. */
	end(): void {
		if (this.#decoder.failure) void lingerReading(this.#socket, this.#chunks);
		else this.#socket.destroy();
	}

	#ask(): void {
		const {source, host, os} = this.#options;
		const target = {kind: 'rfc', number: source.rfc} as const;
		const fields: readonly Field[] = [
			['Host', host],
			['OS', os],
		];
		const text = encodeRequest({method: 'GET', target, fields}, '1.0');
		this.#socket.write(text);
		this.#asked = performance.now();
		this.#exchange = this.#log.sent(text);
	}

	/** The next bytes; undefined after a proper close; `enough` when there is no point in waiting for more. */
	async #next(): Promise<Buffer | 'enough' | undefined> {
		const waited = this.#patience();
		const since = performance.now();
		let late = false;
		const over = afterReading(waited.ms, () => {
			late = true;
			this.#socket.destroy();
		});
		try {
			const next = await this.#chunks.next();
			if (this.#options.signal?.aborted) throw new ConnectError('aborted');
			if (late) throw new Error('late');
			return next.done ? undefined : next.value;
		} catch (error) {
			if (this.#options.signal?.aborted) throw new ConnectError('aborted', {cause: error});
			if (late ? waited.enough : this.#decoder.satisfied) return 'enough';
			throw new FailureError(late ? this.#stalled('peer-silent', 'silent for too long') : this.#broken(error), {
				cause: error,
			});
		} finally {
			over();
			this.#waited += performance.now() - since;
		}
	}

	/** Rejects a source that sends next to nothing behind a head. Time spent on the disk, or on our own pace, does not count. */
	#checkFlow(): void {
		if (!this.#decoder.head || !this.#flow.isTooSlow(this.#waited, this.#socket.bytesRead)) return;
		throw new FailureError(this.#stalled('peer-slow', 'next to nothing came'));
	}

	#patience(): {readonly ms: number; readonly enough: boolean} {
		const {stallMs = defaultStallMs} = this.#options;
		if (this.#decoder.satisfied) return {ms: closeWaitMs, enough: true};
		if (this.#decoder.wholeWithPrefix) return {ms: Math.min(stallMs, enoughMs), enough: true};
		// The limit is for the whole head, so that one trickling in byte by byte does not escape it.
		const headMs = this.#decoder.head ? stallMs : Math.max(0, this.#asked + stallMs - performance.now());
		return {ms: headMs, enough: false};
	}

	async #give(pieces: readonly Uint8Array[]): Promise<void> {
		const {source, maxBytes = maxDocumentBytes, onHead, onData} = this.#options;
		const {head} = this.#decoder;
		const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
		const expected = Math.max(head?.length ?? 0, this.#received + size);
		if (expected > maxBytes) {
			const {rfc, from} = source;
			throw new FailureError({kind: 'announced-too-large', rfc, from, bytes: expected, limit: maxBytes});
		}
		if (head && !this.#headTold && !this.#decoder.failure) {
			this.#headTold = true;
			await onHead?.(head.length);
		}
		for (const piece of pieces) {
			this.#received += piece.length;
			await onData(piece);
		}
	}

	#stalled(kind: 'peer-slow' | 'peer-silent', how: string): TransferFailure {
		const {source, stallMs = defaultStallMs} = this.#options;
		const {rfc, from} = source;
		this.#log.broken(`${how}: connection closed`, {exchange: this.#exchange});
		return {kind, rfc, from, seconds: stallMs / 1000, received: this.#received};
	}

	/** The connection broke, so the document is incomplete, whatever its length. */
	#broken(error: unknown): TransferFailure {
		const {rfc, from} = this.#options.source;
		const total = this.#decoder.head?.length;
		this.#log.broken('connection closed', {text: reasonOf(error), exchange: this.#exchange});
		const sizes = {received: this.#received, ...(total === undefined ? {} : {total})};
		return {kind: 'closed-early', rfc, from, ...sizes, reason: reasonOf(error)};
	}
}

/** One document from one peer in P2P-CI/1.0: a connection, a GET, the answer's data piece by piece (PROTOCOL.md 4). */
import type {Socket} from 'node:net';
import {ClassicDownload, type DownloadEnd, type DownloadHead} from '../protocol/classic-download.ts';
import {encodeRequest} from '../protocol/encode.ts';
import type {Field} from '../protocol/message.ts';
import {FailureError} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';
import type {TransferFailure} from '../text/transfer-failures.ts';
import {ConnectError, connect} from './connect.ts';
import {type WireLog, wireText} from './wire-log.ts';

export type ClassicSource = {
	readonly rfc: number;
	/** The holder's name, for people. */
	readonly from: string;
	readonly address: string;
	readonly port: number;
};

export type ClassicDownloadOptions = {
	readonly source: ClassicSource;
	/** What we say of ourselves: our name, our system. */
	readonly host: string;
	readonly os: string;
	/** Told once, before any data: bytes announced, where they were. */
	readonly onHead?: (total: number | undefined) => void | Promise<void>;
	/** Takes the data in order; no more is read before it has resolved. The bytes are the callee's to keep. */
	readonly onData: (bytes: Uint8Array) => void | Promise<void>;
	readonly signal?: AbortSignal | undefined;
	readonly wire?: WireLog | undefined;
	/** Longest silence, in milliseconds: 30,000 unless said. */
	readonly stallMs?: number;
	/** How long to wait for the close behind the last byte; 500 ms unless said. */
	readonly closeWaitMs?: number;
	/** Largest document that is taken, in bytes. */
	readonly maxBytes?: number;
};

export type ClassicDownloadResult = {
	/** Bytes that belong before all data given out: nearly always none. */
	readonly prefix: Uint8Array;
	/** Bytes of the whole document, the prefix included. */
	readonly bytes: number;
	/** False when the sender did not say the length, or sent more. */
	readonly lengthChecked: boolean;
};

/** Documents beyond this size are taken from nobody, and shared with nobody. */
export const maxDocumentBytes = 4 * 1024 ** 3;

/** A silence that says that no more will come when the bytes that came can be a whole document. */
const enoughMs = 5000;

/**
 * Downloads. Rejects with a `FailureError` of a `TransferFailure`; with a `ConnectError` of reason `aborted` when `signal`
 * aborts; with whatever `onHead` and `onData` reject with.
 */
export async function classicDownload(options: ClassicDownloadOptions): Promise<ClassicDownloadResult> {
	const socket = await open(options);
	const abort = () => socket.destroy();
	options.signal?.addEventListener('abort', abort, {once: true});
	try {
		return await new Transfer(socket, options).run();
	} finally {
		options.signal?.removeEventListener('abort', abort);
		socket.destroy();
	}
}

async function open({source, signal}: ClassicDownloadOptions): Promise<Socket> {
	const {rfc, from, address, port} = source;
	try {
		const socket = await connect({host: address, port, signal});
		// The reader learns of errors by its iteration; one that comes later concerns nobody.
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
	readonly #party: string;
	#received = 0;
	#answered = false;
	#headTold = false;
	#exchange: number | undefined;
	#asked = 0;

	constructor(socket: Socket, options: ClassicDownloadOptions) {
		this.#socket = socket;
		this.#options = options;
		this.#chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
		this.#party = `${options.source.from} :${options.source.port}`;
	}

	async run(): Promise<ClassicDownloadResult> {
		this.#ask();
		for (;;) {
			const chunk = await this.#next();
			if (chunk === undefined || chunk === 'enough') break;
			this.#answered = true;
			await this.#give(this.#decoder.push(chunk));
			if (this.#decoder.failure) break;
		}
		await this.#give(this.#decoder.flush());
		const end = this.#decoder.end();
		this.#logAnswer(end);
		if (end.kind === 'complete') return end;
		throw new FailureError(failureOf(end, this.#options.source, this.#answered));
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
		this.#exchange = this.#log('sent', {summary: text.slice(0, text.indexOf('\r')), bytes: text.length, text});
	}

	/** The next bytes; undefined when the connection has ended in order; `enough` when nothing more need be waited for. */
	async #next(): Promise<Buffer | 'enough' | undefined> {
		const waited = this.#patience();
		let late = false;
		const timer = setTimeout(() => {
			late = true;
			this.#socket.destroy();
		}, waited.ms);
		try {
			const next = await this.#chunks.next();
			if (this.#options.signal?.aborted) throw new ConnectError('aborted');
			if (late) throw new Error('late');
			return next.done ? undefined : next.value;
		} catch (error) {
			if (this.#options.signal?.aborted) throw new ConnectError('aborted', {cause: error});
			if (late ? waited.enough : this.#decoder.satisfied) return 'enough';
			throw new FailureError(late ? this.#silent() : this.#broken(error), {cause: error});
		} finally {
			clearTimeout(timer);
		}
	}

	#patience(): {readonly ms: number; readonly enough: boolean} {
		const {stallMs = 30_000, closeWaitMs = 500} = this.#options;
		if (this.#decoder.satisfied) return {ms: closeWaitMs, enough: true};
		if (this.#decoder.wholeWithPrefix) return {ms: Math.min(stallMs, enoughMs), enough: true};
		// A head that trickles in byte by byte is as good as none.
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

	#silent(): TransferFailure {
		const {source, stallMs = 30_000} = this.#options;
		const {rfc, from} = source;
		this.#log('event', {summary: 'silent for too long: connection closed', bytes: 0, text: ''});
		return {kind: 'peer-silent', rfc, from, seconds: stallMs / 1000, received: this.#received};
	}

	/** The connection broke off: what came is no whole document, whatever its length. */
	#broken(error: unknown): TransferFailure {
		const {rfc, from} = this.#options.source;
		const total = this.#decoder.head?.length;
		this.#log('event', {summary: 'connection closed', bytes: 0, text: reasonOf(error)});
		const sizes = {received: this.#received, ...(total === undefined ? {} : {total})};
		return {kind: 'closed-early', rfc, from, ...sizes, reason: reasonOf(error)};
	}

	#logAnswer(end: DownloadEnd): void {
		const {head} = this.#decoder;
		const summary = head ? summaryOf(head, end) : 'no answer in P2P-CI';
		const text = head?.text ?? '';
		this.#log('received', {
			summary,
			bytes: Buffer.byteLength(text) + this.#received,
			text,
			...(head ? {status: head.code} : {}),
			duration: performance.now() - this.#asked,
		});
	}

	#log(direction: 'sent' | 'received' | 'event', entry: Entry): number | undefined {
		const text = wireText(entry.text);
		const exchange = this.#exchange === undefined ? {} : {exchange: this.#exchange};
		return this.#options.wire?.add({...entry, text, ...exchange, time: Date.now(), direction, party: this.#party});
	}
}

type Entry = {
	readonly summary: string;
	readonly bytes: number;
	readonly text: string;
	readonly status?: number;
	readonly duration?: number;
};

function summaryOf(head: DownloadHead, end: DownloadEnd): string {
	if (end.kind === 'complete') return `${head.phrase}, ${end.bytes} bytes`;
	return end.kind === 'incomplete' ? `${head.phrase}, only ${end.received} bytes came` : head.phrase;
}

/** `answered`: anything came at all. */
function failureOf(
	end: Exclude<DownloadEnd, {kind: 'complete'}>,
	{rfc, from}: ClassicSource,
	answered: boolean,
): TransferFailure {
	if (end.kind === 'incomplete') {
		const {received, total} = end;
		return {kind: 'closed-early', rfc, from, received, ...(total === undefined ? {} : {total})};
	}
	if (end.kind === 'refused') {
		const {code, phrase} = end;
		return code === 404 ? {kind: 'peer-lacks', rfc, from} : {kind: 'other-status', rfc, from, code, phrase};
	}
	if (!answered) return {kind: 'closed-early', rfc, from, received: 0};
	return {kind: 'garbage-answer', rfc, from, reason: end.reason};
}

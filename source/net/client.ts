/** Requests to an index server in P2P-CI/1.1 over one connection: pipelined, answered in order. */
import type {Socket} from 'node:net';
import {encodeRequest, type OutgoingRequest} from '../protocol/encode.ts';
import type {ResponseHead} from '../protocol/message.ts';
import {type DecodedResponse, ResponseDecoder} from '../protocol/response-decoder.ts';
import {afterReading} from './after-reading.ts';
import {ConnectError, type ConnectReason, connectReason} from './connect.ts';
import {leastRate} from './flow.ts';
import {ForeignError} from './foreign-error.ts';
import {linger} from './linger.ts';
import {logReceived, logSent} from './wire-entries.ts';
import type {WireLog} from './wire-log.ts';

export type IndexAnswer = {readonly head: ResponseHead; readonly body: Buffer};

export type RequestOptions = {
	/**
	 * The longest silence in milliseconds while an answer is awaited; 10,000 by default. After that the connection is
	 * closed.
	 */
	readonly deadlineMs?: number;
	/** The same before the answer begins; `deadlineMs` by default. */
	readonly firstMs?: number;
	readonly signal?: AbortSignal | undefined;
};

type Pending = {
	readonly outgoing: OutgoingRequest;
	readonly resolve: (answer: IndexAnswer) => void;
	readonly reject: (error: Error) => void;
	readonly deadlineMs: number;
	readonly firstMs: number;
	readonly sent: number;
	readonly exchange: number | undefined;
};

/** The largest accepted body; 10,000 records are some 3 MB. */
const maxBody = 64 * 1024 * 1024;
const defaultDeadlineMs = 10_000;
const opened = {opened: true} as const;

/** A server that only trickles counts as silent, too, though later. */
const patienceMs = (deadlineMs: number): number => Math.max(deadlineMs, Math.min(4 * deadlineMs, 12_000));

export class IndexClient {
	/** Where the connection was given up as silent: the first answer, if it comes after all; else this never settles. */
	late: Promise<IndexAnswer> | undefined;
	readonly #socket: Socket;
	readonly #wire: WireLog | undefined;
	readonly #decoder = new ResponseDecoder(() => this.#pending[0]?.outgoing.method);
	readonly #closeListeners = new Set<(error: Error) => void>();
	#pending: Pending[] = [];
	#outgoing = '';
	#head: {readonly head: ResponseHead; readonly text: string; readonly length: number} | undefined;
	#body: Buffer[] = [];
	#bodyLength = 0;
	#answers = 0;
	/** When the last byte arrived, by `performance.now()`. */
	#lastByte = 0;
	/** When an answer last arrived faster than the least rate, and the bytes since. */
	#lastProgress = 0;
	#bytesSince = 0;
	#failure: Error | undefined;
	#stopWatching = (): void => {};

	/** Takes over an open connection. */
	constructor(socket: Socket, wire?: WireLog) {
		this.#socket = socket;
		this.#wire = wire;
		socket.on('data', chunk => this.#onData(chunk));
		socket.on('error', error => this.#lost(connectReason(error), error));
		socket.on('close', () => this.#lost('reset'));
	}

	/**
	 * Sends a request; those of one tick go out in one write. Rejects with a `ConnectError` when the connection breaks
	 * or the answer is late, with a `ForeignError` when the other side does not speak 1.1, and when `signal` aborts.
	 */
	request(
		outgoing: OutgoingRequest,
		{deadlineMs = defaultDeadlineMs, firstMs = deadlineMs, signal}: RequestOptions = {},
	): Promise<IndexAnswer> {
		return new Promise((resolve, reject) => {
			if (this.#failure) {
				reject(this.#failure);
				return;
			}
			if (signal?.aborted) {
				reject(new ConnectError('aborted'));
				return;
			}
			const text = encodeRequest(outgoing, '1.1');
			const sent = performance.now();
			if (this.#pending.length === 0) this.#noteProgress(sent);
			const onAbort = () => reject(new ConnectError('aborted'));
			signal?.addEventListener('abort', onAbort, {once: true});
			const settled = () => signal?.removeEventListener('abort', onAbort);
			this.#pending.push({
				outgoing,
				resolve: answer => {
					settled();
					resolve(answer);
				},
				reject: error => {
					settled();
					reject(error);
				},
				deadlineMs,
				firstMs,
				sent,
				exchange: logSent(this.#wire, text),
			});
			this.#send(text);
			this.#watchDeadline();
		});
	}

	/** Calls `listener` once when the connection has ended, with the reason. */
	onClose(listener: (error: Error) => void): void {
		if (this.#failure) listener(this.#failure);
		else this.#closeListeners.add(listener);
	}

	/** Closes the connection; waiting requests are rejected. */
	close(): void {
		this.#socket.end();
		this.#fail(new ConnectError('aborted'));
	}

	#send(text: string): void {
		if (this.#outgoing === '') {
			queueMicrotask(() => {
				if (!this.#failure) this.#socket.write(this.#outgoing);
				this.#outgoing = '';
			});
		}
		this.#outgoing += text;
	}

	#onData(chunk: Buffer): void {
		const now = performance.now();
		this.#lastByte = now;
		this.#bytesSince += chunk.length;
		if (this.#bytesSince * 1000 >= leastRate * (now - this.#lastProgress)) this.#noteProgress(now);
		for (const event of this.#decoder.push(chunk)) {
			if (this.#failure) return;
			this.#take(event);
		}
	}

	#noteProgress(now: number): void {
		this.#lastProgress = now;
		this.#bytesSince = 0;
	}

	#take(event: DecodedResponse): void {
		switch (event.kind) {
			case 'head':
				if (event.length === 'stream' || event.length > maxBody || this.#pending.length === 0) {
					this.#fail(new ForeignError('bad-head'));
					return;
				}
				this.#head = {head: event.head, text: event.text, length: event.length};
				return;
			case 'body':
				this.#body.push(event.bytes);
				this.#bodyLength += event.bytes.length;
				return;
			case 'end':
				this.#answer();
				return;
			case 'foreign':
				this.#fail(new ForeignError(event.reason));
		}
	}

	#answer(): void {
		const pending = this.#pending.shift();
		if (!pending || !this.#head) return;
		const {head, text} = this.#head;
		const body = this.#body.length === 1 && this.#body[0] ? this.#body[0] : Buffer.concat(this.#body, this.#bodyLength);
		this.#head = undefined;
		this.#body = [];
		this.#bodyLength = 0;
		this.#answers++;
		this.#noteProgress(performance.now());
		logReceived(this.#wire, {head, text, body, since: pending.sent, exchange: pending.exchange});
		pending.resolve({head, body});
		this.#watchDeadline();
	}

	/** One timer, for the oldest request; answers come in order. */
	#watchDeadline(): void {
		this.#stopWatching();
		const first = this.#pending[0];
		if (!first) return;
		const {sent, deadlineMs, firstMs} = first;
		const patience = this.#head ? deadlineMs : firstMs;
		const silent = Math.max(sent, this.#lastByte) + patience;
		const slow = Math.max(sent, this.#lastProgress) + patienceMs(patience);
		const left = Math.min(silent, slow) - performance.now();
		if (left > 0) this.#stopWatching = afterReading(left, () => this.#watchDeadline());
		else
			this.#fail(this.#answers === 0 && !this.#head ? new ForeignError('silent') : new ConnectError('timeout', opened));
	}

	/** A close or reset before any head of 1.1 means that the other side does not speak it. */
	#lost(reason: ConnectReason, cause?: Error): void {
		const foreign = this.#answers === 0 && !this.#head && reason === 'reset';
		this.#fail(foreign ? new ForeignError('closed') : new ConnectError(reason, {...opened, cause}));
	}

	#fail(error: Error): void {
		if (this.#failure) return;
		this.#failure = error;
		this.#stopWatching();
		const pending = this.#pending;
		this.#pending = [];
		if (error instanceof ForeignError) linger(this.#socket, this.#hearingLate(error, pending[0]));
		else this.#socket.destroySoon();
		for (const {reject} of pending) reject(error);
		for (const listener of this.#closeListeners) listener(error);
		this.#closeListeners.clear();
	}

	#hearingLate({reason}: ForeignError, first: Pending | undefined): ((chunk: Buffer) => void) | undefined {
		if (reason !== 'silent' || !first) return undefined;
		const {promise, resolve} = Promise.withResolvers<IndexAnswer>();
		this.late = promise;
		this.#pending = [{...first, resolve, reject: () => {}}];
		return chunk => {
			for (const event of this.#decoder.push(chunk)) if (this.#pending.length > 0) this.#take(event);
		};
	}
}

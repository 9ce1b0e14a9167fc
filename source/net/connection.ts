/**
 * One accepted socket: its requests are answered in order, the answers sent in batches, with backpressure in both
 * directions. `RequestReader` is its incoming half, `AnswerWriter` the outgoing one.
 */
import type {Socket} from 'node:net';
import type {DecodedRequest} from '../protocol/decoder.ts';
import {plainAddress} from '../text/address.ts';
import type {Endpoint} from './addresses.ts';
import {AnswerWriter} from './answer-writer.ts';
import {RequestReader} from './request-reader.ts';
import {timeSlices} from './time-slices.ts';

/**
 * Answers one request. Called in the order of the requests, one at a time for each connection: while a promise is
 * pending the next request waits. Everything written for the requests of one chunk is sent together.
 */
export type RequestHandler = (decoded: DecodedRequest, connection: ServerConnection) => void | Promise<void>;

export type ConnectionOptions = {
	readonly id: number;
	readonly handle: RequestHandler;
	/** Milliseconds from the first byte of a head to its end. */
	readonly headTimeoutMs: number;
	/** Milliseconds after which a client is given up that takes nothing of what waits for it. */
	readonly stalledMs: number;
	/** Called with each chunk that arrives. */
	readonly onActivity: (connection: ServerConnection) => void;
	/** Called when the first byte looks like a TLS handshake, on an open port (RFC 900002, section 8). */
	readonly onEncrypted: ((connection: ServerConnection) => void) | undefined;
	/** How many decoded requests may wait while one is answered; 0 by default. */
	readonly readAhead?: number | undefined;
};

/** No more requests are read while this many bytes wait to be sent. */
const highWater = 128 * 1024;
/** After our last byte we keep reading for this long, so that the answer can arrive. */
const lingerMs = 2000;
/**
 * The requests of one connection are answered for this many milliseconds before others get a turn; the time is checked
 * after every 64.
 */
const sliceMs = 4;
const sliceRequests = 64;

export class ServerConnection {
	readonly id: number;
	readonly remote: Endpoint;
	readonly local: Endpoint;
	/** A peer joined on it: it is never dropped to make room. */
	joined = false;
	readonly #socket: Socket;
	readonly #options: ConnectionOptions;
	readonly #writer: AnswerWriter;
	readonly #reader: RequestReader;
	readonly #heardListeners: (() => void)[] = [];
	readonly #closeListeners = new Set<() => void>();
	#queue: DecodedRequest[] = [];
	#handling = false;
	#inputEnded = false;
	#ending = false;
	/** When the current time slice began. */
	#sliceStart = 0;
	#lingering: NodeJS.Timeout | undefined;

	constructor(socket: Socket, options: ConnectionOptions) {
		this.id = options.id;
		this.#socket = socket;
		this.#writer = new AnswerWriter(socket, options.stalledMs);
		this.#options = options;
		this.remote = {address: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0};
		this.local = {address: plainAddress(socket.localAddress ?? ''), port: socket.localPort ?? 0};
		this.#reader = new RequestReader(socket, {
			timeSlices,
			headTimeoutMs: options.headTimeoutMs,
			onActivity: () => {
				options.onActivity(this);
				for (const listener of this.#heardListeners) listener();
			},
			onEncrypted: options.onEncrypted && (() => options.onEncrypted?.(this)),
			onRequests: requests => this.#take(requests),
			onEnd: last => this.#onEnd(last),
		});
		// The `close` event that follows an error is handled below.
		socket.on('error', () => {});
		socket.on('close', () => this.#onClosed());
	}

	get closed(): boolean {
		return this.#socket.destroyed;
	}

	/** Requests that were received but not handled yet, in order. */
	get waiting(): readonly DecodedRequest[] {
		return this.#queue;
	}

	/** Adds to the batch of answers for the current chunk. Text is sent as UTF-8. */
	write(data: string | Uint8Array): void {
		this.#writer.write(data);
	}

	/** As `AnswerWriter.send`. */
	send(data: Uint8Array, stallMs: number): Promise<void> | undefined {
		return this.#writer.send(data, stallMs);
	}

	/** As `AnswerWriter.drained`. */
	drained(): Promise<void> {
		return this.#writer.drained();
	}

	/** For long answers: lets other connections have a turn if the time slice of this one, or of all, is used up. */
	async turn(): Promise<void> {
		if (performance.now() - this.#sliceStart <= sliceMs && timeSlices.hasTime()) return;
		this.#writer.flush();
		await timeSlices.pass();
		this.#sliceStart = performance.now();
	}

	/**
	 * Ends our side after everything that was written; the other side gets a moment to read it, then the connection is
	 * closed.
	 */
	end(): void {
		if (this.#ending || this.closed) return;
		this.#ending = true;
		this.#queue = [];
		this.#reader.discard();
		this.#writer.end(() => {
			if (!this.closed) this.#lingering = setTimeout(() => this.destroy(), lingerMs).unref();
		});
	}

	destroy(): void {
		this.#socket.destroy();
	}

	/** Calls `listener` with each chunk that arrives, whether or not it completes a request. */
	onHeard(listener: () => void): void {
		this.#heardListeners.push(listener);
	}

	/**
	 * Calls `listener` once when the connection has closed, at once if it already has. Returns the function to
	 * unsubscribe.
	 */
	onClose(listener: () => void): () => void {
		if (this.closed) queueMicrotask(listener);
		else this.#closeListeners.add(listener);
		return () => this.#closeListeners.delete(listener);
	}

	#onEnd(last: DecodedRequest | undefined): void {
		this.#inputEnded = true;
		if (last && !this.#ending) this.#queue.push(last);
		void this.#run();
	}

	#take(requests: readonly DecodedRequest[]): void {
		for (const each of requests) this.#queue.push(each);
		if (this.#handling && this.#isFull) this.#socket.pause();
		void this.#run();
	}

	async #run(): Promise<void> {
		if (this.#handling) return;
		this.#handling = true;
		this.#sliceStart = performance.now();
		let answered = 0;
		try {
			for (let next = this.#queue.shift(); next && !this.closed; next = this.#queue.shift()) {
				const pending = this.#options.handle(next, this);
				if (pending) await this.#waitFor(pending);
				if (next.kind === 'bad' && next.fatal) this.end();
				// Answers may be much longer than their requests: continue only as fast as they are taken.
				const full = this.#writer.pending > highWater;
				if (full) await this.#waitFor(this.drained());
				// Thousands may be able to take more at the same time.
				if (++answered % sliceRequests === 0 || full) await this.turn();
			}
			this.#writer.flush();
		} catch {
			// The connection closed, or the handler failed and left the answer half written.
			this.destroy();
		}
		this.#handling = false;
		if (this.#inputEnded) this.end();
		this.#reader.resume();
	}

	async #waitFor(pending: Promise<void>): Promise<void> {
		// Finished answers need not wait for the one in progress.
		this.#writer.flush();
		if (this.#isFull) this.#socket.pause();
		else this.#reader.resume();
		await pending;
	}

	/** Whether waiting requests have to be answered before more are read. */
	get #isFull(): boolean {
		return this.#queue.length >= (this.#options.readAhead ?? 0);
	}

	#onClosed(): void {
		clearTimeout(this.#lingering);
		this.#queue = [];
		const listeners = [...this.#closeListeners];
		this.#closeListeners.clear();
		for (const listener of listeners) listener();
	}
}

/** One accepted socket and one decoder: requests in order, answers batched, backpressure both ways, limits of time. */
import type {Socket} from 'node:net';
import {type DecodedRequest, RequestDecoder} from '../protocol/decoder.ts';
import {plainAddress} from '../text/address.ts';
import type {Endpoint} from './addresses.ts';
import {Turns} from './turns.ts';

/** The connection is gone before what was to be sent was sent. */
export class ClosedError extends Error {
	override readonly name = 'ClosedError';
}

/**
 * Answers one request. Called in the order of the requests, never twice at a time for one connection: while a promise is
 * pending the next request waits. What is written for the requests of one chunk goes out together.
 */
export type RequestHandler = (decoded: DecodedRequest, connection: ServerConnection) => void | Promise<void>;

export type ConnectionOptions = {
	readonly id: number;
	readonly handle: RequestHandler;
	/** Milliseconds from a head's first byte to its end. */
	readonly headTimeoutMs: number;
	/** Called with each chunk that comes. */
	readonly onActivity: (connection: ServerConnection) => void;
	/** Called when the first byte is that of a TLS handshake (PROTOCOL.md 6). */
	readonly onEncrypted: (connection: ServerConnection) => void;
	/** Requests that may wait decoded while one is answered, and more is read; 0 unless said. */
	readonly readAhead?: number | undefined;
};

/** Bytes that may wait in the socket before no more requests are read from it. */
const highWater = 1024 * 1024;
/** How long, and how many bytes, the other side is listened to after our last byte, so that it can read the answer. */
const lingerMs = 2000;
const lingerBytes = 1024 * 1024;
/** How long the last bytes may wait for a party that does not read them. */
const stalledMs = 60_000;
/** One for all connections: they share one event loop. */
const turns = new Turns();
const tlsHandshake = 0x16;
/** Batched text beyond this goes to the socket even before the batch is whole. */
const batchLimit = 256 * 1024;

export class ServerConnection {
	readonly id: number;
	readonly remote: Endpoint;
	readonly local: Endpoint;
	/** A peer joined on it: it is never dropped to make room. */
	joined = false;
	readonly #socket: Socket;
	readonly #options: ConnectionOptions;
	readonly #decoder = new RequestDecoder();
	readonly #closeListeners = new Set<() => void>();
	#queue: DecodedRequest[] = [];
	#batch = '';
	#handling = false;
	#inputEnded = false;
	#ending = false;
	#first = true;
	#lingered = 0;
	#timer: NodeJS.Timeout | undefined;
	#timedHead: number | undefined;

	constructor(socket: Socket, options: ConnectionOptions) {
		this.id = options.id;
		this.#socket = socket;
		this.#options = options;
		this.remote = {address: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0};
		this.local = {address: plainAddress(socket.localAddress ?? ''), port: socket.localPort ?? 0};
		socket.on('data', chunk => this.#onData(chunk));
		socket.on('end', () => this.#onEnd());
		// The close that follows an error tells everybody who waits.
		socket.on('error', () => {});
		socket.on('close', () => this.#onClosed());
	}

	get closed(): boolean {
		return this.#socket.destroyed;
	}

	/** Requests that have come and were not handed on yet, in their order. */
	get waiting(): readonly DecodedRequest[] {
		return this.#queue;
	}

	/** Bytes sent, or handed to the socket to send. */
	get bytesWritten(): number {
		return this.#socket.bytesWritten;
	}

	/** Adds to the batch of this chunk's answers. Text is sent as UTF-8. */
	write(data: string | Uint8Array): void {
		if (this.closed || this.#ending) return;
		if (typeof data === 'string') {
			this.#batch += data;
			if (this.#batch.length > batchLimit) this.#flush();
		} else {
			this.#flush();
			this.#socket.write(data);
		}
	}

	/**
	 * Sends bytes after what is batched. Undefined when the system has taken all of them at once; else resolves when it has.
	 * Until then they must not change. Rejects with a `ClosedError` when it never will, also because `stallMs` go by in
	 * which the other side takes nothing at all: the connection is closed then.
	 */
	send(data: Uint8Array, stallMs: number): Promise<void> | undefined {
		if (this.closed || this.#ending) return Promise.reject(new ClosedError('the connection is closed'));
		this.#flush();
		let settle: ((error: Error | null | undefined) => void) | undefined;
		this.#socket.write(data, error => settle?.(error));
		if (this.#socket.writableLength === 0) return undefined;
		const onStall = () => this.destroy();
		this.#socket.setTimeout(stallMs, onStall);
		return new Promise((resolve, reject) => {
			settle = error => {
				if (!this.#ending) this.#socket.setTimeout(0, onStall);
				if (error) reject(new ClosedError('the connection closed'));
				else resolve();
			};
		});
	}

	/** Sends what is batched; resolves when the socket takes more. Rejects with a `ClosedError` when it never will. */
	async drained(): Promise<void> {
		this.#flush();
		if (this.closed) throw new ClosedError('the connection is closed');
		if (!this.#socket.writableNeedDrain) return;
		await new Promise<void>((resolve, reject) => {
			const settle = () => {
				this.#socket.off('drain', settle);
				this.#closeListeners.delete(settle);
				if (this.closed) reject(new ClosedError('the connection closed'));
				else resolve();
			};
			this.#socket.on('drain', settle);
			this.#closeListeners.add(settle);
		});
	}

	/** Ends our side after what was written; the other side gets a moment to read it, then the connection closes. */
	end(): void {
		if (this.#ending || this.closed) return;
		this.#flush();
		this.#ending = true;
		this.#queue = [];
		this.#stopTimer();
		this.#socket.setTimeout(stalledMs, () => this.destroy());
		// Closing with bytes unread would reset the connection and destroy the answer on its way: read on, and forget.
		this.#socket.resume();
		this.#socket.end(() => {
			if (!this.closed) this.#timer = setTimeout(() => this.destroy(), lingerMs).unref();
		});
	}

	destroy(): void {
		this.#socket.destroy();
	}

	/** Calls `listener` once when the connection has closed, at once if it has. Returns the way to stop that. */
	onClose(listener: () => void): () => void {
		if (this.closed) queueMicrotask(listener);
		else this.#closeListeners.add(listener);
		return () => this.#closeListeners.delete(listener);
	}

	#onData(chunk: Buffer): void {
		if (this.#ending) {
			this.#lingered += chunk.length;
			if (this.#lingered > lingerBytes) this.destroy();
			return;
		}
		if (this.#first) {
			this.#first = false;
			if (chunk[0] === tlsHandshake) this.#options.onEncrypted(this);
		}
		this.#options.onActivity(this);
		const work = () => {
			if (!this.#ending) this.#take(this.#decoder.push(chunk));
		};
		// It is resumed when what came is answered.
		if (!turns.take(work)) this.#socket.pause();
	}

	#onEnd(): void {
		this.#inputEnded = true;
		const last = this.#decoder.end();
		if (last && !this.#ending) this.#queue.push(last);
		void this.#run();
	}

	#take(decoded: DecodedRequest[]): void {
		for (const each of decoded) this.#queue.push(each);
		if (this.#handling && this.#isFull) this.#socket.pause();
		this.#watchHead();
		void this.#run();
	}

	async #run(): Promise<void> {
		if (this.#handling) return;
		this.#handling = true;
		try {
			for (let next = this.#queue.shift(); next && !this.closed; next = this.#queue.shift()) {
				const pending = this.#options.handle(next, this);
				if (pending) await this.#waitFor(pending);
				if (next.kind === 'bad' && next.fatal) this.end();
				// Answers may be much longer than their requests: go on only as fast as they are taken.
				if (this.#socket.writableLength + this.#batch.length > highWater) await this.#waitFor(this.drained());
			}
			this.#flush();
		} catch {
			// The connection closed, or the handler failed in a way that leaves the answer half written.
			this.destroy();
		}
		this.#handling = false;
		if (this.#inputEnded) this.end();
		if (!this.closed && this.#socket.isPaused()) this.#socket.resume();
	}

	async #waitFor(pending: Promise<void>): Promise<void> {
		// Answers that are ready do not wait for the one that is not.
		this.#flush();
		if (this.#isFull) this.#socket.pause();
		else if (this.#socket.isPaused()) this.#socket.resume();
		await pending;
	}

	/** Whether no more requests are read before some of those that wait are answered. */
	get #isFull(): boolean {
		return this.#queue.length >= (this.#options.readAhead ?? 0);
	}

	#flush(): void {
		if (this.#batch === '') return;
		const text = this.#batch;
		this.#batch = '';
		if (!this.closed) this.#socket.write(text);
	}

	/** Starts the clock for a head that has begun, and stops it for one that is complete. */
	#watchHead(): void {
		const head = this.#decoder.openHead;
		if (head === this.#timedHead || this.#ending) return;
		this.#stopTimer();
		this.#timedHead = head;
		if (head !== undefined) this.#timer = setTimeout(() => this.#onHeadTimeout(), this.#options.headTimeoutMs).unref();
	}

	#onHeadTimeout(): void {
		this.#timedHead = undefined;
		// While we do not read, it is not the other side that is late.
		if (this.#socket.isPaused()) {
			this.#watchHead();
			return;
		}
		const late = this.#decoder.expire();
		if (late) this.#take([late]);
	}

	#stopTimer(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}

	#onClosed(): void {
		this.#stopTimer();
		this.#queue = [];
		const listeners = [...this.#closeListeners];
		this.#closeListeners.clear();
		for (const listener of listeners) listener();
	}
}

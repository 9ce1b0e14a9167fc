/** The outgoing half of a server's connection: answers in batches, and backpressure from clients that read slowly. */
import type {Socket} from 'node:net';

/** The connection was closed before everything was sent. */
export class ClosedError extends Error {
	override readonly name = 'ClosedError';
}

/** A larger batch is passed to the socket before it is complete. */
const batchLimit = 256 * 1024;
/** This many times the usual limit is waited where only what is taken as a whole is seen, which may be a whole batch. */
const wholesPatience = 10;

export class AnswerWriter {
	readonly #socket: Socket;
	readonly #stalledMs: number;
	readonly #wholesMs: number;
	#batch = '';
	#ended = false;
	/** How many calls of `send` wait for their bytes to be taken. */
	#sending = 0;
	/** Bytes taken when last looked, and since when it is no more. */
	#taken = 0;
	#takenAt = 0;

	/**
	 * The connection is closed when the other side has taken nothing for `stalledMs` of what waits for it: Node.js looks
	 * as often, so that twice the time can pass.
	 */
	constructor(socket: Socket, stalledMs: number) {
		this.#socket = socket
			.on('timeout', () => socket.destroy())
			.on('drain', () => this.#limit())
			.on('data', () => this.#onHeard());
		this.#wholesMs = wholesPatience * stalledMs;
		// Of what is encrypted Node.js does not see that a part is taken.
		this.#stalledMs = 'encrypted' in socket ? this.#wholesMs : stalledMs;
	}

	/** Bytes, or characters, that were written and have not left this process yet. */
	get pending(): number {
		return this.#socket.writableLength + this.#batch.length;
	}

	/** Adds to the batch. Text is sent as UTF-8. */
	write(data: string | Uint8Array): void {
		if (this.#isClosed) return;
		if (typeof data === 'string') {
			this.#batch += data;
			if (this.#batch.length > batchLimit) this.flush();
		} else {
			this.flush();
			this.#pass(data);
		}
	}

	/** Passes the batch to the socket. */
	flush(): void {
		if (this.#batch === '') return;
		const text = this.#batch;
		this.#batch = '';
		this.#pass(text);
	}

	/**
	 * Sends bytes after everything that is batched. Returns undefined when the system took all of them at once,
	 * otherwise a promise for that; until then they must not change. Rejects with a `ClosedError` when the connection
	 * closes, which also happens when the other side takes nothing at all for `stallMs`.
	 */
	send(data: Uint8Array, stallMs: number): Promise<void> | undefined {
		if (this.#isClosed) return Promise.reject(new ClosedError('the connection is closed'));
		this.flush();
		let settle: ((error: Error | null | undefined) => void) | undefined;
		this.#socket.write(data, error => settle?.(error));
		if (this.#socket.writableLength === 0) return undefined;
		this.#sending++;
		this.#setTimeout(stallMs);
		return new Promise((resolve, reject) => {
			settle = error => {
				this.#sending--;
				this.#limit();
				if (error) reject(new ClosedError('the connection closed'));
				else resolve();
			};
		});
	}

	/**
	 * Sends the batch; resolves when the socket accepts more. Rejects with a `ClosedError` when the connection closes.
	 */
	async drained(): Promise<void> {
		this.flush();
		if (this.#socket.destroyed) throw new ClosedError('the connection is closed');
		if (!this.#socket.writableNeedDrain) return;
		await new Promise<void>((resolve, reject) => {
			const settle = () => {
				this.#socket.off('drain', settle).off('close', settle);
				if (this.#socket.destroyed) reject(new ClosedError('the connection closed'));
				else resolve();
			};
			this.#socket.on('drain', settle).on('close', settle);
		});
	}

	/** Sends the batch and nothing more; `onSent` is called when everything has left. */
	end(onSent: () => void): void {
		this.flush();
		this.#ended = true;
		this.#setTimeout(this.#stalledMs);
		this.#socket.end(onSent);
	}

	#pass(data: string | Uint8Array): void {
		if (!this.#socket.destroyed && !this.#socket.write(data)) this.#limit();
	}

	/**
	 * Limits the time of what waits behind the last `send`, or without one. What fits into the socket's own buffer may wait
	 * for as long as the connection lasts; more would otherwise be kept for ever for a client that never reads.
	 */
	#limit(): void {
		if (this.#ended || this.#sending > 0) return;
		const ms = this.#socket.writableNeedDrain ? this.#stalledMs : 0;
		// Set again, it would begin anew with each write.
		if (ms !== this.#socket.timeout) this.#setTimeout(ms);
	}

	#setTimeout(ms: number): void {
		if (!this.#socket.timeout) this.#takenAt = performance.now();
		this.#socket.setTimeout(ms);
	}

	/** For Node.js the time begins anew with what the other side sends, even if it takes nothing. */
	#onHeard(): void {
		const {timeout, bytesWritten, writableLength} = this.#socket;
		if (!timeout) return;
		const now = performance.now();
		const taken = bytesWritten - writableLength;
		if (taken !== this.#taken) [this.#taken, this.#takenAt] = [taken, now];
		else if (now - this.#takenAt > this.#wholesMs) this.#socket.destroy();
	}

	get #isClosed(): boolean {
		return this.#socket.destroyed || this.#ended;
	}
}

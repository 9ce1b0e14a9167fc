/**
 * A connection that is read into a few buffers of its own, which are used again and again. What reads it may hold a buffer
 * until a disk has it; while too many are held nothing more is read, so that the other side feels how slow the disk is.
 */
import type {Socket} from 'node:net';
import {connect} from './connect.ts';
import {ReadBuffers} from './read-buffers.ts';

export type ReadingSocketOptions = {
	readonly host: string;
	readonly port: number;
	readonly signal?: AbortSignal | undefined;
	/** Takes the next bytes; they are valid until it returns, or for as long as `hold` says. */
	readonly onBytes: (bytes: Uint8Array) => void;
	/** The connection has ended, in order or not. May be told more than once. */
	readonly onEnd: () => void;
};

export class ReadingSocket {
	readonly #onBytes: (bytes: Uint8Array) => void;
	readonly #buffers = new ReadBuffers(() => this.#goOn());
	#socket: Socket | undefined;
	/** The one that the socket reads into now. */
	#current: Uint8Array | undefined;
	#paused = false;
	#moved = performance.now();
	#destroyed = false;

	private constructor(onBytes: (bytes: Uint8Array) => void) {
		this.#onBytes = onBytes;
	}

	/** Connects. Rejects with a `ConnectError`. */
	static async open({host, port, signal, onBytes, onEnd}: ReadingSocketOptions): Promise<ReadingSocket> {
		const reading = new ReadingSocket(onBytes);
		const onread = {
			buffer: () => reading.#nextBuffer(),
			callback: (bytes: number, buffer: Uint8Array) => reading.#onRead(bytes, buffer),
		};
		const socket = await connect({host, port, signal, onread});
		reading.#socket = socket.on('error', onEnd).on('close', onEnd).on('end', onEnd);
		return reading;
	}

	/** When something last came, or could not come because of us; by `performance.now()`. */
	get moved(): number {
		return this.#paused ? performance.now() : this.#moved;
	}

	write(text: string): void {
		if (!this.#destroyed) this.#socket?.write(text);
	}

	/** Keeps the bytes that are being given until `done` has settled. */
	hold(done: Promise<unknown>): void {
		if (this.#current) this.#buffers.hold(this.#current, done);
	}

	destroy(): void {
		this.#destroyed = true;
		this.#buffers.close();
		this.#socket?.destroy();
	}

	#nextBuffer(): Uint8Array {
		this.#current ??= this.#buffers.take();
		// Reading is stopped while there is one left, so there always is.
		if (!this.#current) throw new Error('every buffer is in use');
		return this.#current;
	}

	/** Gives whether to read on. */
	#onRead(bytes: number, buffer: Uint8Array): boolean {
		this.#moved = performance.now();
		this.#onBytes(buffer.subarray(0, bytes));
		if (this.#destroyed) return false;
		if (!this.#buffers.isHeld(buffer)) return true;
		this.#current = undefined;
		this.#paused = !this.#buffers.reserve();
		return !this.#paused;
	}

	#goOn(): void {
		if (!this.#paused || this.#destroyed) return;
		this.#paused = false;
		this.#moved = performance.now();
		this.#socket?.resume();
	}
}

/**
 * A connection that reads into a few reusable buffers. Its user may hold a buffer until it has been written to disk;
 * while too many are held, reading pauses, so that a slow disk slows the sender down.
 */
import type {Socket} from 'node:net';
import {connect} from './connect.ts';
import {lingerBytes, lingerMs} from './linger.ts';
import {ReadBuffers} from './read-buffers.ts';

export type ReadingSocketOptions = {
	readonly host: string;
	readonly port: number;
	readonly signal?: AbortSignal | undefined;
	/** Receives the next bytes; they are valid only during the call, unless `hold` extends that. */
	readonly onBytes: (bytes: Uint8Array) => void;
	/** The connection has ended, properly or not. May be called more than once. */
	readonly onEnd: () => void;
};

export class ReadingSocket {
	readonly #onBytes: (bytes: Uint8Array) => void;
	readonly #buffers = new ReadBuffers(() => this.#goOn());
	#socket: Socket | undefined;
	/** The buffer that the socket is reading into. */
	#current: Uint8Array | undefined;
	#paused = false;
	#moved = performance.now();
	#destroyed = false;
	/** How many more bytes to read and discard; undefined before `linger`. */
	#lingerLeft: number | undefined;

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

	/** Bytes received so far. */
	get bytesRead(): number {
		return this.#socket?.bytesRead ?? 0;
	}

	/** Whether reading is paused by us. */
	get paused(): boolean {
		return this.#paused;
	}

	/** When bytes last arrived, or reading last paused because of us; by `performance.now()`. */
	get moved(): number {
		return this.#paused ? performance.now() : this.#moved;
	}

	/** Sends nothing after `linger`: to write to a socket that was ended would destroy it. */
	write(text: string): void {
		if (!this.#destroyed && this.#lingerLeft === undefined) this.#socket?.write(text);
	}

	/** Keeps the bytes of the current `onBytes` call valid until `done` settles. */
	hold(done: Promise<unknown>): void {
		if (this.#current) this.#buffers.hold(this.#current, done);
	}

	/** Ends the connection as `linger` does for a plain socket. */
	linger(): void {
		if (this.#destroyed || !this.#socket) return;
		this.#lingerLeft = lingerBytes;
		const timer = setTimeout(() => this.destroy(), lingerMs).unref();
		this.#socket.once('close', () => {
			clearTimeout(timer);
			this.destroy();
		});
		this.#socket.unref().end();
	}

	destroy(): void {
		this.#destroyed = true;
		this.#buffers.close();
		this.#socket?.destroy();
	}

	#nextBuffer(): Uint8Array {
		this.#current ??= this.#buffers.take();
		// Reading pauses while one buffer is left, so there always is one.
		if (!this.#current) throw new Error('every buffer is in use');
		return this.#current;
	}

	/** Returns whether to continue reading. */
	#onRead(bytes: number, buffer: Uint8Array): boolean {
		if (this.#lingerLeft !== undefined) return this.#discard(this.#lingerLeft - bytes);
		this.#moved = performance.now();
		this.#onBytes(buffer.subarray(0, bytes));
		if (this.#destroyed) return false;
		if (!this.#buffers.isHeld(buffer)) return true;
		this.#current = undefined;
		this.#paused = !this.#buffers.reserve();
		return !this.#paused;
	}

	#discard(left: number): boolean {
		this.#lingerLeft = left;
		if (left < 0) this.destroy();
		return left >= 0;
	}

	#goOn(): void {
		if (!this.#paused || this.#destroyed) return;
		this.#paused = false;
		this.#moved = performance.now();
		this.#socket?.resume();
	}
}

/**
 * A connection that reads into a few reusable buffers. Its user may hold a buffer until it has been written to disk;
 * while too many are held, reading pauses, so that a slow disk slows the sender down.
 */
import type {Socket} from 'node:net';
import {connect} from './connect.ts';
import {lingerBytes, lingerMs} from './linger.ts';
import type {NetworkKey} from './network-key.ts';
import {ReadBuffers} from './read-buffers.ts';

export type ReadingSocketOptions = {
	readonly host: string;
	readonly port: number;
	/** The key of a private network. */
	readonly key?: NetworkKey | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Receives the next bytes; they are valid only during the call, unless `hold` extends that. */
	readonly onBytes: (bytes: Uint8Array) => void;
	/** The connection has ended, properly or not. May be called more than once. */
	readonly onEnd: () => void;
};

/** The most that a TLS record contains (RFC 8446, section 5.1). */
const recordBytes = 16 * 1024;
const firstBytes = 4 * recordBytes;

export class ReadingSocket {
	readonly #onBytes: (bytes: Uint8Array) => void;
	readonly #buffers = new ReadBuffers(() => this.#goOn());
	#socket: Socket | undefined;
	/** TLS delivers a record at a time, 16 KiB, and what it has decrypted also while reading is paused. */
	readonly #inRecords: boolean;
	/**
	 * What is read first, since the socket wants a buffer before it is connected: large ones are for those who answer, not
	 * for hundreds that do not.
	 */
	#first: Uint8Array | undefined;
	/** How much of the current buffer is filled and held. */
	#filled = 0;
	#paused = false;
	#moved = performance.now();
	#destroyed = false;
	/** How many more bytes to read and discard; undefined before `linger`. */
	#lingerLeft: number | undefined;

	private constructor(onBytes: (bytes: Uint8Array) => void, inRecords: boolean) {
		this.#onBytes = onBytes;
		this.#inRecords = inRecords;
	}

	/** Connects. Rejects with a `ConnectError`. */
	static async open({host, port, key, signal, onBytes, onEnd}: ReadingSocketOptions): Promise<ReadingSocket> {
		const reading = new ReadingSocket(onBytes, key !== undefined);
		const onread = {
			buffer: () => reading.#room(),
			callback: (bytes: number) => {
				reading.#take(bytes);
				return reading.#onRead(bytes);
			},
		};
		const socket = await connect({host, port, key, signal, onread});
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
		this.#buffers.hold(done);
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

	/** The buffer to read into next. */
	#room(): Uint8Array {
		if (this.#socket) return this.#buffers.current.subarray(this.#filled);
		this.#first ??= Buffer.allocUnsafeSlow(firstBytes);
		return this.#first;
	}

	/** Moves what was read first to where all else is read. */
	#take(bytes: number): void {
		if (this.#first) this.#buffers.current.set(this.#first.subarray(0, bytes), this.#filled);
		this.#first = undefined;
	}

	/** Returns whether to continue reading. */
	#onRead(bytes: number): boolean {
		if (this.#lingerLeft !== undefined) return this.#discard(this.#lingerLeft - bytes);
		const buffer = this.#buffers.current;
		this.#moved = performance.now();
		const end = this.#filled + bytes;
		this.#onBytes(buffer.subarray(this.#filled, end));
		if (this.#destroyed) return false;
		this.#filled = this.#buffers.isHeld ? end : 0;
		if (this.#filled === 0 || (this.#inRecords && buffer.length - end >= recordBytes)) return !this.#paused;
		this.#buffers.leave();
		this.#filled = 0;
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

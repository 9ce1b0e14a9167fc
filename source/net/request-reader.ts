/**
 * The incoming half of a server's connection: chunks become requests, in turns with other connections and within the
 * time limit for a head.
 */
import type {Socket} from 'node:net';
import {type DecodedRequest, RequestDecoder} from '../protocol/decoder.ts';
import {afterReading} from './after-reading.ts';
import {lingerBytes} from './linger.ts';
import {handshakeByte} from './network-key.ts';
import type {TimeSlices} from './time-slices.ts';

export type RequestReaderOptions = {
	readonly timeSlices: Pick<TimeSlices, 'take'>;
	/** Milliseconds from the first byte of a head to its end. */
	readonly headTimeoutMs: number;
	/** Called with each chunk that arrives. */
	readonly onActivity: () => void;
	/** Called when the first byte looks like a TLS handshake, on an open port. */
	readonly onEncrypted: (() => void) | undefined;
	/** Receives the requests of a chunk, in order; none while a head is incomplete. */
	readonly onRequests: (requests: readonly DecodedRequest[]) => void;
	/** The other side has ended, within this head if it had begun one. */
	readonly onEnd: (last: DecodedRequest | undefined) => void;
};

/** A client whose chunks are smaller than this asks for little. */
const briefBytes = 512;

export class RequestReader {
	readonly #socket: Socket;
	readonly #options: RequestReaderOptions;
	readonly #decoder = new RequestDecoder();
	#first = true;
	/** Bytes that may still arrive after `discard`; undefined before. */
	#discarding: number | undefined;
	/** Whether a chunk waits for its turn: what comes after it, more chunks or the end, has to wait, too. */
	#waiting = false;
	#ended = false;
	#stopTimer: () => void = () => {};
	#timedHead: number | undefined;

	constructor(socket: Socket, options: RequestReaderOptions) {
		this.#socket = socket;
		this.#options = options;
		socket.on('data', chunk => this.#onData(chunk));
		socket.on('end', () => this.#onEnd());
		socket.on('close', () => this.#stopTimer());
	}

	/**
	 * Reads no more requests. What arrives is discarded: closing with unread bytes would reset the connection and destroy
	 * the answer in transit.
	 */
	discard(): void {
		this.#discarding = lingerBytes;
		this.#stopTimer();
		this.#socket.resume();
	}

	/** Reads on where reading was paused, unless a chunk waits for its turn: that one goes on by itself. */
	resume(): void {
		if (!this.#waiting && !this.#socket.destroyed && this.#socket.isPaused()) this.#socket.resume();
	}

	#onData(chunk: Buffer): void {
		if (this.#discarding !== undefined) {
			this.#discarding -= chunk.length;
			if (this.#discarding < 0) this.#socket.destroy();
			return;
		}
		if (this.#first) {
			this.#first = false;
			const {onEncrypted} = this.#options;
			if (chunk[0] === handshakeByte && onEncrypted) {
				onEncrypted();
				this.#pass([this.#decoder.encrypted(chunk)]);
				return;
			}
		}
		this.#options.onActivity();
		const work = () => {
			this.#waiting = false;
			if (this.#discarding !== undefined) return;
			this.#pass(this.#decoder.push(chunk));
			if (this.#ended) this.#onEnd();
		};
		if (this.#options.timeSlices.take(work, {brief: chunk.length <= briefBytes})) return;
		this.#waiting = true;
		// Resumed when the received requests have been answered.
		this.#socket.pause();
	}

	/** A socket that is paused may end, when nothing else is left in it. */
	#onEnd(): void {
		this.#ended = true;
		if (!this.#waiting) this.#options.onEnd(this.#decoder.end());
	}

	#pass(requests: readonly DecodedRequest[]): void {
		this.#watchHead();
		this.#options.onRequests(requests);
	}

	/** Starts the timer for a head that has begun, and stops it when the head is complete. */
	#watchHead(): void {
		const head = this.#decoder.openHead;
		if (head === this.#timedHead || this.#discarding !== undefined) return;
		this.#stopTimer();
		this.#timedHead = head;
		if (head !== undefined) this.#stopTimer = afterReading(this.#options.headTimeoutMs, () => this.#onHeadTimeout());
	}

	#onHeadTimeout(): void {
		this.#timedHead = undefined;
		// While we are not reading, the other side is not to blame.
		if (this.#socket.isPaused()) {
			this.#watchHead();
			return;
		}
		const late = this.#decoder.expire();
		if (late) this.#pass([late]);
	}
}

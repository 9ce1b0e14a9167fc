/**
 * Requests to an index server in P2P-CI/1.0 over one persistent connection, one after another (RFC 900002, section
 * 7). If the server closes after each answer, a new connection is opened for the next request.
 */
import type {Socket} from 'node:net';
import {type ClassicAnswer, ClassicAnswerDecoder, type ClassicEvent} from '../protocol/classic-answer.ts';
import {encodeRequest, type OutgoingRequest} from '../protocol/encode.ts';
import type {Field} from '../protocol/message.ts';
import {alertStart} from '../protocol/response-head.ts';
import {afterReading} from './after-reading.ts';
import {ConnectError, type ConnectOptions, connect, connectReason} from './connect.ts';
import {Flow} from './flow.ts';
import {ForeignError} from './foreign-error.ts';
import {logReceived, logSent} from './wire-entries.ts';
import type {WireLog} from './wire-log.ts';

/** An answer without an end mark is complete after this much silence. */
const silenceMs = 2000;
const deadlineMs = 10_000;
/** In bytes a second: a server that looks up each record may take a few seconds for ten of them. */
const leastRate = 20;
/** A close that comes later after an answer is none of a server that closes after each. */
const afterAnswerMs = 1000;
const noBody = Buffer.alloc(0);

/** `asked`: a request was sent; `answers`: how many came over it; `stayed`: for a while after the last one. */
type Kept = {
	readonly socket: Socket;
	readonly decoder: ClassicAnswerDecoder;
	asked: boolean;
	answers: number;
	stayed: boolean;
	stopWaiting: () => void;
};

/** A connection that the server has ended. */
export type ClassicClose = {
	readonly error: Error;
	/** How many answers came over it. */
	readonly answers: number;
	/** Whether it came so soon after the last of them that it may be the server's habit. */
	readonly isHabit: boolean;
};
type CloseListener = (close: ClassicClose) => void;

export class ClassicClient {
	readonly #place: ConnectOptions;
	readonly #wire: WireLog | undefined;
	readonly #closeListeners = new Set<CloseListener>();
	#kept: Kept | undefined;
	#last: Promise<unknown> = Promise.resolve();
	#closed = false;
	#localAddress = '';

	/** Connects at the first request. */
	constructor(place: ConnectOptions, wire?: WireLog) {
		this.#place = place;
		this.#wire = wire;
	}

	/** The local address of the most recent connection; empty before the first. */
	get localAddress(): string {
		return this.#localAddress;
	}

	/** Opens the connection before the first request. Rejects with a `ConnectError`. */
	open(): Promise<void> {
		const opened = this.#last.then(async () => {
			if (!this.#kept) await this.#open();
		});
		this.#last = opened.catch(() => {});
		return opened;
	}

	/**
	 * Sends a request once all earlier ones have been answered. Rejects with a `ConnectError`, or with a `ForeignError`
	 * when the answer is not P2P-CI.
	 */
	request(outgoing: OutgoingRequest): Promise<ClassicAnswer> {
		const answer = this.#last.then(() => this.#exchange(outgoing));
		this.#last = answer.catch(() => {});
		return answer;
	}

	/** Calls `listener` each time the server has ended a connection, unless it never answered there: requests tell that. */
	onClose(listener: CloseListener): void {
		this.#closeListeners.add(listener);
	}

	/** Closes the connection for good, also one that is being opened. A waiting request is rejected. */
	close(): void {
		this.#closed = true;
		this.#closeListeners.clear();
		this.#kept?.socket.destroySoon();
	}

	async #exchange(outgoing: OutgoingRequest): Promise<ClassicAnswer> {
		const text = encodeRequest(outgoing, '1.0');
		const reused = this.#kept;
		if (reused) {
			try {
				return await this.#send(reused, text, outgoing);
			} catch (error) {
				// Closed while a request was waiting: the server keeps no connections, or lost this one. Repeat the request
				// on a new one.
				if (!(error instanceof ForeignError) || error.reason !== 'closed') throw error;
			}
		}
		return this.#send(await this.#open(), text, outgoing);
	}

	async #open(): Promise<Kept> {
		if (this.#closed) throw new ConnectError('aborted');
		const socket = await connect(this.#place);
		if (this.#closed) {
			socket.destroy();
			throw new ConnectError('aborted');
		}
		const kept: Kept = {
			socket,
			decoder: new ClassicAnswerDecoder(),
			asked: false,
			answers: 0,
			stayed: false,
			stopWaiting: () => {},
		};
		this.#kept = kept;
		this.#localAddress = socket.localAddress ?? '';
		// Bytes outside an answer are surplus line ends, or useless.
		socket.on('error', () => kept.stopWaiting());
		socket.on('end', () => kept.stopWaiting());
		socket.on('close', () => this.#onClosed(kept));
		return kept;
	}

	/** Not by the time between answer and close: this program may be held up, or stopped, between reading the two. */
	#waitForStay(kept: Kept): void {
		kept.stopWaiting = afterReading(afterAnswerMs, () => {
			kept.stayed = true;
		});
	}

	#onClosed(kept: Kept): void {
		kept.stopWaiting();
		if (this.#kept !== kept) return;
		this.#kept = undefined;
		// The close may be the end of an answer: whoever waits for it gets it first.
		setImmediate(() => {
			const {asked, answers, stayed} = kept;
			if (asked && answers === 0) return;
			const close = {error: new ConnectError('reset'), answers, isHabit: answers > 0 && !stayed};
			for (const listener of this.#closeListeners) listener(close);
		});
	}

	#send(kept: Kept, text: string, {method, fields = []}: OutgoingRequest): Promise<ClassicAnswer> {
		const {socket, decoder} = kept;
		const own = {host: fieldIn(fields, 'Host'), port: Number(fieldIn(fields, 'Port'))};
		decoder.expect({tabular: method === 'LOOKUP' || method === 'LIST', own});
		kept.asked = true;
		const since = performance.now();
		const exchange = logSent(this.#wire, text);
		const flow = new Flow(deadlineMs, leastRate);
		return new Promise((resolve, reject) => {
			let over = afterReading(deadlineMs, () => settle(new ConnectError('timeout')));
			const settle = (result: Error | ClassicAnswer) => {
				over();
				socket.off('data', onData).off('error', onError).off('close', onClose);
				// Unread surplus would keep the close from being noticed.
				socket.resume();
				if (result instanceof Error) {
					if (this.#kept === kept) this.#kept = undefined;
					socket.destroy();
					reject(result);
					return;
				}
				kept.answers++;
				kept.stopWaiting();
				kept.stayed = false;
				if (!socket.destroyed) this.#waitForStay(kept);
				const {text: received, records, bytes} = result;
				const classic = {records: records.length, bytes};
				logReceived(this.#wire, {head: result, text: received, body: noBody, classic, since, exchange});
				resolve(result);
			};
			const take = (event: ClassicEvent | undefined, otherwise: Error) => {
				if (event?.kind === 'answer') settle(event.answer);
				else
					settle(
						event ? new ForeignError(event.text.startsWith(alertStart) ? 'private' : 'no-status-line') : otherwise,
					);
			};
			flow.begin(since, socket.bytesRead);
			const onData = (chunk: Buffer) => {
				const [event] = decoder.push(chunk);
				if (event) {
					take(event, new ConnectError('reset'));
				} else if (flow.isTooSlow(performance.now(), socket.bytesRead)) {
					settle(new ConnectError('timeout'));
				} else if (decoder.open) {
					over();
					over = afterReading(silenceMs, () => take(decoder.end(), new ConnectError('timeout')));
				}
			};
			const onError = (error: Error) => {
				const reason = connectReason(error);
				settle(reason === 'reset' ? new ForeignError('closed') : new ConnectError(reason, {cause: error}));
			};
			const onClose = () => take(decoder.end(), new ForeignError('closed'));
			socket.on('data', onData).on('error', onError).on('close', onClose);
			socket.write(text);
		});
	}
}

const fieldIn = (fields: readonly Field[], wanted: string): string =>
	fields.find(([name]) => name === wanted)?.[1] ?? '';

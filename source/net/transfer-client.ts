/**
 * One kept connection to an uploader in P2P-CI/1.1: pipelined GET and HEAD, answered in order, bodies streamed
 * (RFC 900003).
 *
 * Bytes go straight from the socket's buffer to the request's `onBody`. While that has not dealt with what it was given
 * no more is read than a few buffers, so a slow disk slows the uploader down instead of filling the memory.
 */
import {encodeRequest} from '../protocol/encode.ts';
import type {Field} from '../protocol/message.ts';
import {type DecodedResponse, ResponseDecoder} from '../protocol/response-decoder.ts';
import {type TransferHead, transferHead} from '../protocol/transfer-head.ts';
import {ConnectError} from './connect.ts';
import {ReadingSocket} from './reading-socket.ts';
import {StallWatch} from './stall-watch.ts';
import {TransferBroken} from './transfer-broken.ts';
import {TransferExchange} from './transfer-exchange.ts';
import {TransferLog} from './transfer-log.ts';
import type {TransferClientOptions, TransferRequest} from './transfer-request.ts';

/** The rest of an unwanted answer is read and discarded up to this size; beyond it a new connection is cheaper. */
const bearableBytes = 256 * 1024;

export class TransferClient {
	readonly #options: TransferClientOptions;
	readonly #log: TransferLog;
	readonly #decoder = new ResponseDecoder(() => this.#outstanding[0]?.method, {reused: true});
	readonly #closeListeners = new Set<() => void>();
	readonly #watch: StallWatch;
	readonly #course = {
		onWork: (work: Promise<void>) => this.#socket?.hold(work),
		onUnwanted: (exchange: TransferExchange) => this.#bear(exchange),
	};
	#socket: ReadingSocket | undefined;
	/** In the order of their answers. */
	#outstanding: TransferExchange[] = [];
	#outgoing = '';
	#answers = 0;
	#failure: TransferBroken | undefined;

	private constructor(options: TransferClientOptions) {
		this.#options = options;
		const {stallMs = 10_000, firstMs = 3000} = options;
		const onStall = (how: 'foreign' | 'silent' | 'slow', afterMs: number) =>
			this.#fail(how, how === 'slow' ? '' : 'silent', afterMs);
		this.#watch = new StallWatch({stallMs, firstMs, flow: () => this.#socket, onStall});
		this.#log = new TransferLog(options.wire, `${options.party} :${options.port}`);
	}

	/** Connects. Rejects with a `ConnectError`. */
	static async open(options: TransferClientOptions): Promise<TransferClient> {
		const client = new TransferClient(options);
		const {address: host, port, key, signal} = options;
		const onBytes = (bytes: Uint8Array) => client.#onBytes(bytes);
		client.#socket = await ReadingSocket.open({host, port, key, signal, onBytes, onEnd: () => client.#lost()});
		if (client.#failure) client.#socket.destroy();
		return client;
	}

	get closed(): boolean {
		return this.#failure !== undefined;
	}

	/** Whether anything was answered over it. */
	get answered(): boolean {
		return this.#answers > 0;
	}

	/** Number of outstanding requests. */
	get outstanding(): number {
		return this.#outstanding.length;
	}

	/**
	 * Sends a request; those of one turn of the event loop go out in one write. Resolves with the head when the answer
	 * is complete and `onBody` has dealt with it. Rejects with a `TransferBroken` when the connection breaks, with a
	 * `ConnectError` of reason `aborted` when `signal` aborts, and with whatever `onHead` and `onBody` throw.
	 */
	request(request: TransferRequest): Promise<TransferHead> {
		return new Promise((resolve, reject) => {
			if (this.#failure || request.signal?.aborted) {
				reject(this.#failure ?? new ConnectError('aborted'));
				return;
			}
			const text = this.#textOf(request);
			const alone = this.#outstanding.length === 0;
			if (alone) this.#watch.start();
			const {onWork, onUnwanted} = this.#course;
			const exchange = this.#log.sent(text);
			this.#outstanding.push(new TransferExchange({request, alone, exchange, resolve, reject, onWork, onUnwanted}));
			this.#send(text);
		});
	}

	/** Calls `listener` when the connection ends; at once if it already has. */
	onClose(listener: () => void): void {
		if (this.#failure) listener();
		else this.#closeListeners.add(listener);
	}

	/** Closes the connection; waiting requests are rejected. */
	close(): void {
		this.#fail('closed');
	}

	#textOf({method, rfc, fields = []}: TransferRequest): string {
		const {name, os} = this.#options;
		const about: readonly Field[] = [
			['Host', name],
			['OS', os],
		];
		return encodeRequest({method, target: {kind: 'rfc', number: rfc}, fields: [...about, ...fields]}, '1.1');
	}

	#send(text: string): void {
		if (this.#outgoing === '') {
			// Sent together: answers that arrive together trigger the next requests together.
			setImmediate(() => {
				this.#socket?.write(this.#outgoing);
				this.#outgoing = '';
			});
		}
		this.#outgoing += text;
	}

	#onBytes(bytes: Uint8Array): void {
		for (const event of this.#decoder.push(bytes)) {
			if (this.#failure) return;
			this.#onEvent(event);
		}
	}

	#onEvent(event: DecodedResponse): void {
		const [first] = this.#outstanding;
		if (event.kind === 'foreign') this.#fail(this.#answers === 0 ? 'foreign' : 'garbage', event.reason);
		else if (!first) this.#fail('garbage');
		else if (event.kind === 'head') this.#onHead(first, transferHead(event.head), event.text);
		else if (event.kind === 'body') first.onBody(event.bytes);
		else this.#onEnd(first);
	}

	#onHead(first: TransferExchange, head: TransferHead, text: string): void {
		this.#answers++;
		this.#watch.answered();
		if (first.alone) this.#options.onAnswer?.(performance.now() - first.sent);
		first.onHead(head, text);
	}

	#onEnd(first: TransferExchange): void {
		this.#outstanding.shift();
		this.#watch.next();
		this.#log.received(first);
		first.end();
		if (this.#outstanding.length === 0) this.#watch.stop();
	}

	/** If much of an unwanted answer is still to come, the connection is replaced. */
	#bear(exchange: TransferExchange): void {
		if (this.#outstanding[0] === exchange && exchange.bytesToCome > bearableBytes) this.#fail('closed');
	}

	/** A close before any answer means that the other side does not speak 1.1. */
	#lost(): void {
		this.#fail(this.#answers === 0 && this.#outstanding.length > 0 ? 'foreign' : 'closed', 'closed');
	}

	#fail(kind: TransferBroken['kind'], detail = '', afterMs = 0): void {
		if (this.#failure) return;
		const outstanding = this.#outstanding;
		this.#outstanding = [];
		const seconds = afterMs / 1000;
		const failure = new TransferBroken({kind, detail, begun: false, received: 0, seconds});
		this.#failure = failure;
		this.#watch.stop();
		if (kind === 'foreign') this.#socket?.linger();
		else this.#socket?.destroy();
		const [first, ...others] = outstanding;
		if (first) {
			this.#log.broken(kind === 'foreign' ? 'no answer in P2P-CI/1.1' : `${kind} ${first.came}`, first);
			const {received, total, head} = first;
			const begun = this.#answers === 0 || head !== undefined;
			first.break(new TransferBroken({kind, detail, begun, received, total, seconds}));
		}
		// Only the first request in line can be at fault.
		for (const each of others) each.break(failure);
		for (const listener of this.#closeListeners) listener();
		this.#closeListeners.clear();
	}
}

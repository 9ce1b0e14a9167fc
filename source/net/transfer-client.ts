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
import {TransferLog} from './transfer-log.ts';
import type {Pending, TransferClientOptions, TransferRequest} from './transfer-request.ts';

/** The rest of an unwanted answer is read and discarded up to this size; beyond it a new connection is cheaper. */
const bearableBytes = 256 * 1024;

export class TransferClient {
	readonly #options: TransferClientOptions;
	readonly #log: TransferLog;
	readonly #decoder = new ResponseDecoder(() => this.#pending[0]?.request.method, {reused: true});
	readonly #closeListeners = new Set<() => void>();
	readonly #watch: StallWatch;
	#socket: ReadingSocket | undefined;
	#pending: Pending[] = [];
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
		const {address: host, port, signal} = options;
		const onBytes = (bytes: Uint8Array) => client.#onBytes(bytes);
		client.#socket = await ReadingSocket.open({host, port, signal, onBytes, onEnd: () => client.#lost()});
		if (client.#failure) client.#socket.destroy();
		return client;
	}

	get closed(): boolean {
		return this.#failure !== undefined;
	}

	/** Number of outstanding requests. */
	get outstanding(): number {
		return this.#pending.length;
	}

	/**
	 * Sends a request; those of one turn of the event loop go out in one write. Resolves with the head when the answer
	 * is complete and `onBody` has dealt with it. Rejects with a `TransferBroken` when the connection breaks, with a
	 * `ConnectError` of reason `aborted` when `signal` aborts, and with whatever `onHead` and `onBody` throw.
	 */
	request(request: TransferRequest): Promise<TransferHead> {
		return new Promise((resolve, reject) => {
			const {signal} = request;
			if (this.#failure || signal?.aborted) {
				reject(this.#failure ?? new ConnectError('aborted'));
				return;
			}
			const text = this.#textOf(request);
			const exchange = this.#log.sent(text);
			if (this.#pending.length === 0) this.#watch.start();
			const onAbort = () => this.#giveUp(pending, new ConnectError('aborted'));
			// A signal may outlive its request by far, and its listeners keep whole documents alive.
			const settled =
				<Value>(settle: (value: Value) => void) =>
				(value: Value): void => {
					signal?.removeEventListener('abort', onAbort);
					settle(value);
				};
			const pending: Pending = {
				...{request, resolve: settled(resolve), reject: settled(reject), exchange},
				sent: performance.now(),
				alone: this.#pending.length === 0,
				...{text: '', received: 0, working: 0, ended: false, given: false},
			};
			this.#pending.push(pending);
			signal?.addEventListener('abort', onAbort, {once: true});
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
		const pending = this.#pending[0];
		if (event.kind === 'foreign') this.#fail(this.#answers === 0 ? 'foreign' : 'garbage', event.reason);
		else if (!pending) this.#fail('garbage');
		else if (event.kind === 'head') this.#onHead(pending, transferHead(event.head), event.text);
		else if (event.kind === 'body') this.#onBody(pending, event.bytes);
		else this.#onEnd(pending);
	}

	#onHead(pending: Pending, head: TransferHead, text: string): void {
		this.#answers++;
		this.#watch.answered();
		if (pending.alone) this.#options.onAnswer?.(performance.now() - pending.sent);
		pending.head = head;
		pending.text = text;
		if (pending.given || !isGood(head)) {
			this.#bear(pending);
			return;
		}
		try {
			pending.request.onHead?.(head);
		} catch (error) {
			this.#giveUp(pending, error);
		}
	}

	#onBody(pending: Pending, bytes: Uint8Array): void {
		pending.received += bytes.length;
		if (pending.given || !pending.head || !isGood(pending.head)) return;
		try {
			const work = pending.request.onBody?.(bytes);
			if (!work) return;
			pending.working++;
			this.#socket?.hold(work);
			work.then(
				() => this.#dealtWith(pending),
				error => this.#giveUp(pending, error),
			);
		} catch (error) {
			this.#giveUp(pending, error);
		}
	}

	#dealtWith(pending: Pending): void {
		pending.working--;
		if (pending.ended) this.#settle(pending);
	}

	#onEnd(pending: Pending): void {
		this.#pending.shift();
		pending.ended = true;
		this.#watch.next();
		this.#log.received(pending);
		this.#settle(pending);
		if (this.#pending.length === 0) this.#watch.stop();
	}

	#settle(pending: Pending): void {
		if (pending.working > 0 || pending.given || !pending.head) return;
		pending.given = true;
		pending.resolve(pending.head);
	}

	/** Abandons an answer. If much of it is still to come, the connection is replaced. */
	#giveUp(pending: Pending, error: unknown): void {
		if (pending.given) return;
		pending.given = true;
		pending.reject(error);
		if (!pending.ended) this.#bear(pending);
	}

	#bear(pending: Pending): void {
		const {head, request, received} = pending;
		if (!head || this.#pending[0] !== pending || request.method === 'HEAD') return;
		if (head.length - received > bearableBytes) this.#fail('closed');
	}

	/** A close before any answer means that the other side does not speak 1.1. */
	#lost(): void {
		this.#fail(this.#answers === 0 && this.#pending.length > 0 ? 'foreign' : 'closed', 'closed');
	}

	#fail(kind: TransferBroken['kind'], detail = '', afterMs = 0): void {
		if (this.#failure) return;
		const pending = this.#pending;
		this.#pending = [];
		const seconds = afterMs / 1000;
		const failure = new TransferBroken({kind, detail, begun: false, received: 0});
		this.#failure = failure;
		this.#watch.stop();
		if (kind === 'foreign') this.#socket?.linger();
		else this.#socket?.destroy();
		for (const [at, each] of pending.entries()) {
			if (at === 0) this.#log.broken(each, kind);
			if (each.given) continue;
			each.given = true;
			const {received, head} = each;
			// The length of a range says nothing about the document.
			const total = head?.range ? undefined : head?.length;
			// Only the first request in line can be at fault.
			each.reject(
				at === 0
					? new TransferBroken({
							kind,
							detail,
							begun: this.#answers === 0 || head !== undefined,
							received,
							total,
							seconds,
						})
					: failure,
			);
		}
		for (const listener of this.#closeListeners) listener();
		this.#closeListeners.clear();
	}
}

const isGood = ({code}: TransferHead): boolean => code === 200 || code === 206;

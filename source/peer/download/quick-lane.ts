/**
 * A connection to one uploader of small documents, with pipelined requests. The window of outstanding requests grows
 * with the uploader's speed, so that neither side waits for the other and a slow uploader holds few documents.
 */

import type {Endpoint} from '../../net/addresses.ts';
import {lookEvery} from '../../net/after-reading.ts';
import {ConnectError} from '../../net/connect.ts';
import {DocumentConnection} from '../../net/document-connection.ts';
import {Flow} from '../../net/flow.ts';
import {TransferBroken} from '../../net/transfer-broken.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import type {TransferHead} from '../../protocol/transfer-head.ts';
import {FailureError} from '../../text/failures.ts';
import {RateMeter} from '../pace.ts';
import {CodingError, codingFields, decodedWhole} from './content-decoder.ts';
import type {OnState} from './download-progress.ts';
import {QuickWindow} from './quick-window.ts';
import type {SmallExpected} from './small-download.ts';
import {checkedCode, type Holder} from './source-failure.ts';
import {checkWhole, garbage} from './source-request.ts';
import type {UploadersOptions} from './uploaders.ts';

/** A document to be downloaded. */
export type QuickOrder = {
	readonly rfc: number;
	readonly expected: SmallExpected;
	readonly holders: readonly RfcRecord[];
	readonly signal: AbortSignal;
	readonly onState?: OnState | undefined;
};

type CompleteAnswer = {readonly head: TransferHead; readonly body: Buffer};

/** Compares without making keys: whenever a lane is filled, the holders of all waiting documents are compared. */
export const isAt = (one: Endpoint, other: Endpoint): boolean =>
	one.port === other.port && one.address === other.address;

export type QuickLaneOptions<Order extends QuickOrder> = Pick<UploadersOptions, 'name' | 'os' | 'key'> & {
	readonly place: Endpoint;
	/** Returns the next orders to request, at most `most`. */
	readonly next: (most: number) => readonly Order[];
	/** Receives a document; the bytes are valid only during the call. */
	readonly onDocument: (order: Order, holder: Holder, bytes: Uint8Array) => void;
	/** The head of an answer shows that the holder speaks 1.1. */
	readonly onNamed: (holder: Holder) => void;
	/** The document cannot be had from this uploader. */
	readonly onFailure: (order: Order, holder: Holder, error: unknown) => void;
	/** The connection is over. Requests behind the document that was arriving failed through nobody's fault. */
	readonly onGone: (unanswered: readonly Order[], error: unknown) => void;
};

/** A local uploader answers within a millisecond, and there are other holders or the general path to fall back on. */
const connectMs = 1500;
const silentMs = 3000;
/** Bytes a second: a slower uploader is left to the general path, which can wait, or ask another holder. */
const leastRate = 1024;
const lookEveryMs = 250;
const idleMs = 20_000;

export class QuickLane<Order extends QuickOrder> {
	readonly #options: QuickLaneOptions<Order>;
	readonly #meter = new RateMeter(performance.now());
	readonly #flow = new Flow(silentMs, leastRate);
	#connection: DocumentConnection | undefined;
	#inFlight: Order[] = [];
	#window = new QuickWindow(0);
	#asked = performance.now();
	#looking: NodeJS.Timeout | undefined;
	#idle: NodeJS.Timeout | undefined;
	#gone = false;

	/** Connects at once. */
	constructor(options: QuickLaneOptions<Order>) {
		this.#options = options;
		void this.#open();
	}

	/** Number of outstanding requests. */
	get underWay(): number {
		return this.#inFlight.length;
	}

	/** Closes the connection when this signal aborted an outstanding request. */
	heed(signal: AbortSignal): void {
		if (this.#inFlight.some(order => order.signal === signal)) this.close(new ConnectError('aborted'));
	}

	/** Requests more documents, if there are any. */
	fill(): void {
		const connection = this.#connection;
		// Half a window in one batch: waking an uploader costs as much as many requests.
		if (!connection || this.#gone || this.#inFlight.length > this.#window.size / 2) return;
		const orders = this.#options.next(this.#window.size - this.#inFlight.length);
		if (orders.length === 0) return;
		this.#adapt();
		if (this.#inFlight.length === 0) this.#flow.begin(performance.now(), connection.bytesRead);
		connection.ask(orders.map(({rfc}) => rfc));
		this.#inFlight.push(...orders);
		clearTimeout(this.#idle);
		this.#looking ??= lookEvery(lookEveryMs, () => this.#look());
	}

	/** Closes the connection; outstanding requests fail. */
	close(error: unknown): void {
		if (this.#gone) return;
		this.#gone = true;
		clearInterval(this.#looking);
		clearTimeout(this.#idle);
		this.#connection?.close();
		const unanswered = this.#inFlight;
		this.#inFlight = [];
		this.#options.onGone(unanswered, error);
	}

	async #open(): Promise<void> {
		const {place, name, os, key} = this.#options;
		const began = performance.now();
		try {
			this.#connection = await DocumentConnection.open({
				host: place.address,
				port: place.port,
				key,
				timeoutMs: connectMs,
				fields: [['Host', name], ['OS', os], ...codingFields(place.address)],
				onAnswer: (head, body) => this.#onAnswer(head, body),
				onNamed: () => this.#onNamed(),
				onBroken: error => this.close(error),
			});
		} catch (error) {
			this.close(error);
			return;
		}
		this.#window = new QuickWindow(performance.now() - began);
		if (this.#gone) this.#connection.close();
		else this.fill();
	}

	#onNamed(): void {
		const [first] = this.#inFlight;
		if (first) this.#options.onNamed(holderAt(first, this.#options.place));
	}

	/** An empty window means that there was nothing to request. */
	#adapt(): void {
		const now = performance.now();
		const took = now - this.#asked;
		this.#asked = now;
		if (this.#inFlight.length > 0) this.#window.adapt(took);
	}

	#onAnswer(head: TransferHead, body: Buffer): void {
		const order = this.#inFlight.shift();
		this.#flow.begin(performance.now(), this.#connection?.bytesRead ?? 0);
		if (!order) {
			this.close(new TransferBroken({kind: 'garbage', detail: '', begun: true, received: 0}));
			return;
		}
		const holder = holderAt(order, this.#options.place);
		try {
			this.#options.onDocument(order, holder, this.#checked(order, holder, {head, body}));
			this.#meter.add(body.length, performance.now());
		} catch (error) {
			this.#options.onFailure(order, holder, error);
			// A busy uploader is not asked for more.
			if (error instanceof FailureError && error.failure.kind === 'peer-busy') this.close(error);
		}
		this.fill();
		if (this.#inFlight.length === 0 && !this.#gone) this.#rest();
	}

	#checked({expected}: Order, holder: Holder, {head, body}: CompleteAnswer): Uint8Array {
		checkedCode(head, holder);
		checkWhole(head, {holder, expected});
		try {
			return head.encoding === undefined ? body : decodedWhole(head.encoding, body, expected.bytes);
		} catch (error) {
			throw error instanceof CodingError ? garbage(holder, error.message) : error;
		}
	}

	#rest(): void {
		clearInterval(this.#looking);
		this.#looking = undefined;
		clearTimeout(this.#idle);
		this.#idle = setTimeout(() => this.close(new ConnectError('aborted')), idleMs).unref();
	}

	#look(): void {
		const [first] = this.#inFlight;
		if (!first || !this.#connection) return;
		const now = performance.now();
		const {received, moved, bytesRead} = this.#connection;
		const kind = this.#flow.stall(now, bytesRead, Math.max(this.#asked, moved));
		if (kind) {
			const total = received > 0 ? first.expected.bytes : undefined;
			this.close(new TransferBroken({kind, detail: '', begun: true, received, total, seconds: silentMs / 1000}));
		} else if (received > 0) {
			const {host, address, port} = holderAt(first, this.#options.place);
			const rate = this.#meter.rate(now);
			const source = {host, address, port, bytes: received, rate, state: 'sending'} as const;
			first.onState?.({kind: 'running', received, total: first.expected.bytes, rate}, [source]);
		}
	}
}

/** The record of the holder at this place. */
function holderAt({rfc, holders}: QuickOrder, place: Endpoint): Holder {
	return holders.find(each => isAt(each, place)) ?? {rfc, host: '', ...place};
}

/** One uploader that a peer downloads from: a persistent connection, and how well it has served so far. */
import {setTimeout as wait} from 'node:timers/promises';
import {abortable} from '../../net/abortable.ts';
import {lookEvery} from '../../net/after-reading.ts';
import {Flow} from '../../net/flow.ts';
import {TransferBroken} from '../../net/transfer-broken.ts';
import {TransferClient} from '../../net/transfer-client.ts';
import type {TransferClientOptions, TransferRequest} from '../../net/transfer-request.ts';
import type {Version} from '../../protocol/message.ts';
import {isNamedHead, type TransferHead} from '../../protocol/transfer-head.ts';
import {RateMeter} from '../pace.ts';
import {OwnDelay} from './own-delay.ts';

export type UploaderOptions = TransferClientOptions & {
	/** The only version to speak; by default 1.1, and 1.0 with uploaders that speak nothing newer. */
	readonly protocol?: Version | undefined;
};

/** The uploader does not speak 1.1 at the moment. */
export class ClassicUploaderError extends Error {
	override readonly name = 'ClassicUploaderError';
	/** What it sent instead; undefined when that was found out earlier. */
	readonly broken: TransferBroken | undefined;

	constructor(broken?: TransferBroken) {
		super('1.1 is not spoken there');
		this.broken = broken;
	}
}

/** How long an uploader is taken for 1.0 before 1.1 is tried again. */
const classicMs = 60_000;
/** As above for one that merely closed the connection: it may have just restarted. */
const closedMs = 1000;
const idleMs = 20_000;
/** A source that is silent, or sends next to nothing, for this long is not waited for if there is another to ask. */
export const patienceMs = 4000;
/** Bytes a second below which a source sends next to nothing. */
const leastRate = 1024;
/** Until an uploader's rate is known this one is assumed, which is high enough that it gets its chance. */
const unknownRate = 8 * 1024 * 1024;
/** A queue longer than any real one, for uploaders to be avoided. */
const avoidedSeconds = 1_000_000;

/** How an uploader stalls. */
export type Stall = 'peer-silent' | 'peer-slow';

export class Uploader {
	/** Whether it has given a complete answer in 1.1, or the head of one that only 1.1 has, over whatever connection. */
	spokeNamed = false;
	/** What holds it up, of whatever document. */
	readonly delay = new OwnDelay();
	readonly #options: UploaderOptions;
	readonly #meter = new RateMeter(performance.now());
	#client: Promise<TransferClient> | undefined;
	#connecting = new AbortController();
	#answerMs: number | undefined;
	#classicUntil = 0;
	#busyUntil = 0;
	#troubles = 0;
	#avoidUntil = 0;
	#pendingBytes = 0;
	#idle: NodeJS.Timeout | undefined;
	#used = 0;
	#moved = 0;
	#sentAt = 0;
	#receivedBytes = 0;
	readonly #flow = new Flow(patienceMs, leastRate);
	/** Those to notify when nothing arrives. */
	readonly #impatient = new Set<(how: Stall) => void>();
	#ticker: NodeJS.Timeout | undefined;

	constructor(options: UploaderOptions) {
		this.#options = {...options, onAnswer: ms => this.answered(ms)};
	}

	/** How many milliseconds its last answer took that did not wait behind another. */
	get answerMs(): number | undefined {
		return this.#answerMs;
	}

	/** It took this many milliseconds to answer. */
	answered(ms: number): void {
		this.#answerMs = ms;
	}

	/** Whether to ask it in 1.0: it was found to speak only that, or the person demands it. */
	get classic(): boolean {
		const {protocol} = this.#options;
		return protocol === '1.0' || (!this.#isNewOnly && performance.now() < this.#classicUntil);
	}

	/** For how many more milliseconds it asked not to be asked. */
	get busyFor(): number {
		return Math.max(0, this.#busyUntil - performance.now());
	}

	/** It asked not to be asked for this many seconds. */
	busy(seconds: number): void {
		this.#busyUntil = performance.now() + 1000 * Math.min(60, Math.max(0.2, seconds));
	}

	/** It could not be reached or broke off: others are preferred for a while, longer each time. */
	trouble(): void {
		this.#answerMs = undefined;
		this.#troubles = Math.min(6, this.#troubles + 1);
		this.#avoidUntil = performance.now() + 1000 * 2 ** this.#troubles;
	}

	/** When it last sent bytes of any document, by `performance.now()`. */
	get sentAt(): number {
		return this.#sentAt;
	}

	/** Roughly how many seconds it will need for its outstanding requests. */
	get queue(): number {
		const now = performance.now();
		const avoided = now < this.#avoidUntil ? avoidedSeconds : 0;
		return avoided + this.#pendingBytes / Math.max(this.#meter.rate(now), unknownRate);
	}

	/**
	 * Calls back once when the uploader has sent nothing at all, or next to nothing, for `patienceMs`. Returns the
	 * function to unsubscribe.
	 */
	onStall(listener: (how: Stall) => void): () => void {
		if (this.#impatient.size === 0) {
			this.#moved = performance.now();
			this.#flow.begin(this.#moved, this.#receivedBytes);
		}
		this.#impatient.add(listener);
		this.#ticker ??= lookEvery(patienceMs / 16, () => this.#tick()).unref();
		return () => {
			this.#impatient.delete(listener);
		};
	}

	#tick(): void {
		const now = performance.now();
		if (this.#impatient.size === 0) {
			clearInterval(this.#ticker);
			this.#ticker = undefined;
			return;
		}
		const stall = this.#flow.stall(now, this.#receivedBytes, this.#moved);
		if (!stall) return;
		for (const listener of [...this.#impatient]) listener(`peer-${stall}`);
		this.#impatient.clear();
	}

	/** Counts received bytes, whatever the way of downloading. */
	countBytes(bytes: number): void {
		this.#moved = performance.now();
		this.#sentAt = this.#moved;
		this.#receivedBytes += bytes;
		this.#troubles = 0;
		this.#meter.add(bytes, this.#moved);
	}

	/** Adds `bytes` to its outstanding requests until `work` is done. */
	async counting<Result>(bytes: number, work: () => Promise<Result>): Promise<Result> {
		this.#pendingBytes += bytes;
		this.#used++;
		clearTimeout(this.#idle);
		try {
			return await work();
		} finally {
			this.#pendingBytes -= bytes;
			this.#flow.begin(performance.now(), this.#receivedBytes);
			if (--this.#used === 0) this.#idle = setTimeout(() => this.close(), idleMs).unref();
		}
	}

	/**
	 * Sends a request over the persistent connection, or a new one. Rejects as `TransferClient` does, with a
	 * `ClassicUploaderError` when 1.1 is not spoken there, and with a `ConnectError`.
	 */
	async request(request: TransferRequest): Promise<TransferHead> {
		const onHead = (head: TransferHead): void => {
			this.spokeNamed ||= isNamedHead(head);
			request.onHead?.(head);
		};
		for (let tries = 0; ; tries++) {
			if (this.classic) throw new ClassicUploaderError();
			const client = await abortable(this.#connection(), request.signal);
			try {
				const head = await client.request({...request, onHead});
				this.spokeNamed = true;
				return head;
			} catch (error) {
				if (!(error instanceof TransferBroken)) throw error;
				if (!this.spokeNamed && lacksBlankLine(error)) this.#classicUntil = performance.now() + classicMs;
				if (error.kind === 'foreign' && !this.#isNewOnly && !this.#isOnlyMute(error)) {
					this.#classicUntil = performance.now() + (error.detail === 'closed' ? closedMs : classicMs);
					throw new ClassicUploaderError(error);
				}
				if (error.begun || request.signal?.aborted || tries >= 20) throw error;
				// The connection ended before the request's turn: nobody's fault, but do not retry for ever. One that answered
				// something has brought that turn nearer.
				if (client.answered) tries = 0;
				else if (tries > 2) await wait(50 * tries);
			}
		}
	}

	/** Whether it is not asked in 1.0, whatever it answers. */
	get #isNewOnly(): boolean {
		return this.#options.protocol === '1.1' || this.#options.key !== undefined;
	}

	/**
	 * Who answered in 1.1 before and now closes or is silent is busy, suspended or full, and not older; nor is a member of
	 * a private network.
	 */
	#isOnlyMute({detail}: TransferBroken): boolean {
		return detail === 'private' || (this.spokeNamed && (detail === 'closed' || detail === 'silent'));
	}

	close(): void {
		clearTimeout(this.#idle);
		const client = this.#client;
		this.#client = undefined;
		// A machine that is switched off would keep the program running for as long as it is waited for.
		this.#connecting.abort();
		this.#connecting = new AbortController();
		client?.then(open => open.close()).catch(() => {});
	}

	/** Opened without the signal of the request, since other requests will use it too. */
	#connection(): Promise<TransferClient> {
		if (this.#client) return this.#client;
		const {signal} = this.#connecting;
		// Who speaks 1.1 and is silent is not older, and gets as much time as in the middle of an answer.
		const {firstMs = this.spokeNamed || this.#isNewOnly ? Number.POSITIVE_INFINITY : undefined} = this.#options;
		const opening = TransferClient.open({...this.#options, firstMs, signal});
		this.#client = opening;
		const gone = () => {
			if (this.#client === opening) this.#client = undefined;
		};
		opening.then(client => client.onClose(gone), gone);
		return opening;
	}
}

/**
 * Some implementations echo the version and send no blank line after the fields. If the document begins with one,
 * that is mistaken for it, and the answer seems to end one line end early. The 1.0 reader can tell.
 */
const lacksBlankLine = ({received, total}: TransferBroken): boolean =>
	total !== undefined && total > received && total - received <= 2;

/** The uploaders that a peer gets documents from: a kept connection to each, for all documents together. */
import {setTimeout as wait} from 'node:timers/promises';
import {TransferBroken} from '../net/transfer-broken.ts';
import {TransferClient} from '../net/transfer-client.ts';
import type {TransferClientOptions, TransferRequest} from '../net/transfer-request.ts';
import type {WireLog} from '../net/wire-log.ts';
import type {RfcRecord} from '../protocol/message.ts';
import type {TransferHead} from '../protocol/transfer-head.ts';
import {hostPort} from '../text/address.ts';
import {RateMeter} from './pace.ts';

export type UploadersOptions = {
	/** What we say of ourselves. */
	readonly name: string;
	readonly os: string;
	readonly wire?: WireLog | undefined;
	/** Longest silence in the middle of an answer, and before the first one, in milliseconds. */
	readonly stallMs?: number | undefined;
	readonly firstMs?: number | undefined;
};

/** What is there does not speak 1.1 now. */
export class ClassicUploaderError extends Error {
	override readonly name = 'ClassicUploaderError';
	/** What it did instead; undefined when that was found out before. */
	readonly broken: TransferBroken | undefined;

	constructor(broken?: TransferBroken) {
		super('1.1 is not spoken there');
		this.broken = broken;
	}
}

/** A contact in 1.0 lasts so long; then 1.1 is tried again. */
const classicMs = 60_000;
/** Who closed at once may just have ended, and be there again. */
const closedMs = 1000;
const idleMs = 20_000;
/** Who gives nothing for so long is not waited for where somebody else can be asked. */
export const patienceMs = 4000;
/** Where what is under way is about the same, who gives more is not asked before. */
const unknownRate = 8 * 1024 * 1024;
/** Longer than any other queue is. */
const avoidedSeconds = 1_000_000;

export class Uploaders {
	readonly #options: UploadersOptions;
	readonly #known = new Map<string, Uploader>();

	constructor(options: UploadersOptions) {
		this.#options = options;
	}

	/** The uploader that a record names. */
	of({host, address, port}: Pick<RfcRecord, 'host' | 'address' | 'port'>): Uploader {
		const key = hostPort(address, port);
		const known = this.#known.get(key);
		if (known) return known;
		const uploader = new Uploader({...this.#options, address, port, party: host});
		this.#known.set(key, uploader);
		return uploader;
	}

	/** Ends all connections. */
	close(): void {
		for (const uploader of this.#known.values()) uploader.close();
	}
}

export class Uploader {
	readonly #options: TransferClientOptions;
	readonly #meter = new RateMeter(performance.now());
	#client: Promise<TransferClient> | undefined;
	#classicUntil = 0;
	#busyUntil = 0;
	#troubles = 0;
	#avoidUntil = 0;
	#pendingBytes = 0;
	#idle: NodeJS.Timeout | undefined;
	#used = 0;
	#moved = 0;
	/** Whom to tell that nothing comes. */
	readonly #impatient = new Set<() => void>();
	#ticker: NodeJS.Timeout | undefined;

	constructor(options: TransferClientOptions) {
		this.#options = options;
	}

	/** Whether it was found to speak 1.0 only. */
	get classic(): boolean {
		return performance.now() < this.#classicUntil;
	}

	/** Milliseconds for which it asked not to be asked. */
	get busyFor(): number {
		return Math.max(0, this.#busyUntil - performance.now());
	}

	/** It asked to be left alone for so many seconds. */
	busy(seconds: number): void {
		this.#busyUntil = performance.now() + 1000 * Math.min(60, Math.max(0.2, seconds));
	}

	/** It could not be reached, or broke off: others are asked before it for a while, longer each time. */
	trouble(): void {
		this.#troubles = Math.min(6, this.#troubles + 1);
		this.#avoidUntil = performance.now() + 1000 * 2 ** this.#troubles;
	}

	/** How long it will be about what was asked of it already, in seconds, roughly. */
	get queue(): number {
		const now = performance.now();
		const avoided = now < this.#avoidUntil ? avoidedSeconds : 0;
		return avoided + this.#pendingBytes / Math.max(this.#meter.rate(now), unknownRate);
	}

	/** Calls back once when nothing has come from it, for whatever it was asked, in `patienceMs`. Returns the way to stop that. */
	onStall(listener: () => void): () => void {
		if (this.#impatient.size === 0) this.#moved = performance.now();
		this.#impatient.add(listener);
		this.#ticker ??= setInterval(() => this.#tick(), patienceMs / 16).unref();
		return () => {
			this.#impatient.delete(listener);
		};
	}

	#tick(): void {
		if (this.#impatient.size === 0) {
			clearInterval(this.#ticker);
			this.#ticker = undefined;
		} else if (performance.now() - this.#moved > patienceMs) {
			for (const listener of [...this.#impatient]) listener();
			this.#impatient.clear();
		}
	}

	/** Counts bytes that came, by whatever way. */
	came(bytes: number): void {
		this.#moved = performance.now();
		this.#troubles = 0;
		this.#meter.add(bytes, this.#moved);
	}

	/** Counts what is asked of it for as long as `work` takes. */
	async counting<Result>(bytes: number, work: () => Promise<Result>): Promise<Result> {
		this.#pendingBytes += bytes;
		this.#used++;
		clearTimeout(this.#idle);
		try {
			return await work();
		} finally {
			this.#pendingBytes -= bytes;
			if (--this.#used === 0) this.#idle = setTimeout(() => this.close(), idleMs).unref();
		}
	}

	/**
	 * Asks over the kept connection, or over a new one. Rejects as `TransferClient` does, with a `ClassicUploaderError` when
	 * 1.1 is not spoken there, and with a `ConnectError`.
	 */
	async request(request: TransferRequest): Promise<TransferHead> {
		for (let tries = 0; ; tries++) {
			if (this.classic) throw new ClassicUploaderError();
			const client = await this.#connection(request.signal);
			try {
				return await client.request(request);
			} catch (error) {
				if (!(error instanceof TransferBroken)) throw error;
				if (error.kind === 'foreign') {
					this.#classicUntil = performance.now() + (error.detail === 'closed' ? closedMs : classicMs);
					throw new ClassicUploaderError(error);
				}
				// Its turn had not come when the connection ended: nobody's fault, but not for ever.
				if (error.begun || request.signal?.aborted || tries >= 20) throw error;
				if (tries > 2) await wait(50 * tries);
			}
		}
	}

	close(): void {
		clearTimeout(this.#idle);
		const client = this.#client;
		this.#client = undefined;
		client?.then(
			open => open.close(),
			() => {},
		);
	}

	#connection(signal: AbortSignal | undefined): Promise<TransferClient> {
		if (this.#client) return this.#client;
		// It serves others too: who asked first may be gone before it is open.
		const opening = TransferClient.open(this.#options);
		this.#client = opening;
		const gone = () => {
			if (this.#client === opening) this.#client = undefined;
		};
		opening.then(client => client.onClose(gone), gone);
		signal?.throwIfAborted();
		return opening;
	}
}

/** One uploader that a peer downloads from, and how well it has served so far: whether it is the one to ask next. */
import {lookEvery} from '../../net/after-reading.ts';
import {Flow} from '../../net/flow.ts';
import {RateMeter} from '../pace.ts';
import {OwnDelay} from './own-delay.ts';
import {UploaderLink, type UploaderLinkOptions} from './uploader-link.ts';

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
	/** What holds it up, of whatever document. */
	readonly delay = new OwnDelay();
	/** Asks it in 1.1. */
	readonly link: UploaderLink;
	readonly #meter = new RateMeter(performance.now());
	#answerMs: number | undefined;
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

	constructor(options: UploaderLinkOptions) {
		this.link = new UploaderLink({...options, onAnswer: ms => this.answered(ms)});
	}

	/** How many milliseconds its last answer took that did not wait behind another. */
	get answerMs(): number | undefined {
		return this.#answerMs;
	}

	/** It took this many milliseconds to answer. */
	answered(ms: number): void {
		this.#answerMs = ms;
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
	 * Calls back, again and again, when the uploader has sent nothing at all, or next to nothing, for `patienceMs`. Returns
	 * the function to unsubscribe.
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

	/** Closes its connection. */
	close(): void {
		clearTimeout(this.#idle);
		this.link.close();
	}
}

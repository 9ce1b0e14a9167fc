/**
 * Whether the index may grow: it is kept in memory, and without a limit whoever adds millions of records would end the
 * server for everybody.
 */
import {heapShare} from '../net/heap-share.ts';
import type {Clock} from './clock.ts';
import {TemporaryError} from './temporary-error.ts';

/** The share of the memory that the index may fill; the rest is for requests and answers. */
const mostShare = 0.9;
/** Asking the system costs more than an ADD. */
const lookAgainMs = 100;
/** Retry-After, in seconds, and how often the operator is told. */
const fullFor = 60;

export type RoomOptions = {
	readonly clock: Clock;
	/** The share of the memory that is in use, 0..1; that of the heap by default. */
	readonly share?: (() => number) | undefined;
	/** Called when something was refused, at most once a minute. */
	readonly onFull: () => void;
};

export class Room {
	readonly #options: RoomOptions;
	#isFull = false;
	#lookedAt = Number.NEGATIVE_INFINITY;
	#toldAt = Number.NEGATIVE_INFINITY;

	constructor(options: RoomOptions) {
		this.#options = options;
	}

	/** Throws a `TemporaryError` 503 when there is no room for another record or peer. */
	demand(): void {
		const {clock, share = heapShare, onFull} = this.#options;
		const now = clock.now();
		if (now - this.#lookedAt >= lookAgainMs) {
			this.#lookedAt = now;
			this.#isFull = share() > mostShare;
		}
		if (!this.#isFull) return;
		if (now - this.#toldAt >= fullFor * 1000) {
			this.#toldAt = now;
			onFull();
		}
		throw new TemporaryError(503, 'The index has no room for more now.', {retryAfter: fullFor});
	}
}

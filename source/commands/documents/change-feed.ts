/**
 * Collects the changes of an index while somebody is busy, and returns them on request: which RFCs have changed since
 * the last time.
 */
import {setTimeout as wait} from 'node:timers/promises';
import {FailureError} from '../../text/failures.ts';
import {type FollowOptions, followIndex} from './follow-index.ts';
import {everything, type Span} from './selection.ts';

export type ChangeFeedOptions = Pick<FollowOptions, 'place' | 'signal' | 'onNews'> & {
	/** Milliseconds after which `next` returns an empty list; 60,000 by default. */
	readonly patienceMs?: number;
	/** Polling interval, in milliseconds, for an index that reports no changes; 30,000 by default. */
	readonly pollMs?: number;
};

/** Changes come in bursts: a peer that joins adds everything it has. */
const burstMs = 100;

export class ChangeFeed implements Disposable {
	readonly #options: ChangeFeedOptions;
	readonly #stop = new AbortController();
	readonly #changed = new Set<number>();
	/** Changes were missed: anything may have changed. */
	#everything = false;
	#news = Promise.withResolvers<void>();
	/**
	 * Resolves once changes are being followed without gaps. Rejects with a `FailureError` when the index cannot be
	 * followed.
	 */
	readonly ready: Promise<void>;

	constructor(options: ChangeFeedOptions) {
		this.#options = {...options, signal: AbortSignal.any([options.signal, this.#stop.signal])};
		const {promise, resolve, reject} = Promise.withResolvers<void>();
		this.ready = promise;
		this.#collect(resolve).then(resolve, reject);
		// Those interested in the failure await the promise.
		promise.catch(() => {});
	}

	/** What has changed since the last call; empty when nothing does for too long, or the signal aborts. */
	async next(): Promise<readonly Span[]> {
		const {signal, patienceMs = 60_000} = this.#options;
		const late = new AbortController();
		const end = AbortSignal.any([signal, late.signal]);
		await Promise.race([this.#news.promise, pause(patienceMs, end)]);
		late.abort();
		if (!signal.aborted) await pause(burstMs, signal);
		const spans = this.#everything ? everything : [...this.#changed].map(rfc => ({first: rfc, last: rfc}));
		this.#everything = false;
		this.#changed.clear();
		this.#news = Promise.withResolvers<void>();
		return spans;
	}

	/** Follows no more. Its connection would keep the program running. */
	[Symbol.dispose](): void {
		this.#stop.abort();
	}

	async #collect(onOpen: () => void): Promise<void> {
		try {
			for await (const event of followIndex({...this.#options, onOpen: () => onOpen()})) {
				if (event.event === 'resync') this.#tell('everything');
				else if (event.event === 'rfc-added' || event.event === 'rfc-changed') this.#tell(event.record.rfc);
			}
		} catch (error) {
			if (!(error instanceof FailureError) || error.failure.kind !== 'no-watch') throw error;
			onOpen();
			await this.#poll();
		}
	}

	/** A 1.0 index server has to be polled. */
	async #poll(): Promise<void> {
		const {signal, pollMs = 30_000} = this.#options;
		for (;;) {
			await pause(pollMs, signal);
			if (signal.aborted) return;
			this.#tell('everything');
		}
	}

	#tell(what: number | 'everything'): void {
		if (what === 'everything') this.#everything = true;
		else this.#changed.add(what);
		this.#news.resolve();
	}
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
	wait(ms, undefined, {signal, ref: true}).catch(() => {});

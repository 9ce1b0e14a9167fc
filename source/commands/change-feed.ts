/** Which RFCs of an index have changed since they were last asked for: collected while somebody works, given when asked. */
import {setTimeout as wait} from 'node:timers/promises';
import {FailureError} from '../text/failures.ts';
import {type FollowOptions, followIndex} from './follow-index.ts';
import {everything, type Span} from './selection.ts';

export type ChangeFeedOptions = Pick<FollowOptions, 'place' | 'signal' | 'onNews'> & {
	/** Milliseconds after which `next` gives nothing rather than nothing yet; 60,000 unless said. */
	readonly patienceMs?: number;
	/** Milliseconds between two looks at an index that tells no changes; 30,000 unless said. */
	readonly pollMs?: number;
};

/** Changes come in bursts: a peer that joins adds all it has. */
const burstMs = 100;

export class ChangeFeed {
	readonly #options: ChangeFeedOptions;
	readonly #changed = new Set<number>();
	/** Nobody can tell what has changed: all of it may have. */
	#everything = false;
	#news = Promise.withResolvers<void>();
	/** Resolves once no change is missed any more. Rejects with a `FailureError` when the index cannot be followed. */
	readonly ready: Promise<void>;

	constructor(options: ChangeFeedOptions) {
		this.#options = options;
		const {promise, resolve, reject} = Promise.withResolvers<void>();
		this.ready = promise;
		this.#collect(resolve).then(resolve, reject);
		// Whoever needs the failure awaits it.
		promise.catch(() => {});
	}

	/** What has changed since the call before; nothing when that takes too long, or the signal aborts. */
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

	/** An index server of 1.0 is asked now and then. */
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

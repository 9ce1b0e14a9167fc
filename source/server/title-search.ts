/** SEARCH for the handlers: indexes the catalog's titles from the first search on. */
import type {SearchHit} from '../protocol/message.ts';
import {duration} from '../text/quantity.ts';
import type {Catalog} from './catalog.ts';
import type {Clock} from './clock.ts';
import {SearchThread, ThreadEndedError} from './search-thread.ts';
import {TemporaryError} from './temporary-error.ts';
import {TitleFeed} from './title-feed.ts';
import {Turns} from './turns.ts';

/** Maximum number of searches from one address that wait. */
const mostWaiting = 1000;
/** Retry-After of a refused search, in seconds. */
const busyFor = 5;
/** Seconds before another thread is started after one has run out of memory. */
const downFor = 60;

export type Search = {
	readonly query: string;
	/** Maximum number of hits. */
	readonly limit: number;
	/** The address that it comes from. */
	readonly from: string;
	/** Whether somebody is still waiting for the answer; called when its turn comes. */
	readonly isWanted: () => boolean;
};

export type TitleSearchOptions = {
	readonly catalog: Catalog;
	readonly clock: Clock;
	/** Called with the reason when the thread ended by itself; another one is started after a minute. */
	readonly onEnd?: (error: unknown) => void;
	/** The heap limit of the thread; the thread's default if absent. */
	readonly megabytes?: number | undefined;
};

type Machinery = {readonly thread: SearchThread; readonly feed: TitleFeed};

export class TitleSearch {
	readonly #options: TitleSearchOptions;
	#machinery: Machinery | undefined;
	#failedAt = Number.NEGATIVE_INFINITY;
	/** One at a time, so that abandoned ones cost nothing. */
	readonly #turns = new Turns();

	/** Starts nothing before the first search. */
	constructor(options: TitleSearchOptions) {
		this.#options = options;
	}

	/**
	 * The RFCs whose number or title matches every word of the query, best first, up to date with the catalog at the
	 * call. Rejects with a `TemporaryError` 503 when searching is not possible now.
	 */
	async find(search: Search): Promise<readonly SearchHit[]> {
		if (this.#turns.waitingFor(search.from) >= mostWaiting) throw busy(busyFor);
		return this.#turns.take(search.from, () => this.#answer(search));
	}

	/** Ends the thread. Waiting searches are refused. */
	async close(): Promise<void> {
		const machinery = this.#machinery;
		this.#machinery = undefined;
		this.#failedAt = this.#options.clock.now();
		machinery?.feed.close();
		await machinery?.thread.close();
	}

	async #answer({query, limit, isWanted}: Search): Promise<readonly SearchHit[]> {
		if (!isWanted()) return [];
		const {feed, thread} = this.#start();
		try {
			// Otherwise RFCs that have gone would take the places of others among the best.
			await this.#options.catalog.settled;
			await feed.caughtUp();
			return this.#hits(await thread.search(query, limit));
		} catch (error) {
			throw error instanceof ThreadEndedError ? busy(downFor) : error;
		}
	}

	#start(): Machinery {
		if (this.#machinery) return this.#machinery;
		const {catalog, clock, megabytes, onEnd} = this.#options;
		const downLeft = downFor - (clock.now() - this.#failedAt) / 1000;
		if (downLeft > 0) throw busy(Math.ceil(downLeft));
		const thread = new SearchThread(error => {
			void this.close();
			onEnd?.(error);
		}, megabytes);
		const feed = new TitleFeed({catalog, clock, tell: changes => thread.change(changes)});
		this.#machinery = {thread, feed};
		return this.#machinery;
	}

	/** With the current titles and holders; RFCs that have gone meanwhile are dropped. */
	#hits(numbers: readonly number[]): SearchHit[] {
		const hits: SearchHit[] = [];
		for (const rfc of numbers) {
			const entry = this.#options.catalog.rfc(rfc);
			const title = entry?.title;
			if (title !== undefined) hits.push({rfc, title, holders: entry?.holders.length ?? 0});
		}
		return hits;
	}
}

const busy = (retryAfter: number): TemporaryError =>
	new TemporaryError(503, `The index cannot search now; try again in ${duration(retryAfter)}.`, {retryAfter});

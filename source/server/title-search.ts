/** SEARCH, as the handlers use it: the catalog's titles, kept findable from the first search on. */
import type {SearchHit} from '../protocol/message.ts';
import {duration} from '../text/quantity.ts';
import type {Catalog} from './catalog.ts';
import type {Clock} from './clock.ts';
import {SearchThread, ThreadEndedError} from './search-thread.ts';
import {TemporaryError} from './temporary-error.ts';
import {TitleFeed, titleAmong} from './title-feed.ts';

/** Searches that may wait for their turn. */
const mostWaiting = 1000;
/** Seconds after which a search that was refused may be asked again. */
const busyFor = 5;
/** Seconds that no other thread is started after one has ended by itself, having run out of memory. */
const downFor = 60;

export type Search = {
	readonly query: string;
	/** RFCs, at most. */
	readonly limit: number;
	/** Whether somebody still waits for the answer; asked when its turn comes. */
	readonly isWanted: () => boolean;
};

type Machinery = {readonly thread: SearchThread; readonly feed: TitleFeed};

export class TitleSearch {
	readonly #catalog: Catalog;
	readonly #clock: Clock;
	#machinery: Machinery | undefined;
	#failedAt = Number.NEGATIVE_INFINITY;
	#waiting = 0;
	/** Resolves when the searches before have been answered: one at a time, so that who hung up costs nothing. */
	#turn: Promise<unknown> = Promise.resolve();

	/** Costs nothing until the first search. */
	constructor(catalog: Catalog, clock: Clock) {
		this.#catalog = catalog;
		this.#clock = clock;
	}

	/**
	 * The RFCs in whose number or title every word of the query occurs, best first, with all that the catalog had at the
	 * call. Rejects with a `TemporaryError` 503 when that cannot be told now.
	 */
	async find(search: Search): Promise<readonly SearchHit[]> {
		if (this.#waiting >= mostWaiting) throw busy(busyFor);
		this.#waiting++;
		const result = this.#turn.then(() => this.#answer(search));
		this.#turn = result.catch(() => {});
		try {
			return await result;
		} finally {
			this.#waiting--;
		}
	}

	/** Ends the thread. Searches that wait are refused. */
	async close(): Promise<void> {
		const machinery = this.#machinery;
		this.#machinery = undefined;
		this.#failedAt = this.#clock.now();
		machinery?.feed.close();
		await machinery?.thread.close();
	}

	async #answer({query, limit, isWanted}: Search): Promise<readonly SearchHit[]> {
		if (!isWanted()) return [];
		const {feed, thread} = this.#start();
		try {
			await feed.caughtUp();
			return this.#hits(await thread.search(query, limit));
		} catch (error) {
			throw error instanceof ThreadEndedError ? busy(downFor) : error;
		}
	}

	#start(): Machinery {
		if (this.#machinery) return this.#machinery;
		const catalog = this.#catalog;
		const clock = this.#clock;
		const downLeft = downFor - (clock.now() - this.#failedAt) / 1000;
		if (downLeft > 0) throw busy(Math.ceil(downLeft));
		const thread = new SearchThread(() => void this.close());
		const feed = new TitleFeed({catalog, clock, tell: changes => thread.change(changes)});
		this.#machinery = {thread, feed};
		return this.#machinery;
	}

	/** With the titles and holders of this moment; what is gone since it was found is left out. */
	#hits(numbers: readonly number[]): SearchHit[] {
		const hits: SearchHit[] = [];
		for (const rfc of numbers) {
			const holders = this.#catalog.holders(rfc);
			const title = titleAmong(holders);
			if (title !== undefined) hits.push({rfc, title, holders: holders.length});
		}
		return hits;
	}
}

const busy = (retryAfter: number): TemporaryError =>
	new TemporaryError(503, `The index cannot search now; try again in ${duration(retryAfter)}.`, {retryAfter});

/**
 * Feeds the titles of the catalog to a search index: all of them once, then changes. Changes are collected, each RFC
 * once however often it changes, and passed on in slices between which the event loop runs, none before the last one
 * was taken: who changes titles without end makes a search wait for as many as there are, and no longer.
 */
import type {Catalog} from './catalog.ts';
import type {Clock} from './clock.ts';
import type {RfcEntry} from './rfc-entry.ts';
import type {TitleChange} from './search-worker.ts';

/** RFCs whose titles are read in one slice: about half a millisecond. */
const titlesAtOnce = 1024;
/** Milliseconds during which changes are collected when no search is waiting for them. */
const gatherMs = 100;

export type TitleFeedOptions = {
	readonly catalog: Catalog;
	readonly clock: Clock;
	/** Passes changes on. Resolves when more can be taken. */
	readonly tell: (changes: readonly TitleChange[]) => Promise<void>;
};

/** Waits until the changes up to number `after` have been passed on. */
type Waiting = {readonly after: number; readonly resolve: () => void};

export class TitleFeed {
	readonly #options: TitleFeedOptions;
	readonly #changed = new Set<number>();
	readonly #stopFollowing: () => void;
	/** The rest of the initial titles. */
	#first: Iterator<RfcEntry> | undefined;
	#marked = 0;
	#told = 0;
	#waiting: Waiting[] = [];
	#telling = false;
	#closed = false;
	#planned: {readonly soon: boolean; readonly cancel: () => void} | undefined;

	constructor(options: TitleFeedOptions) {
		this.#options = options;
		this.#first = options.catalog.walk();
		this.#stopFollowing = options.catalog.watchRows({row: ({rfc}) => this.#mark(rfc)});
	}

	/** Resolves when everything that was in the catalog at the call has been passed on, or the feed is closed. */
	caughtUp(): Promise<void> {
		if (this.#closed) return Promise.resolve();
		return new Promise(resolve => {
			this.#waiting.push({after: this.#marked, resolve});
			this.#plan();
		});
	}

	/** Stops the feed. */
	close(): void {
		this.#closed = true;
		this.#stopFollowing();
		this.#planned?.cancel();
		this.#changed.clear();
		for (const {resolve} of this.#waiting.splice(0)) resolve();
	}

	#mark(rfc: number): void {
		if (this.#changed.has(rfc)) return;
		this.#changed.add(rfc);
		this.#marked++;
		this.#plan();
	}

	#plan(): void {
		if (this.#telling || this.#closed) return;
		const soon = this.#first !== undefined || this.#waiting.length > 0;
		if (this.#planned && (this.#planned.soon || !soon)) return;
		this.#planned?.cancel();
		const slice = () => this.#slice();
		if (!soon) {
			this.#planned = {soon, cancel: this.#options.clock.after(gatherMs, slice)};
			return;
		}
		const immediate = setImmediate(slice);
		this.#planned = {soon, cancel: () => clearImmediate(immediate)};
	}

	#slice(): void {
		this.#planned = undefined;
		const changes: TitleChange[] = [];
		while (changes.length < titlesAtOnce) {
			const change = this.#next();
			if (!change) break;
			changes.push(change);
		}
		if (changes.length > 0) void this.#tell(changes);
		this.#release();
		this.#planNext();
	}

	async #tell(changes: readonly TitleChange[]): Promise<void> {
		this.#telling = true;
		await this.#options.tell(changes);
		this.#telling = false;
		this.#planNext();
	}

	#planNext(): void {
		if (this.#changed.size > 0 || this.#waiting.length > 0) this.#plan();
	}

	#next(): TitleChange | undefined {
		if (this.#first) {
			const {value, done} = this.#first.next();
			if (!done) return titleChange(value.rfc, value);
			this.#first = undefined;
		}
		for (const rfc of this.#changed) {
			this.#changed.delete(rfc);
			this.#told++;
			return titleChange(rfc, this.#options.catalog.rfc(rfc));
		}
		return undefined;
	}

	#release(): void {
		if (this.#first) return;
		const waiting = this.#waiting;
		this.#waiting = waiting.filter(({after}) => after > this.#told);
		for (const {after, resolve} of waiting) if (after <= this.#told) resolve();
	}
}

/** An RFC that nobody holds has none. */
function titleChange(rfc: number, entry: RfcEntry | undefined): TitleChange {
	const title = entry?.title;
	return title === undefined ? {rfc} : {rfc, title};
}

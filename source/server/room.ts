/**
 * Whether the index may grow: it is kept in memory, and without a limit whoever adds millions of records would end the
 * server for everybody. An address that has most of them is refused before the others, who would otherwise be kept out
 * for as long as it stays.
 */
import {heapShare} from '../net/heap-share.ts';
import type {Clock} from './clock.ts';
import type {IndexPeer} from './index-peer.ts';
import {TemporaryError} from './temporary-error.ts';

/** The share of the memory that the index may fill; the rest is for requests and answers. */
const mostShare = 0.9;
/** The same for an address that holds more than half of the index. */
const mostShareOfCrowd = 0.85;
/** Who holds the most takes longer to find out. */
const countAgainMs = 5000;
/** Retry-After, in seconds, and how often the operator is told. */
const fullFor = 60;

export type RoomOptions = {
	readonly clock: Clock;
	/** The peers in the index. */
	readonly peers: Iterable<IndexPeer>;
	/** The share of the memory that is in use, 0..1; that of the heap by default. */
	readonly share?: (() => number) | undefined;
	/** Called when something was refused, to everybody or to one address, at most once a minute each. */
	readonly onFull: (only: string | undefined) => void;
};

export class Room {
	readonly #options: RoomOptions;
	#crowd: string | undefined;
	#countedAt = Number.NEGATIVE_INFINITY;
	readonly #toldAt = {everybody: Number.NEGATIVE_INFINITY, crowd: Number.NEGATIVE_INFINITY};

	constructor(options: RoomOptions) {
		this.#options = options;
	}

	/** Throws a `TemporaryError` 503 when there is no room for another record or peer from this address. */
	demand(address: string): void {
		const {clock, share = heapShare, onFull} = this.#options;
		const inUse = share();
		if (inUse <= mostShareOfCrowd) return;
		const now = clock.now();
		const isFull = inUse > mostShare;
		if (!isFull && address !== this.#crowdAt(now)) return;
		const whom = isFull ? 'everybody' : 'crowd';
		if (now - this.#toldAt[whom] >= fullFor * 1000) {
			this.#toldAt[whom] = now;
			onFull(isFull ? undefined : address);
		}
		throw new TemporaryError(503, 'The index has no room for more now.', {retryAfter: fullFor});
	}

	/** The address whose peers and records are more than half of all, if there is one. */
	#crowdAt(now: number): string | undefined {
		if (now - this.#countedAt < countAgainMs) return this.#crowd;
		this.#countedAt = now;
		const counts = new Map<string, number>();
		let all = 0;
		for (const {facts, records} of this.#options.peers) {
			const count = 1 + records.size;
			counts.set(facts.address, (counts.get(facts.address) ?? 0) + count);
			all += count;
		}
		this.#crowd = [...counts].find(([, count]) => count > all / 2)?.[0];
		return this.#crowd;
	}
}

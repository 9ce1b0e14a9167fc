/**
 * The index, in memory and synchronous: from numbers to holders, and from peers to their numbers. An operation costs
 * only what it touches. Each change increments the generation and is one event for the subscribers (RFC 900002).
 */
import {SortedList} from '../order/sorted-list.ts';
import {copyOf} from '../text/copy-of.ts';
import {makeHolding, sameAbout, sameFacts, samePlace} from './holding.ts';
import {type About, comparePeers, type Holding, type IndexPeer, type PeerFacts} from './index-peer.ts';
import type {RfcEntry} from './rfc-entry.ts';
import {RfcTable, type RowListener} from './rfc-table.ts';

/** The events of WATCH. `number` is the generation after the change. */
export type Change =
	| {readonly event: 'peer-left'; readonly number: number; readonly peer: IndexPeer}
	/**
	 * `again`: the peer was present, and its facts have changed. `moved`: so many records, all that it has, are at
	 * another place now. Each is a change `rfc-changed` of its own, by RFC number, with the generations after this one.
	 */
	| {
			readonly event: 'peer-joined';
			readonly number: number;
			readonly peer: IndexPeer;
			readonly again: boolean;
			readonly moved: number;
	  }
	| {
			readonly event: 'rfc-added' | 'rfc-changed' | 'rfc-removed';
			readonly number: number;
			readonly record: Holding;
	  };

const samePeer = (peer: IndexPeer): IndexPeer => peer;

export class Catalog {
	/** Random, new for each empty index. */
	readonly epoch: string;
	#number = 0;
	readonly #rfcs = new RfcTable();
	readonly #peers = new Map<string, IndexPeer>();
	readonly #listeners = new Set<(change: Change) => void>();
	/** RFCs by number; the weight is the number of records. Read only. As `settled` says. */
	readonly rfcs = this.#rfcs.sorted;
	/** Peers by host. Read only. */
	readonly peers = new SortedList<IndexPeer, IndexPeer>({key: samePeer, compare: comparePeers});

	constructor(epoch: string) {
		this.epoch = epoch;
	}

	/** `epoch-number`. */
	get generation(): string {
		return `${this.epoch}-${this.#number}`;
	}

	/** Number of changes so far. */
	get number(): number {
		return this.#number;
	}

	/** Number of records. */
	get records(): number {
		return this.#rfcs.records;
	}

	/**
	 * Resolves when the records of peers that have left are no longer in the way of `slice` and `rfcs`, which takes some
	 * turns where they held very many; undefined where that is so now. Everything else knows nothing of them at once.
	 */
	get settled(): Promise<void> | undefined {
		return this.#rfcs.settled;
	}

	/** Stops what goes on by itself. */
	close(): void {
		this.#rfcs.close();
	}

	/** Calls `listener` synchronously after each change. Returns the function to unsubscribe. */
	subscribe(listener: (change: Change) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Returns the function to unsubscribe. */
	watchRows(listener: RowListener): () => void {
		return this.#rfcs.watch(listener);
	}

	peer(key: string): IndexPeer | undefined {
		return this.#peers.get(key);
	}

	/** Adds a peer that is not present. */
	join(peer: IndexPeer): void {
		peer.here = true;
		this.#peers.set(peer.key, peer);
		this.peers.set(peer);
		this.#tell({event: 'peer-joined', number: ++this.#number, peer, again: false, moved: 0});
	}

	/** Changes the facts of a peer, but not its host. Its records, which refer to it, move along. */
	update(peer: IndexPeer, facts: PeerFacts): void {
		if (sameFacts(peer.facts, facts)) return;
		const moved = samePlace(peer.facts, facts) ? 0 : peer.records.size;
		peer.facts = facts;
		if (moved > 0) this.#rfcs.tellMany();
		const number = this.#number + 1;
		this.#number = number + moved;
		this.#tell({event: 'peer-joined', number, peer, again: true, moved});
	}

	/** Removes a peer with all its records, as one change. */
	leave(peer: IndexPeer): void {
		if (!peer.here) return;
		peer.here = false;
		this.#peers.delete(peer.key);
		this.peers.delete(peer);
		// Told while it still has its records, whose number is part of what is told.
		this.#tell({event: 'peer-left', number: ++this.#number, peer});
		this.#rfcs.abandon(peer);
	}

	/** Adds or updates the record that a present peer holds an RFC. If nothing differs, there is no change. */
	add(peer: IndexPeer, rfc: number, about: About): Holding {
		const old = peer.records.get(rfc);
		if (old && sameAbout(old, about)) return old;
		const record = makeHolding(peer, rfc, this.#shareText(rfc, about));
		this.#rfcs.put(record);
		this.#tell({event: old ? 'rfc-changed' : 'rfc-added', number: ++this.#number, record});
		return record;
	}

	/** Removes a record and returns it; undefined when the peer does not hold that RFC. */
	remove(peer: IndexPeer, rfc: number): Holding | undefined {
		const record = this.#rfcs.take(peer, rfc);
		if (!record) return undefined;
		this.#tell({event: 'rfc-removed', number: ++this.#number, record});
		return record;
	}

	/** An RFC that somebody holds. Not to be kept. */
	rfc(rfc: number): RfcEntry | undefined {
		return this.#rfcs.get(rfc);
	}

	/** The holders of an RFC, sorted by `comparePeers`. Read only, and not to be kept. */
	holders(rfc: number): readonly Holding[] {
		return this.#rfcs.get(rfc)?.holders ?? [];
	}

	/** At most `limit` records starting at `offset`: by RFC number, then host. To be called when all is `settled`. */
	slice(offset: number, limit: number): Holding[] {
		return this.#rfcs.slice(offset, limit);
	}

	/** As `RfcTable.walk`. */
	walk(): Generator<RfcEntry> {
		return this.#rfcs.walk();
	}

	/**
	 * Titles and digests are shared between the records of an RFC, and copied: a substring would keep its whole message
	 * alive.
	 */
	#shareText(rfc: number, about: About): About {
		const first = this.holders(rfc)[0];
		return {
			...about,
			title: first?.title === about.title ? first.title : copyOf(about.title),
			...(about.digest === undefined
				? {}
				: {digest: first?.digest === about.digest ? first.digest : copyOf(about.digest)}),
		};
	}

	#tell(change: Change): void {
		for (const listener of this.#listeners) listener(change);
	}
}

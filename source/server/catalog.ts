/**
 * The index, in memory and synchronous: from numbers to holders, and from peers to their numbers. An operation costs
 * only what it touches. Each change increments the generation and is one event for the subscribers (RFC 900002).
 */
import {lowest, SortedList} from '../order/sorted-list.ts';
import {copyOf} from '../text/copy-of.ts';
import {type DeclaredDigests, versions, withDigest, withoutDigest} from './declared-digests.ts';
import {type About, makeHolding, sameAbout, sameFacts, samePlace} from './holding.ts';
import {comparePeers, type Holding, type IndexPeer, type PeerFacts} from './index-peer.ts';

/** An RFC that somebody holds. */
export type RfcEntry = {
	readonly rfc: number;
	/** Sorted by `comparePeers`; never empty. Read only, and not to be kept: it changes with the index. */
	readonly holders: readonly Holding[];
	/** `versions` counts the different ones. */
	readonly declared: DeclaredDigests;
};

type MutableEntry = {readonly rfc: number; readonly holders: Holding[]; declared: DeclaredDigests};

/** The events of WATCH. `number` is the generation after the change. */
export type Change =
	| {readonly event: 'peer-left'; readonly number: number; readonly peer: IndexPeer}
	/** `again`: the peer was present, and its facts have changed. */
	| {readonly event: 'peer-joined'; readonly number: number; readonly peer: IndexPeer; readonly again: boolean}
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
	readonly #entries = new Map<number, MutableEntry>();
	readonly #peers = new Map<string, IndexPeer>();
	readonly #listeners = new Set<(change: Change) => void>();
	readonly #rowListeners = new Set<(entry: RfcEntry) => void>();

	/** RFCs by number; the weight is the number of records. Read only. */
	readonly rfcs = new SortedList<number, RfcEntry>({
		key: entry => entry.rfc,
		compare: (a, b) => a - b,
		weight: entry => entry.holders.length,
	});
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
		return this.rfcs.weight;
	}

	/** Calls `listener` synchronously after each change. Returns the function to unsubscribe. */
	subscribe(listener: (change: Change) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/**
	 * Calls `listener` for each RFC whose holders have changed; without holders it is gone. Returns the function to
	 * unsubscribe.
	 */
	watchRows(listener: (entry: RfcEntry) => void): () => void {
		this.#rowListeners.add(listener);
		return () => this.#rowListeners.delete(listener);
	}

	peer(key: string): IndexPeer | undefined {
		return this.#peers.get(key);
	}

	/** Adds a peer that is not present. */
	join(peer: IndexPeer): void {
		peer.here = true;
		this.#peers.set(peer.key, peer);
		this.peers.set(peer);
		this.#tell({event: 'peer-joined', number: ++this.#number, peer, again: false});
	}

	/** Changes the facts of a peer. Its records move along, each with an event of its own. */
	update(peer: IndexPeer, facts: PeerFacts): void {
		if (sameFacts(peer.facts, facts)) return;
		const moved = !samePlace(peer.facts, facts);
		const held = moved ? [...peer.records] : [];
		for (const holding of held) this.#takeOut(holding);
		this.peers.delete(peer);
		peer.facts = facts;
		this.peers.set(peer);
		const replaced = held.map(holding => makeHolding(peer, holding.rfc, holding));
		for (const holding of replaced) this.#putIn(holding);
		this.#tell({event: 'peer-joined', number: ++this.#number, peer, again: true});
		for (const record of replaced) this.#tell({event: 'rfc-changed', number: ++this.#number, record});
	}

	/** Removes a peer with all its records, as one change. */
	leave(peer: IndexPeer): void {
		if (!peer.here) return;
		for (const holding of peer.records) this.#takeOut(holding);
		peer.here = false;
		this.#peers.delete(peer.key);
		this.peers.delete(peer);
		this.#tell({event: 'peer-left', number: ++this.#number, peer});
	}

	/** Adds or updates the record that a present peer holds an RFC. If nothing differs, there is no change. */
	add(peer: IndexPeer, rfc: number, about: About): Holding {
		const old = peer.records.get(rfc);
		if (old && sameAbout(old, about)) return old;
		const record = makeHolding(peer, rfc, this.#shareText(rfc, about));
		this.#putIn(record);
		this.#tell({event: old ? 'rfc-changed' : 'rfc-added', number: ++this.#number, record});
		return record;
	}

	/** Removes a record and returns it; undefined when the peer does not hold that RFC. */
	remove(peer: IndexPeer, rfc: number): Holding | undefined {
		const record = peer.records.delete(rfc);
		if (!record) return undefined;
		this.#takeOut(record);
		this.#tell({event: 'rfc-removed', number: ++this.#number, record});
		return record;
	}

	/** The holders of an RFC, sorted by `comparePeers`. Read only, and not to be kept. */
	holders(rfc: number): readonly Holding[] {
		return this.#entries.get(rfc)?.holders ?? [];
	}

	/** How many different digests the holders of an RFC declare. */
	versions(rfc: number): number {
		return versions(this.#entries.get(rfc)?.declared);
	}

	/** At most `limit` records starting at `offset`: by RFC number, then host. */
	slice(offset: number, limit: number): Holding[] {
		const taken: Holding[] = [];
		const {index, unit} = this.rfcs.atWeight(offset);
		let skip = unit;
		let key: number | undefined;
		let entries = limit > 0 ? this.rfcs.slice(index, 64) : [];
		while (entries.length > 0 && taken.length < limit) {
			for (const entry of entries) {
				for (const holding of entry.holders.slice(skip, skip + limit - taken.length)) taken.push(holding);
				skip = 0;
				key = entry.rfc;
			}
			entries = this.rfcs.after(key, 64);
		}
		return taken;
	}

	/**
	 * All RFCs with their holders, in order. The walk may pause at any time while the index changes: whatever is
	 * present throughout comes exactly once.
	 */
	*walk(): Generator<RfcEntry> {
		let last: number | undefined;
		for (;;) {
			const number = this.#number;
			const entries = this.rfcs.after(last, 256);
			if (entries.length === 0) return;
			for (const entry of entries) {
				last = entry.rfc;
				yield entry;
				// Entries fetched ahead may be gone by now.
				if (this.#number !== number) break;
			}
		}
	}

	/**
	 * Titles and digests are shared between the records of an RFC, and copied: a substring would keep its whole message
	 * alive.
	 */
	#shareText(rfc: number, about: About): About {
		const first = this.#entries.get(rfc)?.holders[0];
		return {
			...about,
			title: first?.title === about.title ? first.title : copyOf(about.title),
			...(about.digest === undefined
				? {}
				: {digest: first?.digest === about.digest ? first.digest : copyOf(about.digest)}),
		};
	}

	/** Inserts a record, or replaces that of the same peer. */
	#putIn(record: Holding): void {
		let entry = this.#entries.get(record.rfc);
		if (!entry) {
			entry = {rfc: record.rfc, holders: [], declared: undefined};
			this.#entries.set(record.rfc, entry);
			this.rfcs.set(entry);
		}
		const at = placeOf(entry.holders, record.peer);
		const old = entry.holders[at];
		if (old?.peer === record.peer) {
			entry.holders[at] = record;
			entry.declared = withoutDigest(entry.declared, old.digest);
		} else {
			entry.holders.splice(at, 0, record);
			this.rfcs.reweigh(entry.rfc, 1);
		}
		entry.declared = withDigest(entry.declared, record.digest, entry.holders);
		record.peer.records.set(record);
		for (const listener of this.#rowListeners) listener(entry);
	}

	/** Removes a record from its RFC. The caller updates the peer's own list. */
	#takeOut(record: Holding): void {
		const entry = this.#entries.get(record.rfc);
		if (!entry) return;
		entry.holders.splice(placeOf(entry.holders, record.peer), 1);
		entry.declared = withoutDigest(entry.declared, record.digest);
		this.rfcs.reweigh(entry.rfc, -1);
		if (entry.holders.length === 0) {
			this.#entries.delete(entry.rfc);
			this.rfcs.delete(entry.rfc);
		}
		for (const listener of this.#rowListeners) listener(entry);
	}

	#tell(change: Change): void {
		for (const listener of this.#listeners) listener(change);
	}
}

const placeOf = (holders: readonly Holding[], peer: IndexPeer): number =>
	lowest(holders.length, index => {
		const holder = holders[index];
		return holder !== undefined && comparePeers(holder.peer, peer) >= 0;
	});

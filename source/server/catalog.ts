/**
 * The index, in memory and synchronous: number -> holders, peer -> its numbers. Every operation costs what it touches.
 * Each change raises the generation by one and is told to the subscribers as one event (PROTOCOL.md 3).
 */
import {lowest, SortedList} from '../order/sorted-list.ts';
import {type DeclaredDigests, varieties, withDigest, withoutDigest} from './declared-digests.ts';
import {type About, copyOf, makeHolding, sameAbout, sameFacts, samePlace} from './holding.ts';
import {comparePeers, type Holding, type IndexPeer, type PeerFacts} from './index-peer.ts';

/** One RFC that somebody holds. */
export type RfcEntry = {
	readonly rfc: number;
	/** In the order of `comparePeers`; never empty. To be read only, and at once: it changes with the index. */
	readonly holders: readonly Holding[];
	/** `varieties` tells how many differ. */
	readonly declared: DeclaredDigests;
};

type MutableEntry = {readonly rfc: number; readonly holders: Holding[]; declared: DeclaredDigests};

/** The events of WATCH. `number` is that of the generation which the change made. */
export type Change =
	| {readonly event: 'peer-left'; readonly number: number; readonly peer: IndexPeer}
	/** `again`: it was here, and has other facts now. */
	| {readonly event: 'peer-joined'; readonly number: number; readonly peer: IndexPeer; readonly again: boolean}
	| {
			readonly event: 'rfc-added' | 'rfc-changed' | 'rfc-removed';
			readonly number: number;
			readonly record: Holding;
	  };

const samePeer = (peer: IndexPeer): IndexPeer => peer;

export class Catalog {
	/** Drawn anew whenever the index starts from nothing. */
	readonly epoch: string;
	#number = 0;
	readonly #entries = new Map<number, MutableEntry>();
	readonly #peers = new Map<string, IndexPeer>();
	readonly #listeners = new Set<(change: Change) => void>();
	readonly #rowListeners = new Set<(entry: RfcEntry) => void>();

	/** RFCs by number; what they weigh is their records. To be read only. */
	readonly rfcs = new SortedList<number, RfcEntry>({
		key: entry => entry.rfc,
		compare: (a, b) => a - b,
		weight: entry => entry.holders.length,
	});
	/** Peers by host. To be read only. */
	readonly peers = new SortedList<IndexPeer, IndexPeer>({key: samePeer, compare: comparePeers});

	constructor(epoch: string) {
		this.epoch = epoch;
	}

	/** `epoch-number`. */
	get generation(): string {
		return `${this.epoch}-${this.#number}`;
	}

	/** How many changes there were. */
	get number(): number {
		return this.#number;
	}

	/** How many records there are. */
	get records(): number {
		return this.rfcs.weight;
	}

	/** Calls `listener` after each change, at once. Returns the way to stop that. */
	subscribe(listener: (change: Change) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Calls `listener` for each RFC whose holders have changed; with none left it is gone. Returns the way to stop that. */
	watchRows(listener: (entry: RfcEntry) => void): () => void {
		this.#rowListeners.add(listener);
		return () => this.#rowListeners.delete(listener);
	}

	peer(key: string): IndexPeer | undefined {
		return this.#peers.get(key);
	}

	/** Takes a peer in, who must not be here. */
	join(peer: IndexPeer): void {
		peer.here = true;
		this.#peers.set(peer.key, peer);
		this.peers.set(peer);
		this.#tell({event: 'peer-joined', number: ++this.#number, peer, again: false});
	}

	/** Gives a peer other facts. Its records follow to the new place, each with an event of its own. */
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

	/** Takes a peer out with all its records: one change. */
	leave(peer: IndexPeer): void {
		if (!peer.here) return;
		for (const holding of peer.records) this.#takeOut(holding);
		peer.here = false;
		this.#peers.delete(peer.key);
		this.peers.delete(peer);
		this.#tell({event: 'peer-left', number: ++this.#number, peer});
	}

	/** Enters that a peer, who is here, holds an RFC; or changes what it said of it. What says nothing new is no change. */
	add(peer: IndexPeer, rfc: number, about: About): Holding {
		const old = peer.records.get(rfc);
		if (old && sameAbout(old, about)) return old;
		const record = makeHolding(peer, rfc, this.#shareText(rfc, about));
		this.#putIn(record);
		this.#tell({event: old ? 'rfc-changed' : 'rfc-added', number: ++this.#number, record});
		return record;
	}

	/** Takes one record out and returns it; undefined when the peer does not hold that RFC. */
	remove(peer: IndexPeer, rfc: number): Holding | undefined {
		const record = peer.records.delete(rfc);
		if (!record) return undefined;
		this.#takeOut(record);
		this.#tell({event: 'rfc-removed', number: ++this.#number, record});
		return record;
	}

	/** Who holds an RFC, in the order of `comparePeers`. To be read only, and at once. */
	holders(rfc: number): readonly Holding[] {
		return this.#entries.get(rfc)?.holders ?? [];
	}

	/** How many different digests the holders of an RFC declare. */
	varieties(rfc: number): number {
		return varieties(this.#entries.get(rfc)?.declared);
	}

	/** At most `limit` records from the `offset`th on: by RFC number, then host. */
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
	 * Every RFC with its holders, in order, for a walk that may pause at any time while the index changes:
	 * what is there throughout comes exactly once.
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
				// What was taken ahead may be gone by now.
				if (this.#number !== number) break;
			}
		}
	}

	/** Titles and digests are kept once for an RFC, and as copies: a slice of a message would keep that message alive. */
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

	/** Puts a record in, in place of the same peer's older one. */
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

	/** Takes a record from its RFC. The peer's own list is the caller's business. */
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

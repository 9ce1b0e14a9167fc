/** The RFCs that are in the index, with their records: by number, by place in a list, and all of them in order. */
import {SortedList} from '../order/sorted-list.ts';
import {Departures} from './departures.ts';
import type {Holding, IndexPeer} from './index-peer.ts';
import {RfcEntry} from './rfc-entry.ts';

export type RowListener = {
	/** The holders of an RFC have changed; without any it is gone. */
	readonly row: (entry: RfcEntry) => void;
	/** Those of many RFCs have, or what they say of themselves: what was kept about any RFC may be out of date. */
	readonly many?: () => void;
};

export class RfcTable {
	/** By number; the weight is the number of records. Read only. Records of peers that have left may still be here. */
	readonly sorted = new SortedList<number, RfcEntry>({
		key: entry => entry.rfc,
		compare: (a, b) => a - b,
		weight: entry => entry.holders.length,
	});
	readonly #entries = new Map<number, RfcEntry>();
	readonly #departures = new Departures(record => this.#takeOut(record));
	readonly #listeners = new Set<RowListener>();
	#changes = 0;

	/** Number of records of peers that are here. */
	get records(): number {
		return this.sorted.weight - this.#departures.records;
	}

	/** As `Departures.over`: until then `slice` is not exact. */
	get settled(): Promise<void> | undefined {
		return this.#departures.over;
	}

	/** Stops what goes on by itself. */
	close(): void {
		this.#departures.stop();
	}

	/** Returns the function to unsubscribe. */
	watch(listener: RowListener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** An RFC that somebody who is here holds. */
	get(rfc: number): RfcEntry | undefined {
		this.#settle(this.#entries.get(rfc));
		return this.#entries.get(rfc);
	}

	/** Enters a record, or replaces that of the same peer. */
	put(record: Holding): void {
		this.#departures.entering();
		let entry = this.get(record.rfc);
		if (!entry) {
			entry = new RfcEntry(record.rfc);
			this.#entries.set(record.rfc, entry);
			this.sorted.set(entry);
		}
		const old = entry.put(record);
		if (!old) this.sorted.reweigh(entry.rfc, 1);
		record.peer.records.set(record);
		this.#changed(entry);
	}

	/** Removes and returns the record that a peer holds an RFC. */
	take(peer: IndexPeer, rfc: number): Holding | undefined {
		const record = peer.records.delete(rfc);
		if (record) this.#takeOut(record);
		return record;
	}

	/** A peer has left: its records are not here any more. */
	abandon(peer: IndexPeer): void {
		if (!this.#departures.add(peer)) this.tellMany();
	}

	/** Tells the listeners that much has changed. */
	tellMany(): void {
		for (const {many} of this.#listeners) many?.();
	}

	/** At most `limit` records starting at `offset`: by RFC number, then host. Exact when all is settled. */
	slice(offset: number, limit: number): Holding[] {
		const taken: Holding[] = [];
		const {index, unit} = this.sorted.atWeight(offset);
		let skip = unit;
		let key: number | undefined;
		let entries = limit > 0 ? this.sorted.slice(index, 64) : [];
		while (entries.length > 0 && taken.length < limit) {
			for (const entry of entries) {
				for (const holding of entry.holders.slice(skip, skip + limit - taken.length)) taken.push(holding);
				skip = 0;
				key = entry.rfc;
			}
			entries = this.sorted.after(key, 64);
		}
		return taken;
	}

	/**
	 * All RFCs with their holders, in order. The walk may pause at any time while the index changes: whatever is present
	 * throughout comes exactly once. An RFC whose last holder has just left may come without any.
	 */
	*walk(): Generator<RfcEntry> {
		let last: number | undefined;
		for (;;) {
			const entries = this.sorted.after(last, 256);
			if (entries.length === 0) return;
			for (const entry of entries) {
				last = entry.rfc;
				this.#settle(entry);
				const changes = this.#changes;
				yield entry;
				// Entries fetched ahead may be gone by now.
				if (this.#changes !== changes) break;
			}
		}
	}

	#settle(entry: RfcEntry | undefined): void {
		if (entry) this.#departures.settle(entry.rfc, entry.holders);
	}

	/** Removes a record from all but its peer's own list. */
	#takeOut(record: Holding): void {
		const entry = this.#entries.get(record.rfc);
		if (!entry) return;
		if (entry.holders.length === 1) {
			this.#entries.delete(entry.rfc);
			this.sorted.delete(entry.rfc);
		} else this.sorted.reweigh(entry.rfc, -1);
		entry.take(record);
		this.#changed(entry);
	}

	#changed(entry: RfcEntry): void {
		this.#changes++;
		for (const {row} of this.#listeners) row(entry);
	}
}

/**
 * A copy of an index: which RFCs there are and who holds them, updated by the events of WATCH, read in windows.
 * Events may be applied twice: after the last one the copy equals the index.
 */

import {startsWords} from '../../order/filter-words.ts';
import {type RfcRow, rfcRow} from '../../order/rfc-row.ts';
import {SortedList} from '../../order/sorted-list.ts';
import {SortedView} from '../../order/sorted-view.ts';
import {TableView, type TableWindow, unlessOwn, type WindowQuery} from '../../order/table-view.ts';
import {titleAmong} from '../../order/title-among.ts';
import type {PeerRecord, RfcRecord, WatchEvent} from '../../protocol/message.ts';
import {Holdings} from './holdings.ts';
import {type Entry, rfcColumns, searchedText} from './index-rows.ts';
import {PresentPeers} from './present-peers.ts';
import {comparePlaces, compareRecords, type Place, parseAnchor, placeIn, type RecordPlace} from './record-place.ts';

export type IndexTableOptions = {
	/** Calls `call` after other work had a chance to run. */
	readonly defer: (call: () => void) => void;
	/** Calls `call` after `ms` milliseconds; with its own timer by default. */
	readonly later?: (ms: number, call: () => void) => void;
	/** Called when a filter has found more rows, or rows have changed their order. */
	readonly onProgress: () => void;
	/** Called for records that are new or have another digest. */
	readonly onAdded: (record: RfcRecord) => void;
};

const soon = (ms: number, call: () => void): void => {
	setTimeout(call, ms).unref();
};

/** Records moved or removed between pauses. */
const atOnce = 256;

export class IndexTable {
	readonly #options: IndexTableOptions;
	readonly #entries = new Map<number, Entry>();
	readonly #rfcs = new SortedList<number, Entry>({key: ({rfc}) => rfc, compare: (a, b) => a - b});
	readonly #records = new SortedList<RecordPlace, RfcRecord>({key: record => record, compare: compareRecords});
	readonly #peers = new PresentPeers();
	readonly #holdings: Holdings;
	readonly #rfcView: SortedView<number, Entry>;
	readonly #recordView: TableView<RecordPlace, RfcRecord>;

	constructor(options: IndexTableOptions) {
		this.#options = options;
		const {defer, onProgress, later = soon} = options;
		this.#holdings = new Holdings({defer, later, onProgress});
		this.#rfcView = new SortedView({
			all: this.#rfcs,
			ordering: {key: ({rfc}) => rfc, compare: (a, b) => a - b},
			text: ({rfc, holders}) => searchedText(rfc, titleAmong(holders) ?? ''),
			fits: startsWords,
			columns: rfcColumns,
			defer,
			later,
			onProgress,
		});
		this.#recordView = new TableView({
			all: this.#records,
			ordering: {key: record => record, compare: compareRecords},
			text: ({rfc, title, host, address}) => `${rfc} ${title} ${host} ${address}`,
			defer,
			onProgress,
		});
	}

	/** How many there are. */
	get counts(): {readonly rfcs: number; readonly records: number; readonly peers: number} {
		return {rfcs: this.#rfcs.size, records: this.#records.size, peers: this.#peers.size};
	}

	rfcs({sort, ...query}: WindowQuery<number>): TableWindow<RfcRow> {
		const {items, ...places} = this.#rfcView.window({...query, ...unlessOwn('number', sort)});
		return {rows: items.map(({rfc, holders}) => rfcRow(rfc, holders)), total: this.#rfcs.size, ...places};
	}

	/** An anchor is `rfc host address port`. */
	records({anchor, ...query}: WindowQuery<string>): TableWindow<RfcRecord> {
		const place = anchor === undefined ? undefined : parseAnchor(anchor);
		const {items, ...places} = this.#recordView.window({...query, ...(place ? {anchor: place} : {})});
		return {rows: items, total: this.#records.size, ...places};
	}

	/** The holders of an RFC, by host. */
	holdersOf(rfc: number): readonly RfcRecord[] {
		return this.#entries.get(rfc)?.holders.slice() ?? [];
	}

	/** The records of one peer, by number. */
	recordsOf(place: Place, query: WindowQuery<number>): TableWindow<RfcRecord> {
		return this.#holdings.window(place, query);
	}

	/** All peers by host, with their number of RFCs. Computed once after each change. */
	peers(): readonly PeerRecord[] {
		return this.#peers.list(peer => this.#holdings.sizeOf(peer));
	}

	putPeer(peer: PeerRecord): void {
		this.#peers.put(peer);
	}

	/** Updates the reachability of peers from a list; peers that joined or moved meanwhile are left alone. */
	tellReach(peers: readonly PeerRecord[]): void {
		this.#peers.tellReach(peers);
	}

	/** Adds a record, or replaces that of the same peer and RFC. */
	put(given: RfcRecord): void {
		const entry = this.#entryOf(given.rfc);
		const record = shared(given, entry.holders[0], this.#peers.named(given.host));
		const at = placeIn(entry.holders, record);
		const before = entry.holders[at];
		const replaces = before !== undefined && comparePlaces(before, record) === 0;
		entry.holders.splice(at, replaces ? 1 : 0, record);
		this.#holdings.put(record);
		this.#peers.changed();
		this.#records.set(record);
		this.#recordView.changed(record, true);
		this.#rfcView.changed(entry, true);
		if (!replaces || before.digest !== record.digest) this.#options.onAdded(record);
	}

	/** Removes a record, if it exists. */
	remove(place: RecordPlace): void {
		const entry = this.#entries.get(place.rfc);
		const record = this.#holdings.get(place);
		if (!entry || !record) return;
		entry.holders.splice(placeIn(entry.holders, record), 1);
		this.#holdings.delete(record);
		this.#peers.changed();
		this.#records.delete(record);
		this.#recordView.changed(record, false);
		if (entry.holders.length === 0) {
			this.#entries.delete(entry.rfc);
			this.#rfcs.delete(entry.rfc);
		}
		this.#rfcView.changed(entry, entry.holders.length > 0);
	}

	/** Applies a change, pausing between batches. Returns `unclear` when only a new list tells what is there now. */
	*apply(event: WatchEvent): Generator<void, 'done' | 'unclear'> {
		switch (event.event) {
			case 'rfc-added':
			case 'rfc-changed':
				// The event may be older than the list, and its peer may have moved or gone since: a later event says so.
				if (this.#peers.has(event.record)) this.put(event.record);
				return 'done';
			case 'rfc-removed':
				this.remove(event.record);
				return this.#peers.isShared(event.record) ? 'unclear' : 'done';
			case 'peer-joined':
				return yield* this.#join(event.peer);
			case 'peer-left':
				return yield* this.#leave(event.peer);
			default:
				return 'done';
		}
	}

	*#join(peer: PeerRecord): Generator<void, 'done' | 'unclear'> {
		const before = this.#peers.get(peer);
		this.#peers.put(peer);
		if (!before || comparePlaces(before, peer) === 0) return 'done';
		if (this.#peers.hasAnotherAt(before)) return 'unclear';
		const {host, address, port} = peer;
		let count = 0;
		for (const record of this.#holdings.allOf(before)) {
			this.remove(record);
			this.put({...record, host, address, port});
			if (++count % atOnce === 0) yield;
		}
		return 'done';
	}

	*#leave(peer: PeerRecord): Generator<void, 'done' | 'unclear'> {
		this.#peers.delete(peer);
		if (this.#peers.hasAnotherAt(peer)) return 'unclear';
		let count = 0;
		for (const record of this.#holdings.allOf(peer)) {
			this.remove(record);
			if (++count % atOnce === 0) yield;
		}
		return 'done';
	}

	#entryOf(rfc: number): Entry {
		const known = this.#entries.get(rfc);
		if (known) return known;
		const entry: Entry = {rfc, holders: []};
		this.#entries.set(rfc, entry);
		this.#rfcs.set(entry);
		return entry;
	}
}

/** Reuses equal strings: an index has many records but few peers. */
function shared(record: RfcRecord, first: RfcRecord | undefined, peer: PeerRecord | undefined): RfcRecord {
	const {title, digest, host, address} = record;
	return {
		...record,
		title: first?.title === title ? first.title : title,
		host: peer?.host === host ? peer.host : host,
		address: peer?.address === address ? peer.address : address,
		...(digest === undefined ? {} : {digest: first?.digest === digest ? first.digest : digest}),
	};
}

/** The records of each peer of an index, by number. */
import {titleOrder} from '../../order/compare.ts';
import {SortedList} from '../../order/sorted-list.ts';
import {type Column, SortedView} from '../../order/sorted-view.ts';
import {type TableWindow, unlessOwn, type WindowQuery} from '../../order/table-view.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import {placeKey} from '../../text/place-key.ts';
import type {RecordColumn} from './index-window-source.ts';
import type {Place, RecordPlace} from './record-place.ts';

const byNumber = {key: ({rfc}: RfcRecord) => rfc, compare: (a: number, b: number) => a - b};

type Records = SortedList<number, RfcRecord>;

const columns: Readonly<Record<RecordColumn, Column<RfcRecord>>> = {
	number: {value: ({rfc}) => rfc},
	title: {value: ({title}) => titleOrder(title)},
	/** Those first whose size is unknown. */
	size: {value: ({size}) => size ?? -1},
};

export type HoldingsOptions = {
	/** Calls `call` after other work had a chance to run. */
	readonly defer: (call: () => void) => void;
	/** Calls `call` after `ms` milliseconds. */
	readonly later: (ms: number, call: () => void) => void;
	/** Called when a filter has found more rows, or rows have changed their order. */
	readonly onProgress: () => void;
};

export class Holdings {
	readonly #options: HoldingsOptions;
	readonly #holdings = new Map<string, Records>();
	/** The peer whose records are being read in windows now. */
	#visited: {readonly records: Records; readonly view: SortedView<number, RfcRecord>} | undefined;

	constructor(options: HoldingsOptions) {
		this.#options = options;
	}

	get({rfc, ...place}: RecordPlace): RfcRecord | undefined {
		return this.#at(place)?.get(rfc);
	}

	put(record: RfcRecord): void {
		const key = placeKey(record);
		const records: Records = this.#holdings.get(key) ?? new SortedList(byNumber);
		records.set(record);
		this.#holdings.set(key, records);
		this.#changed(records, record, true);
	}

	delete(record: RfcRecord): void {
		const records = this.#at(record);
		if (!records) return;
		records.delete(record.rfc);
		if (records.size === 0) this.#holdings.delete(placeKey(record));
		this.#changed(records, record, false);
	}

	/** How many RFCs a peer holds. */
	sizeOf(place: Place): number {
		return this.#at(place)?.size ?? 0;
	}

	/** A copy of all records of a peer. */
	allOf(place: Place): readonly RfcRecord[] {
		return [...(this.#at(place) ?? [])];
	}

	window(place: Place, query: WindowQuery<number>): TableWindow<RfcRecord> {
		const records = this.#at(place);
		if (!records) return {rows: [], matching: 0, total: 0};
		if (this.#visited?.records !== records) {
			const text = ({rfc, title}: RfcRecord): string => `${rfc} ${title}`;
			const view = new SortedView({...this.#options, all: records, ordering: byNumber, text, columns});
			this.#visited = {records, view};
		}
		const {sort, ...rest} = query;
		const {items, ...places} = this.#visited.view.window({...rest, ...unlessOwn('number', sort)});
		return {rows: items, total: records.size, ...places};
	}

	#at(place: Place): Records | undefined {
		return this.#holdings.get(placeKey(place));
	}

	#changed(records: Records, record: RfcRecord, present: boolean): void {
		if (this.#visited?.records === records) this.#visited.view.changed(record, present);
	}
}

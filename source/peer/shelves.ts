/** What each peer of an index holds, by number: one shelf a place. */
import {SortedList} from '../order/sorted-list.ts';
import {TableView, type TableWindow, type WindowQuery} from '../order/table-view.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {type Place, placeKey, type RecordPlace} from './record-place.ts';

const byNumber = {key: ({rfc}: RfcRecord) => rfc, compare: (a: number, b: number) => a - b};

type Shelf = SortedList<number, RfcRecord>;

export type ShelvesOptions = {
	/** Calls later, when other work had its turn. */
	readonly defer: (call: () => void) => void;
	/** Called when a filter has found more. */
	readonly onProgress: () => void;
};

export class Shelves {
	readonly #options: ShelvesOptions;
	readonly #shelves = new Map<string, Shelf>();
	/** The one shelf that is read in windows now. */
	#visited: {readonly shelf: Shelf; readonly view: TableView<number, RfcRecord>} | undefined;

	constructor(options: ShelvesOptions) {
		this.#options = options;
	}

	get({rfc, ...place}: RecordPlace): RfcRecord | undefined {
		return this.#at(place)?.get(rfc);
	}

	put(record: RfcRecord): void {
		const key = placeKey(record);
		const shelf: Shelf = this.#shelves.get(key) ?? new SortedList(byNumber);
		shelf.set(record);
		this.#shelves.set(key, shelf);
		this.#changed(shelf, record, true);
	}

	delete(record: RfcRecord): void {
		const shelf = this.#at(record);
		if (!shelf) return;
		shelf.delete(record.rfc);
		if (shelf.size === 0) this.#shelves.delete(placeKey(record));
		this.#changed(shelf, record, false);
	}

	/** How many RFCs are held there. */
	sizeOf(place: Place): number {
		return this.#at(place)?.size ?? 0;
	}

	/** All that is held there now, as an array of its own. */
	allOf(place: Place): readonly RfcRecord[] {
		return [...(this.#at(place) ?? [])];
	}

	window(place: Place, query: WindowQuery<number>): TableWindow<RfcRecord> {
		const shelf = this.#at(place);
		if (!shelf) return {rows: [], matching: 0, total: 0};
		if (this.#visited?.shelf !== shelf) {
			const text = ({rfc, title}: RfcRecord): string => `${rfc} ${title}`;
			this.#visited = {shelf, view: new TableView({...this.#options, all: shelf, ordering: byNumber, text})};
		}
		const {items, ...places} = this.#visited.view.window(query);
		return {rows: items, total: shelf.size, ...places};
	}

	#at(place: Place): Shelf | undefined {
		return this.#shelves.get(placeKey(place));
	}

	#changed(shelf: Shelf, record: RfcRecord, present: boolean): void {
		if (this.#visited?.shelf === shelf) this.#visited.view.changed(record, present);
	}
}

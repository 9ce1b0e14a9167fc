/**
 * The rows that match a filter, in a sort order of their own. All rows are scanned once, some thousands at a time;
 * after that changes are applied as they happen. A row whose value changes keeps its place until it is settled.
 */
import {compareValues, type SortValue} from './compare.ts';
import {filterWords, hasWords} from './filter-words.ts';
import {Scan} from './scan.ts';
import {SortedList} from './sorted-list.ts';
import type {Sort, TableViewOptions} from './table-view.ts';

/** The table, whose keys are compared as in a `Map`, and what to sort it by. */
type Material<Key, Item> = Pick<TableViewOptions<Key, Item>, 'all' | 'ordering' | 'text' | 'fits'> & {
	/** Rows with equal values keep the table's own order. */
	readonly value: (item: Item) => SortValue;
};

type Place<Key, Item> = {readonly value: SortValue; readonly key: Key; readonly item: Item};

/** Rows scanned or settled at a time. */
const rowsAtOnce = 2048;

export class Arrangement<Key, Item> {
	readonly filter: string;
	readonly sort: Sort;
	readonly #material: Material<Key, Item>;
	readonly #words: readonly string[];
	readonly #places = new Map<Key, Place<Key, Item>>();
	readonly #rows: SortedList<Place<Key, Item>, Place<Key, Item>>;
	/** Rows whose value may no longer be that of their place. */
	readonly #stale = new Set<Key>();
	readonly #scan: Scan<Key, Item>;

	constructor(material: Material<Key, Item>, wanted: {readonly filter: string; readonly sort: Sort}) {
		const {compare} = material.ordering;
		const sign = wanted.sort.descending ? -1 : 1;
		this.filter = wanted.filter;
		this.sort = wanted.sort;
		this.#material = material;
		this.#words = filterWords(wanted.filter);
		this.#scan = new Scan(material, rowsAtOnce);
		this.#rows = new SortedList({
			key: place => place,
			compare: (a, b) => sign * compareValues(a.value, b.value) || compare(a.key, b.key),
		});
	}

	/** Whether all rows have been scanned. */
	get done(): boolean {
		return this.#scan.done;
	}

	get size(): number {
		return this.#rows.size;
	}

	/** Number of rows waiting to be settled. */
	get unsettled(): number {
		return this.#stale.size;
	}

	slice(offset: number, limit: number): readonly Item[] {
		return this.#rows.slice(offset, limit).map(place => place.item);
	}

	/** The index of the row with this key; undefined when it is not among them. */
	indexOf(key: Key): number | undefined {
		const place = this.#places.get(key);
		return place && this.#rows.rank(place).index;
	}

	/** Scans the next rows. */
	lookOn(): void {
		for (const item of this.#scan.next()) if (this.#fits(item)) this.#putIn(item);
	}

	/** To be called when a row was added, changed or removed. */
	changed(item: Item, present: boolean): void {
		const key = this.#material.ordering.key(item);
		const place = this.#places.get(key);
		const here = present && this.#fits(item);
		if (place === undefined) {
			if (here && this.#scan.hasPassed(key)) this.#putIn(item);
		} else if (!here) {
			this.#rows.delete(place);
			this.#places.delete(key);
			this.#stale.delete(key);
		} else {
			if (place.item !== item) this.#replace(place, {...place, item});
			this.#stale.add(key);
		}
	}

	/** To be called when any value may have changed. */
	touch(): void {
		for (const key of this.#places.keys()) this.#stale.add(key);
	}

	/** Moves some of the unsettled rows to where they belong, and returns how many had to move. */
	settle(): number {
		let looked = 0;
		let moved = 0;
		for (const key of this.#stale) {
			if (looked++ === rowsAtOnce) break;
			this.#stale.delete(key);
			const place = this.#places.get(key);
			const value = place && this.#material.value(place.item);
			if (place === undefined || value === undefined || value === place.value) continue;
			this.#replace(place, {...place, value});
			moved++;
		}
		return moved;
	}

	#putIn(item: Item): void {
		const place = {value: this.#material.value(item), key: this.#material.ordering.key(item), item};
		this.#places.set(place.key, place);
		this.#rows.set(place);
	}

	#replace(old: Place<Key, Item>, place: Place<Key, Item>): void {
		this.#rows.delete(old);
		this.#places.set(place.key, place);
		this.#rows.set(place);
	}

	#fits(item: Item): boolean {
		const {text, fits = hasWords} = this.#material;
		return this.#words.length === 0 || fits(text(item), this.#words);
	}
}

/**
 * Windows on a table that may have a million rows. Without a filter a window costs only what it shows. With a filter
 * all rows are scanned once, some thousands at a time, and after that only changes are looked at.
 */
import {filterWords, hasWords} from './filter-words.ts';
import type {Rows} from './rows.ts';
import {Scan} from './scan.ts';
import {type Ordering, SortedList} from './sorted-list.ts';

/** A sort order: the name of a column, and a direction. */
export type Sort = {readonly by: string; readonly descending: boolean};

/** The order to sort a table by; none where it is the table's own, which is by the column `own`. */
export const unlessOwn = (own: string, sort: Sort | undefined): {readonly sort?: Sort} =>
	sort === undefined || (sort.by === own && !sort.descending) ? {} : {sort};

/** Which rows of a table to return. Filter: every word must occur, in any case, in number, name, title or address. */
export type WindowQuery<Key> = {
	readonly filter: string;
	readonly offset: number;
	readonly limit: number;
	/** A sort order other than the table's own. */
	readonly sort?: Sort;
	/** A row whose index among the matching rows is wanted too, whether or not it is in the window. */
	readonly anchor?: Key;
};

export type TableWindow<Row> = {
	readonly rows: readonly Row[];
	/** Rows that match the filter. */
	readonly matching: number;
	/** Rows in all. */
	readonly total: number;
	/** Index of the anchor among the matching rows, from 0; absent when it is not among them. */
	readonly anchorIndex?: number;
};

/** Rows scanned at a time. */
const rowsAtOnce = 4096;

export type TableViewOptions<Key, Item> = {
	readonly all: Rows<Key, Item>;
	readonly ordering: Ordering<Key, Item>;
	/** The text that a filter is matched against. */
	readonly text: (item: Item) => string;
	/** Whether a text matches the words of a filter; `hasWords` by default. */
	readonly fits?: (text: string, words: readonly string[]) => boolean;
	/** Calls `call` after other work had a chance to run. */
	readonly defer: (call: () => void) => void;
	/** Called when more rows have been scanned. */
	readonly onProgress: () => void;
};

export type ItemWindow<Item> = {
	readonly items: readonly Item[];
	/** Matches among the rows scanned so far. */
	readonly matching: number;
	readonly anchorIndex?: number;
};

type Search<Key, Item> = {
	readonly filter: string;
	readonly words: readonly string[];
	readonly matches: SortedList<Key, Item>;
	readonly scan: Scan<Key, Item>;
};

export class TableView<Key, Item> {
	readonly #options: TableViewOptions<Key, Item>;
	#search: Search<Key, Item> | undefined;

	constructor(options: TableViewOptions<Key, Item>) {
		this.#options = options;
	}

	window({filter, offset, limit, anchor}: WindowQuery<Key>): ItemWindow<Item> {
		const rows = this.#rows(filter);
		const place = anchor === undefined ? undefined : rows.rank(anchor);
		return {
			items: rows.slice(offset, limit),
			matching: rows.size,
			...(place?.found ? {anchorIndex: place.index} : {}),
		};
	}

	/** To be called when a row was added, changed or removed; keys never change. */
	changed(item: Item, present: boolean): void {
		const search = this.#search;
		if (!search) return;
		const key = this.#options.ordering.key(item);
		if (!search.scan.hasPassed(key)) return;
		if (present && this.#fits(search, item)) search.matches.set(item);
		else search.matches.delete(key);
	}

	/** To be called when keys have changed: the filter is applied anew. */
	restart(): void {
		const search = this.#search;
		if (search) this.#start(search.filter, search.words);
	}

	#rows(filter: string): Rows<Key, Item> {
		if (this.#search?.filter === filter) return this.#search.matches;
		const words = filterWords(filter);
		if (words.length > 0) return (this.#narrow(filter, words) ?? this.#start(filter, words)).matches;
		this.#search = undefined;
		return this.#options.all;
	}

	/** Searches a longer filter among the matches of the shorter one; undefined when those are incomplete or too many. */
	#narrow(filter: string, words: readonly string[]): Search<Key, Item> | undefined {
		const found = this.#search;
		if (!found?.scan.done || !filter.startsWith(found.filter) || found.matches.size > rowsAtOnce) return undefined;
		const {key, compare} = this.#options.ordering;
		const matches = new SortedList<Key, Item>({key, compare});
		const search: Search<Key, Item> = {...found, filter, words, matches};
		for (const item of found.matches) if (this.#fits(search, item)) matches.set(item);
		this.#search = search;
		return search;
	}

	#start(filter: string, words: readonly string[]): Search<Key, Item> {
		const {key, compare} = this.#options.ordering;
		const matches = new SortedList<Key, Item>({key, compare});
		const search: Search<Key, Item> = {filter, words, matches, scan: new Scan(this.#options, rowsAtOnce)};
		this.#search = search;
		this.#lookOn(search);
		return search;
	}

	#lookOn(search: Search<Key, Item>): void {
		const {defer, onProgress} = this.#options;
		for (const item of search.scan.next()) if (this.#fits(search, item)) search.matches.set(item);
		if (search.scan.done) return;
		defer(() => {
			if (this.#search !== search) return;
			this.#lookOn(search);
			onProgress();
		});
	}

	#fits({words}: Search<Key, Item>, item: Item): boolean {
		const {text, fits = hasWords} = this.#options;
		return fits(text(item), words);
	}
}

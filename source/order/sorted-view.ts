/**
 * Windows on a table that can also be sorted by its columns. Nothing proportional to the table is done at once: a new
 * order is prepared beside the one that is shown, some thousands of rows at a time, and replaces it when complete.
 * Rows whose values change are moved together, once a second, so that the order never changes under a key press.
 */
import {Arrangement} from './arrangement.ts';
import type {SortValue} from './compare.ts';
import {type ItemWindow, TableView, type TableViewOptions, type WindowQuery} from './table-view.ts';

export type Column<Item> = {
	readonly value: (item: Item) => SortValue;
	/** Its values change without a call of `changed`, for instance with time. */
	readonly restless?: boolean;
};

export type SortedViewOptions<Key, Item> = TableViewOptions<Key, Item> & {
	/** The columns by name. Sorting by any other name gives the table's own order. */
	readonly columns: Readonly<Record<string, Column<Item>>>;
	/** Calls `call` after `ms` milliseconds. */
	readonly later: (ms: number, call: () => void) => void;
};

/** Milliseconds between changes of the order. */
export const settleEveryMs = 1000;
/** Rows that may be settled per millisecond of that interval: large tables move less often. */
const rowsPerMs = 10;

export class SortedView<Key, Item> {
	readonly #options: SortedViewOptions<Key, Item>;
	readonly #plain: TableView<Key, Item>;
	#shown: Arrangement<Key, Item> | undefined;
	/** Replaces `shown` when complete. */
	#next: Arrangement<Key, Item> | undefined;
	#touched = false;
	#waits = false;

	constructor(options: SortedViewOptions<Key, Item>) {
		this.#options = options;
		this.#plain = new TableView(options);
	}

	window(query: WindowQuery<Key>): ItemWindow<Item> {
		const arrangement = this.#arrangement(query);
		if (arrangement === undefined) return this.#plain.window(query);
		const {offset, limit, anchor} = query;
		const index = anchor === undefined ? undefined : arrangement.indexOf(anchor);
		return {
			items: arrangement.slice(offset, limit),
			matching: arrangement.size,
			...(index === undefined ? {} : {anchorIndex: index}),
		};
	}

	/** To be called when a row was added, changed or removed; keys never change. */
	changed(item: Item, present: boolean): void {
		this.#plain.changed(item, present);
		this.#next?.changed(item, present);
		this.#shown?.changed(item, present);
		if (present) this.#settleSoon();
	}

	/** To be called when the values of restless columns may have changed. */
	touch(): void {
		const by = this.#shown?.sort.by;
		if (by === undefined || this.#touched || !this.#options.columns[by]?.restless) return;
		this.#touched = true;
		this.#settleSoon();
	}

	/** To be called when keys have changed: filters and orders are computed anew. */
	restart(): void {
		this.#plain.restart();
		const {filter, sort} = this.#next ?? this.#shown ?? {};
		this.#shown = undefined;
		if (filter !== undefined && sort !== undefined) this.#begin({filter, sort});
	}

	/** The arrangement for this query; undefined where the table itself will do. */
	#arrangement({filter, sort}: WindowQuery<Key>): Arrangement<Key, Item> | undefined {
		if (sort === undefined || this.#options.columns[sort.by] === undefined) {
			this.#shown = undefined;
			this.#next = undefined;
			return undefined;
		}
		const latest = this.#next ?? this.#shown;
		const {by, descending} = sort;
		const known = latest?.filter === filter && latest.sort.by === by && latest.sort.descending === descending;
		if (!known) this.#begin({filter, sort});
		// The old order of other rows would be wrong; the old order of the same rows is merely out of date.
		if (this.#next !== undefined && this.#shown !== undefined && this.#shown.filter !== filter)
			this.#shown = this.#next;
		return this.#shown;
	}

	#begin(wanted: Pick<Arrangement<Key, Item>, 'filter' | 'sort'>): void {
		const value = this.#options.columns[wanted.sort.by]?.value;
		if (value === undefined) return;
		const next = new Arrangement({...this.#options, value}, wanted);
		this.#next = next;
		this.#lookOn(next);
	}

	#lookOn(next: Arrangement<Key, Item>): void {
		next.lookOn();
		if (next.done) {
			this.#shown = next;
			this.#next = undefined;
			this.#settleSoon();
			return;
		}
		this.#options.defer(() => {
			if (this.#next !== next) return;
			this.#lookOn(next);
			this.#options.onProgress();
		});
	}

	#settleSoon(): void {
		const shown = this.#shown;
		if (this.#waits || shown === undefined || (!this.#touched && shown.unsettled === 0)) return;
		this.#waits = true;
		const ms = Math.max(settleEveryMs, shown.size / rowsPerMs);
		this.#options.later(ms, () => {
			this.#waits = false;
			if (this.#shown === undefined) return;
			if (this.#touched) this.#shown.touch();
			this.#touched = false;
			this.#settle(this.#shown);
		});
	}

	#settle(shown: Arrangement<Key, Item>): void {
		if (this.#shown !== shown) return;
		if (shown.settle() > 0) this.#options.onProgress();
		if (shown.unsettled === 0) this.#settleSoon();
		else this.#options.defer(() => this.#settle(shown));
	}
}

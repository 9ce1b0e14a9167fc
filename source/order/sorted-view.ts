/**
 * Windows on a table that can also be sorted by what is in its columns. Nothing that is proportional to the table is done
 * at once: another order is made beside the one that is shown, some thousands of rows at a time, and takes its place when
 * it is whole. Rows whose values change are moved once a second, all together: order never changes under a key press.
 */
import {Arrangement, type SortValue} from './arrangement.ts';
import {type ItemWindow, TableView, type TableViewOptions, type WindowQuery} from './table-view.ts';

export type Column<Item> = {
	readonly value: (item: Item) => SortValue;
	/** It changes without `changed` being called: by time, or by what is not told. */
	readonly restless?: boolean;
};

export type SortedViewOptions<Key, Item> = TableViewOptions<Key, Item> & {
	/** By name: what the table can be sorted by. Sorted by any other name it has its own order. */
	readonly columns: Readonly<Record<string, Column<Item>>>;
	/** Calls after so many milliseconds. */
	readonly later: (ms: number, call: () => void) => void;
};

/** Milliseconds between two changes of the order. */
export const settleEveryMs = 1000;
/** Rows that may be settled in a millisecond of the time between: large tables move more rarely. */
const rowsPerMs = 10;

export class SortedView<Key, Item> {
	readonly #options: SortedViewOptions<Key, Item>;
	readonly #plain: TableView<Key, Item>;
	#shown: Arrangement<Key, Item> | undefined;
	/** What takes the place of `shown` when it is whole. */
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

	/** A row came, changed or went; its key is what it was. */
	changed(item: Item, present: boolean): void {
		this.#plain.changed(item, present);
		this.#next?.changed(item, present);
		this.#shown?.changed(item, present);
		if (present) this.#settleSoon();
	}

	/** What restless columns show may have changed. */
	touch(): void {
		const by = this.#shown?.sort.by;
		if (by === undefined || this.#touched || !this.#options.columns[by]?.restless) return;
		this.#touched = true;
		this.#settleSoon();
	}

	/** Keys have changed: what is filtered or sorted is looked through again. */
	restart(): void {
		this.#plain.restart();
		const {filter, sort} = this.#next ?? this.#shown ?? {};
		this.#shown = undefined;
		if (filter !== undefined && sort !== undefined) this.#begin({filter, sort});
	}

	/** What shows this query now; undefined where the table itself does. */
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
		// The old order of other rows would be a lie; the old order of the same rows is only late.
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

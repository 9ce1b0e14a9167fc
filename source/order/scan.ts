/** A walk over sorted rows that is made a batch at a time, while rows are added and removed. */
import type {Rows} from './rows.ts';
import type {Ordering} from './sorted-list.ts';

type Walked<Key, Item> = {readonly all: Rows<Key, Item>; readonly ordering: Ordering<Key, Item>};

export class Scan<Key, Item> {
	readonly #rows: Walked<Key, Item>;
	readonly #atOnce: number;
	/** The last row that came. */
	#last: Key | undefined;
	#done = false;

	constructor(rows: Walked<Key, Item>, atOnce: number) {
		this.#rows = rows;
		this.#atOnce = atOnce;
	}

	/** Whether all rows have come. */
	get done(): boolean {
		return this.#done;
	}

	/** The next rows, up to `atOnce`. */
	next(): readonly Item[] {
		if (this.#done) return [];
		const {all, ordering} = this.#rows;
		const items = all.after(this.#last, this.#atOnce);
		const last = items.at(-1);
		if (last !== undefined) this.#last = ordering.key(last);
		this.#done = items.length < this.#atOnce;
		return items;
	}

	/** Whether a row with this key would have come by now: otherwise it is still to come. */
	hasPassed(key: Key): boolean {
		return this.#done || (this.#last !== undefined && this.#rows.ordering.compare(key, this.#last) <= 0);
	}
}

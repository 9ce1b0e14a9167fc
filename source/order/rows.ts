/** Sorted rows, whatever the data structure behind them: what windows are read from. */
import {lowest, type Ordering} from './sorted-list.ts';

export type Rows<Key, Item> = {
	readonly size: number;
	/** How many items come before this key, and whether an item has the key. */
	rank(key: Key): {readonly index: number; readonly found: boolean};
	/** At most `limit` items starting at `offset`. */
	slice(offset: number, limit: number): readonly Item[];
	/** At most `limit` items with keys after `key`, or from the first item if there is no key. */
	after(key: Key | undefined, limit: number): readonly Item[];
};

/**
 * Rows over a sorted array, which is fetched for each call, so it may change in between. `itemOf` converts an element
 * of the array into an item.
 */
export function arrayRows<Key, Kept, Item>(
	all: () => readonly Kept[],
	ordering: Ordering<Key, Kept>,
	itemOf: (kept: Kept) => Item,
): Rows<Key, Item> {
	const rank = (key: Key): {readonly index: number; readonly found: boolean} => {
		const items = all();
		const compared = (index: number): number => {
			const item = items[index];
			return item === undefined ? 1 : ordering.compare(ordering.key(item), key);
		};
		const index = lowest(items.length, at => compared(at) >= 0);
		return {index, found: index < items.length && compared(index) === 0};
	};
	return {
		get size() {
			return all().length;
		},
		rank,
		slice: (offset, limit) =>
			all()
				.slice(offset, offset + limit)
				.map(itemOf),
		after(key, limit) {
			const place = key === undefined ? {index: 0, found: false} : rank(key);
			const from = place.index + (place.found ? 1 : 0);
			return all()
				.slice(from, from + limit)
				.map(itemOf);
		},
	};
}

/** The next column to sort a table by. Pure. */
import {compareValues, type SortValue} from '../../order/compare.ts';
import type {Sort} from '../../order/table-view.ts';

/** The next of these columns in its default direction; the first one after the last. */
export function nextSort(sort: Sort, columns: readonly {readonly by: string; readonly descending: boolean}[]): Sort {
	const at = columns.findIndex(column => column.by === sort.by);
	return columns[(at + 1) % columns.length] ?? sort;
}

/** The same column in the other direction. */
export const turned = ({by, descending}: Sort): Sort => ({by, descending: !descending});

/** After a click on the title of a column: by that column, or in the other direction if it is sorted by it already. */
export const byTitle = (sort: Sort, column: Sort): Sort => (sort.by === column.by ? turned(sort) : column);

/** The direction, for a column title. */
export const sortArrow = ({descending}: Sort): string => (descending ? '▼' : '▲');

/** Rows in an order that is made once for each list and sort order: `make` is called when either is another one. */
export function orderedOnce<Item, Row>(
	make: (items: readonly Item[], sort: Sort) => readonly Row[],
): (items: readonly Item[], sort: Sort) => readonly Row[] {
	const orders = new WeakMap<readonly Item[], {readonly sort: Sort; readonly rows: readonly Row[]}>();
	return (items, sort) => {
		const known = orders.get(items);
		if (known?.sort === sort) return known.rows;
		const rows = make(items, sort);
		orders.set(items, {sort, rows});
		return rows;
	};
}

/** The rows by a value of the column; those of a column without values are in its order already. */
export function sortedBy<Row>(
	rows: readonly Row[],
	{by, descending}: Sort,
	values: Readonly<Record<string, (row: Row) => SortValue>>,
): readonly Row[] {
	const value = values[by];
	if (value === undefined) return descending ? rows.toReversed() : rows;
	const sign = descending ? -1 : 1;
	return rows.toSorted((a, b) => sign * compareValues(value(a), value(b)));
}

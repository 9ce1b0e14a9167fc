/** The next column to sort a table by. Pure. */
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

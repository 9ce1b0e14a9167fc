/** The next column to sort a table by. Pure. */
import type {Sort} from '../../order/table-view.ts';

/** The next of these columns in its default direction; the first one after the last. */
export function nextSort(sort: Sort, columns: readonly {readonly by: string; readonly descending: boolean}[]): Sort {
	const at = columns.findIndex(column => column.by === sort.by);
	return columns[(at + 1) % columns.length] ?? sort;
}

/** The same column in the other direction. */
export const turned = ({by, descending}: Sort): Sort => ({by, descending: !descending});

/** The direction, for a column title. */
export const sortArrow = ({descending}: Sort): string => (descending ? '▼' : '▲');

/** Values that rows are compared by: texts by code units, so that every machine sorts alike; numbers by size. */
export type SortValue = string | number;

/** Negative when `a` comes first, positive when `b` does. */
export function compareValues<Value extends SortValue>(a: Value, b: Value): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}

/** What a title is sorted by: capital and small letters alike, on every machine, whatever its language. */
export const titleOrder = (title: string): string => title.toLowerCase();

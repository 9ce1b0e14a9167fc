/**
 * The items that were added to a list that is sorted newest first and may drop its oldest: those before the former
 * first one.
 */
export function newestSince<Item>(before: readonly Item[], now: readonly Item[]): readonly Item[] {
	const [last] = before;
	const at = last === undefined ? -1 : now.indexOf(last);
	return at < 0 ? now : now.slice(0, at);
}

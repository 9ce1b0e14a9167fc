/** Which of several titles of an RFC is shown. Pure. */

/**
 * The title that most of its holders give; in a tie that of the first holder. So no single peer can rename what many
 * share. Undefined when nobody holds it.
 */
export function titleAmong(holders: readonly {readonly title: string}[]): string | undefined {
	const first = holders[0]?.title;
	if (first === undefined || holders.every(({title}) => title === first)) return first;
	const counts = new Map<string, number>();
	for (const {title} of holders) counts.set(title, (counts.get(title) ?? 0) + 1);
	let best = first;
	for (const [title, count] of counts) if (count > (counts.get(best) ?? 0)) best = title;
	return best;
}

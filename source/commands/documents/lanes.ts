/** Processes many items with limited concurrency. */

export type Lanes<Item, Result> = {
	readonly atOnce: number;
	readonly work: (item: Item) => Promise<Result>;
};

/**
 * The results in the order of the items, which are taken one by one as lanes become free. Rejects with the first
 * error.
 */
export async function inLanes<Item, Result>(
	items: readonly Item[],
	{atOnce, work}: Lanes<Item, Result>,
): Promise<readonly Result[]> {
	const results: Result[] = [];
	// All lanes share one iterator, and each takes the next item from it.
	const waiting = items.entries();
	const lane = async () => {
		for (const [at, item] of waiting) results[at] = await work(item);
	};
	await Promise.all(Array.from({length: Math.min(atOnce, items.length)}, lane));
	return results;
}

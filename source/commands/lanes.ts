/** Work on many items, a bounded number at a time. */

export type Lanes<Item, Result> = {
	readonly atOnce: number;
	readonly work: (item: Item) => Promise<Result>;
};

/** The results in the order of the items, which are taken one by one as lanes become free. Rejects as the first work does. */
export async function inLanes<Item, Result>(
	items: Iterable<Item>,
	{atOnce, work}: Lanes<Item, Result>,
): Promise<readonly Result[]> {
	const results: Result[] = [];
	// One iterator for all lanes: each takes the next item.
	const waiting = items[Symbol.iterator]();
	let next = 0;
	const lane = async () => {
		for (let item = waiting.next(); !item.done; item = waiting.next()) {
			const at = next++;
			results[at] = await work(item.value);
		}
	};
	await Promise.all(Array.from({length: atOnce}, lane));
	return results;
}

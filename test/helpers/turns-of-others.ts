/** Counts how many turns of the event loop others get while some work is done. Rejects as the work does. */
export async function turnsOfOthers(work: () => Promise<unknown>): Promise<number> {
	let turns = 0;
	let next = setImmediate(function other() {
		turns++;
		next = setImmediate(other);
	});
	try {
		await work();
	} finally {
		clearImmediate(next);
	}
	return turns;
}

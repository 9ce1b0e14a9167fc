/** Work of our own that holds sources up, such as a write: until it is done, their silence is our own doing. */
export class OwnDelay {
	#running = 0;
	#ended = Number.NEGATIVE_INFINITY;

	/** When the last of it was done, by `performance.now()`: now, while there is any. */
	get until(): number {
		return this.#running > 0 ? performance.now() : this.#ended;
	}

	/** Does work. */
	async during<Result>(work: () => Promise<Result>): Promise<Result> {
		this.#running++;
		try {
			return await work();
		} finally {
			this.#running--;
			this.#ended = performance.now();
		}
	}
}

/**
 * A queue with a limited number of running items, where each item has a weight. `together`: once the queue was full,
 * items of weight 1 wait until this much room is free, so that several start in one batch.
 */
export class WeightedQueue<Item> {
	readonly #room: number;
	readonly #weight: (item: Item) => number;
	readonly #together: number;
	readonly #queue: Array<{readonly item: Item; readonly run: () => Promise<void>}> = [];
	#used = 0;
	#full = false;
	#closed = false;

	constructor(room: number, weight: (item: Item) => number, together = 1) {
		this.#room = room;
		this.#weight = weight;
		this.#together = together;
	}

	/** Runs `run` as soon as there is room. It must never reject. */
	add(item: Item, run: () => Promise<void>): void {
		this.#queue.push({item, run});
		this.#next();
	}

	/** Removes an item that has not started. False when it has, or is unknown. */
	remove(item: Item): boolean {
		const at = this.#queue.findIndex(each => each.item === item);
		if (at >= 0) this.#queue.splice(at, 1);
		return at >= 0;
	}

	/** Moves a waiting item to the front. */
	raise(item: Item): void {
		const at = this.#queue.findIndex(each => each.item === item);
		const [found] = at < 0 ? [] : this.#queue.splice(at, 1);
		if (found) this.#queue.unshift(found);
	}

	/** The waiting items, the next first. */
	get waiting(): readonly Item[] {
		return this.#queue.map(({item}) => item);
	}

	/** Starts nothing more. */
	close(): void {
		this.#closed = true;
	}

	#next(): void {
		for (let first = this.#queue[0]; first && !this.#closed; first = this.#queue[0]) {
			const weight = Math.min(this.#room, this.#weight(first.item));
			const enough = this.#full && weight === 1 ? this.#together : weight;
			this.#full = this.#room - this.#used < enough;
			if (this.#full) return;
			this.#queue.shift();
			this.#used += weight;
			void first.run().finally(() => {
				this.#used -= weight;
				this.#next();
			});
		}
	}
}

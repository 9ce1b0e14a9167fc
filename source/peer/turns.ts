/**
 * A few at a time, the others in order: who has a weight takes that much of the room there is. `together`: after there was no
 * room, those of weight 1 wait until so much of it is free, so that several begin in one go.
 */
export class Turns<Item> {
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

	/** Runs when there is room. `run` never rejects. */
	add(item: Item, run: () => Promise<void>): void {
		this.#queue.push({item, run});
		this.#next();
	}

	/** Takes an item out that has not begun. False when it has, or is not there. */
	remove(item: Item): boolean {
		const at = this.#queue.findIndex(each => each.item === item);
		if (at >= 0) this.#queue.splice(at, 1);
		return at >= 0;
	}

	/** Lets an item that has not begun be the next. */
	raise(item: Item): void {
		const at = this.#queue.findIndex(each => each.item === item);
		const [found] = at < 0 ? [] : this.#queue.splice(at, 1);
		if (found) this.#queue.unshift(found);
	}

	/** What has not begun, the next first. */
	get waiting(): readonly Item[] {
		return this.#queue.map(({item}) => item);
	}

	/** Begins nothing more. */
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

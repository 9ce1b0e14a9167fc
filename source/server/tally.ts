/**
 * How many give each of several values, and which values most give. A change costs the same however many there are.
 */

const none: ReadonlySet<string> = new Set();

export class Tally {
	readonly #counts = new Map<string, number>();
	/** The values that are given equally often, by how often; never an empty set. */
	readonly #given = new Map<number, Set<string>>();
	/** How often the values of `top` are given. */
	#most = 0;

	/** Number of different values. */
	get size(): number {
		return this.#counts.size;
	}

	/** The value that most give, or all that are given as often; empty when there are none. Not to be kept. */
	get top(): ReadonlySet<string> {
		return this.#given.get(this.#most) ?? none;
	}

	/** One more gives this value. */
	add(value: string): void {
		const count = this.#counts.get(value) ?? 0;
		this.#move(value, count, count + 1);
		this.#most = Math.max(this.#most, count + 1);
	}

	/** One of those who give this value, of whom there is at least one, does so no more. */
	remove(value: string): void {
		const count = this.#counts.get(value) ?? 0;
		this.#move(value, count, count - 1);
		// The next lower ones: that is where the value is now.
		if (!this.#given.has(this.#most)) this.#most--;
	}

	#move(value: string, before: number, after: number): void {
		const left = this.#given.get(before);
		left?.delete(value);
		if (left?.size === 0) this.#given.delete(before);
		if (after === 0) {
			this.#counts.delete(value);
			return;
		}
		this.#counts.set(value, after);
		const joined = this.#given.get(after);
		if (joined) joined.add(value);
		else this.#given.set(after, new Set([value]));
	}
}

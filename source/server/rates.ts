/** Counts per second over the last seconds, without a timer. */

const kept = 30;
/** One more for the current second. */
const slots = kept + 1;

export class Rates {
	readonly #counts = new Array<number>(slots).fill(0);
	/** The second that is being counted, by the caller's clock. */
	#second = 0;
	#total = 0;

	get total(): number {
		return this.#total;
	}

	/** Adds `amount`. `now`: milliseconds of a clock that is never set back. */
	count(now: number, amount = 1): void {
		this.#moveTo(Math.floor(now / 1000));
		const slot = this.#second % slots;
		this.#counts[slot] = (this.#counts[slot] ?? 0) + amount;
		this.#total += amount;
	}

	/** The counts of the last 30 s, oldest first; the last one is the last full second. */
	last(now: number): readonly number[] {
		this.#moveTo(Math.floor(now / 1000));
		return Array.from({length: kept}, (_, index) => this.#counts[(this.#second + 1 + index) % slots] ?? 0);
	}

	#moveTo(second: number): void {
		const passed = Math.min(slots, second - this.#second);
		for (let step = 1; step <= passed; step++) this.#counts[(second - passed + step) % slots] = 0;
		if (passed > 0) this.#second = second;
	}
}

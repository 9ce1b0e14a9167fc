/**
 * Shares the event loop among connections: when what came in one turn has taken its time, the rest waits for the next
 * turns, so that a thousand peers that announce everything at once stop neither timers nor a screen.
 */

/** Milliseconds of work in one turn. */
const turnMs = 8;

export class Turns {
	/** When the work of this turn began; undefined when there was none. */
	#began: number | undefined;
	/** In the order in which it came. */
	#waiting: (() => void)[] = [];

	/** Does some work now, when there is time left in this turn and nobody waits. False when it has to wait. */
	take(work: () => void): boolean {
		if (this.#waiting.length === 0 && this.#hasTime()) {
			work();
			return true;
		}
		this.#waiting.push(work);
		return false;
	}

	#hasTime(): boolean {
		const now = performance.now();
		if (this.#began === undefined) {
			this.#began = now;
			setImmediate(() => this.#next());
		}
		return now - this.#began < turnMs;
	}

	#next(): void {
		this.#began = undefined;
		let done = 0;
		for (const work of this.#waiting) {
			if (!this.#hasTime()) break;
			done++;
			work();
		}
		this.#waiting = this.#waiting.slice(done);
	}
}

/**
 * Shares the event loop fairly among connections: once the work of one turn has taken its time, the rest waits for
 * later turns, so that even a thousand peers announcing everything at once block neither timers nor a screen.
 */

/** Milliseconds of work in one turn. */
const turnMs = 8;

export class TimeSlices {
	/** When the work of this turn began; undefined if there was none. */
	#began: number | undefined;
	/** Both in order of arrival. */
	#brief: (() => void)[] = [];
	#long: (() => void)[] = [];
	#passing: (() => void)[] = [];

	/**
	 * Does the work now if there is time left in this turn and nobody waits. Otherwise queues it and returns false.
	 * `brief` work waits only for other brief work, so that clients with few requests are not delayed by those with
	 * many.
	 */
	take(work: () => void, {brief = false}: {readonly brief?: boolean} = {}): boolean {
		const nobodyWaits = this.#brief.length === 0 && (brief || this.#long.length === 0);
		if (nobodyWaits && this.hasTime()) {
			work();
			return true;
		}
		(brief ? this.#brief : this.#long).push(work);
		return false;
	}

	/** Whether there is time left in this turn. */
	hasTime(): boolean {
		const now = performance.now();
		if (this.#began === undefined) {
			this.#began = now;
			setImmediate(() => this.#next());
		}
		return now - this.#began < turnMs;
	}

	/** Resolves in a later turn, for one waiter in each turn: lets lengthy work continue there. */
	pass(): Promise<void> {
		return new Promise(resolve => {
			this.#passing.push(resolve);
			this.hasTime();
		});
	}

	#next(): void {
		this.#began = undefined;
		this.#brief = this.#doSome(this.#brief, 0);
		// However much brief work there is, one piece of lengthy work gets done.
		this.#long = this.#doSome(this.#long, 1);
		this.#passing.shift()?.();
		if (this.#passing.length > 0) this.hasTime();
	}

	/** Does as much as there is time for, but at least `least`. Returns the rest. */
	#doSome(waiting: readonly (() => void)[], least: number): (() => void)[] {
		let done = 0;
		for (const work of waiting) {
			if (done >= least && !this.hasTime()) break;
			done++;
			work();
		}
		return waiting.slice(done);
	}
}

/**
 * Shares the event loop fairly among connections: once the work of one turn has taken its time, the rest waits for
 * later turns, so that even a thousand peers announcing everything at once block neither timers nor a screen.
 */

/** Milliseconds of work in one turn. */
const turnMs = 8;
/** The same in a turn in which a connection was accepted. */
const acceptingMs = 1;
/** While connections are being accepted, lengthy work is done at least this often, in milliseconds. */
const lengthyAgainMs = 20;

export class TimeSlices {
	/** When the work of this turn began; undefined if there was none. */
	#began: number | undefined;
	/** Both in order of arrival. */
	#brief: (() => void)[] = [];
	#long: (() => void)[] = [];
	#passing: (() => void)[] = [];
	/** Whether a connection was accepted in this turn. */
	#accepted = false;
	/** When lengthy work was last done. */
	#lengthyAt = Number.NEGATIVE_INFINITY;

	/**
	 * Does the work now if there is time left in this turn and nobody waits. Otherwise queues it and returns false.
	 * `brief` work waits only for other brief work, so that clients with few requests are not delayed by those with
	 * many.
	 */
	take(work: () => void, {brief = false}: {readonly brief?: boolean} = {}): boolean {
		const nobodyWaits = this.#brief.length === 0 && (brief || (this.#long.length === 0 && !this.#accepted));
		if (nobodyWaits && this.hasTime()) {
			work();
			return true;
		}
		(brief ? this.#brief : this.#long).push(work);
		return false;
	}

	/**
	 * To be called when a connection was accepted. Node.js accepts one in each turn, so lengthy work would keep those
	 * waiting that come after it: it has to wait until nobody comes any more.
	 */
	accepted(): void {
		this.#accepted = true;
		this.hasTime();
	}

	/** Whether there is time left in this turn. */
	hasTime(): boolean {
		const now = performance.now();
		if (this.#began === undefined) {
			this.#began = now;
			setImmediate(() => this.#next());
		}
		return now - this.#began < (this.#accepted ? acceptingMs : turnMs);
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
		const now = performance.now();
		if (!this.#accepted || now - this.#lengthyAt > lengthyAgainMs) {
			this.#lengthyAt = now;
			// However much brief work there is, one piece of lengthy work gets done.
			this.#long = this.#doSome(this.#long, 1);
			this.#passing.shift()?.();
		}
		this.#accepted = false;
		if (this.#long.length > 0 || this.#passing.length > 0) this.hasTime();
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

/** For all connections of this program, as they share its event loop. */
export const timeSlices = new TimeSlices();

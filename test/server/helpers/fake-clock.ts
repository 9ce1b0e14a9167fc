import type {Clock} from '../../../source/server/clock.ts';

/** A clock that only a test moves. Timers fire in the order in which they are due. */
export class FakeClock implements Clock {
	/** How far the system's clock is ahead. */
	ahead = 0;
	#now: number;
	#timers: {readonly due: number; readonly call: () => void}[] = [];

	constructor(now = 1_800_000_000_000) {
		this.#now = now;
	}

	/** Number of pending timers. */
	get timers(): number {
		return this.#timers.length;
	}

	now(): number {
		return this.#now;
	}

	date(time = this.#now): number {
		return time + this.ahead;
	}

	after(ms: number, call: () => void): () => void {
		const timer = {due: this.#now + ms, call};
		this.#timers.push(timer);
		return () => {
			this.#timers = this.#timers.filter(other => other !== timer);
		};
	}

	/** Lets time pass while the program is suspended: timers that become due meanwhile are late. */
	stop(ms: number): void {
		this.#now += ms;
	}

	/** Lets time pass. Promises can settle after each timer. */
	async pass(ms: number): Promise<void> {
		const end = this.#now + ms;
		await settled();
		for (let next = this.#next(end); next; next = this.#next(end)) {
			this.#timers = this.#timers.filter(other => other !== next);
			this.#now = Math.max(this.#now, next.due);
			next.call();
			await settled();
		}
		this.#now = end;
	}

	#next(end: number): {readonly due: number; readonly call: () => void} | undefined {
		let first: {readonly due: number; readonly call: () => void} | undefined;
		for (const timer of this.#timers) if (timer.due <= end && (!first || timer.due < first.due)) first = timer;
		return first;
	}
}

/** Resolves when every promise that can settle by itself has. */
export const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

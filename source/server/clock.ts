/** The index server's clock. It is passed in, so that tests control the time. */

export interface Clock {
	/**
	 * Milliseconds; monotonic. It goes on evenly when the system's clock is corrected, and stands still while the machine
	 * sleeps.
	 */
	now(): number;
	/**
	 * A moment of this clock, now by default, by the system's clock, for people to read: milliseconds since the epoch, a
	 * whole number.
	 */
	date(time?: number): number;
	/** Calls `call` once after `ms` milliseconds. Returns the function to cancel it. */
	after(ms: number, call: () => void): () => void;
}

/** By how much the two clocks have to differ, in milliseconds, to be more than imprecision. */
const differenceMs = 100;
/** How far the system's clock is ahead of the monotonic one, and when they were compared. */
let ahead = 0;
let comparedAt = Number.NEGATIVE_INFINITY;
/** Each message needs a date, and asking both clocks takes longer than all else that is done to log one. */
const compareAgainMs = 100;

function compareClocks(): void {
	comparedAt = systemClock.now();
	const difference = Date.now() - comparedAt;
	if (Math.abs(difference - ahead) > differenceMs) ahead = difference;
}

/** The machine's time. Its timers do not keep the program alive. */
export const systemClock: Clock = {
	// Not Date.now(): when the system clock is corrected, all leases could end at once.
	now: () => performance.timeOrigin + performance.now(),
	date(time = systemClock.now()) {
		if (Math.abs(time - comparedAt) > compareAgainMs) compareClocks();
		return Math.floor(time + ahead);
	},
	after(ms, call) {
		const timer = setTimeout(call, ms).unref();
		return () => clearTimeout(timer);
	},
};

/** RFC 3339, UTC. */
export const timestamp = (time: number): string => new Date(time).toISOString();

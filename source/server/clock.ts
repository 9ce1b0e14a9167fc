/** The index server's clock. It is passed in, so that tests control the time. */

export interface Clock {
	/** Milliseconds since the epoch; monotonic. */
	now(): number;
	/** Calls `call` once after `ms` milliseconds. Returns the function to cancel it. */
	after(ms: number, call: () => void): () => void;
}

/** The machine's time. Its timers do not keep the program alive. */
export const systemClock: Clock = {
	// Not Date.now(): when the system clock is corrected, all leases could end at once.
	now: () => performance.timeOrigin + performance.now(),
	after(ms, call) {
		const timer = setTimeout(call, ms).unref();
		return () => clearTimeout(timer);
	},
};

/** RFC 3339, UTC. */
export const timestamp = (time: number): string => new Date(time).toISOString();

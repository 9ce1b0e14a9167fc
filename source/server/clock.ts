/** Time, as the index server uses it. It enters as a parameter, so that tests decide what time it is. */

export interface Clock {
	/** Milliseconds since the epoch; never goes back. */
	now(): number;
	/** Calls `call` once, `ms` milliseconds from now. Returns the way to stop that. */
	after(ms: number, call: () => void): () => void;
}

/** The machine's own time. Its timers do not keep the program alive. */
export const systemClock: Clock = {
	// Not Date.now(): a corrected clock would end every lease at once.
	now: () => performance.timeOrigin + performance.now(),
	after(ms, call) {
		const timer = setTimeout(call, ms).unref();
		return () => clearTimeout(timer);
	},
};

/** RFC 3339, UTC. */
export const timestamp = (time: number): string => new Date(time).toISOString();

/**
 * Detects sources that send next to nothing: one that sends a byte now and then would otherwise block a document, and
 * everything queued behind it, for ever. Pure: times are passed in, in milliseconds.
 */

/** Bytes a second. A slower source is given up even if nobody else can be asked. */
export const leastRate = 100;

export class Flow {
	readonly #windowMs: number;
	readonly #leastBytes: number;
	#since = 0;
	#before = 0;

	constructor(windowMs: number, rate: number) {
		this.#windowMs = windowMs;
		this.#leastBytes = (windowMs * rate) / 1000;
	}

	/** Starts a new window: something is outstanding from now on, or was completed. `bytes`: the total so far. */
	begin(now: number, bytes: number): void {
		this.#since = now;
		this.#before = bytes;
	}

	/** Whether too little arrived during a whole window; then starts the next one. */
	isTooSlow(now: number, bytes: number): boolean {
		if (now - this.#since < this.#windowMs) return false;
		const came = bytes - this.#before;
		this.begin(now, bytes);
		return came < this.#leastBytes;
	}

	/**
	 * How a source stalls whose last byte came at `moved`; undefined while enough arrives. One that begins and then falls
	 * silent has sent too little as well, maybe a moment earlier, and is silent.
	 */
	stall(now: number, bytes: number, moved: number): 'silent' | 'slow' | undefined {
		const quiet = now - moved;
		if (quiet > this.#windowMs) return 'silent';
		if (!this.isTooSlow(now, bytes)) return undefined;
		return quiet > this.#windowMs / 2 ? 'silent' : 'slow';
	}
}

/**
 * How many small documents are requested ahead from one uploader: enough that it never waits for requests, and few from
 * a slow one, so that others can take the rest. Pure.
 */

const first = 32;
const least = 2;
const most = 128;
/** It grows when half of it arrives within the first limit, and shrinks when that takes longer than the second. */
const quickMs = 50;
const slowMs = 500;

export class QuickWindow {
	readonly #roundTripMs: number;
	#size = first;

	/** A request and its answer take `roundTripMs` at least, however fast the uploader is. */
	constructor(roundTripMs: number) {
		this.#roundTripMs = roundTripMs;
	}

	/** How many may be outstanding. */
	get size(): number {
		return this.#size;
	}

	/** Half of the window arrived in this time, in milliseconds. */
	adapt(tookMs: number): void {
		if (tookMs < this.#roundTripMs + quickMs) this.#size = Math.min(most, this.#size * 2);
		else if (tookMs > this.#roundTripMs + slowMs) this.#size = Math.max(least, Math.floor(this.#size / 2));
	}
}

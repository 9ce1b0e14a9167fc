/** Measuring and limiting the rate of transfers. Pure: times are passed in, in milliseconds. */

const windowMs = 3000;
/** A rate over a shorter time is noise. */
const leastMs = 250;
/** Samples closer together than this are merged. */
const grainMs = 50;

/** Bytes a second over the last 3 s. */
export class RateMeter {
	readonly #start: number;
	#samples: {time: number; bytes: number}[] = [];

	constructor(now: number) {
		this.#start = now;
	}

	add(bytes: number, now: number): void {
		const last = this.#samples.at(-1);
		if (last && now - last.time < grainMs) last.bytes += bytes;
		else this.#samples.push({time: now, bytes});
		this.#forget(now);
	}

	/** Falls to 0 within 3 s when nothing arrives any more. */
	rate(now: number): number {
		this.#forget(now);
		const span = Math.min(windowMs, Math.max(leastMs, now - this.#start));
		return (this.#samples.reduce((sum, sample) => sum + sample.bytes, 0) * 1000) / span;
	}

	#forget(now: number): void {
		const kept = this.#samples.findIndex(({time}) => time > now - windowMs);
		if (kept !== 0) this.#samples = kept < 0 ? [] : this.#samples.slice(kept);
	}
}

/** Spreads bytes over time so that a given rate is not exceeded. */
export class Pacer {
	#next = 0;

	/** Milliseconds to wait before sending these bytes at `pace` bytes a second; undefined is full speed. */
	delay(bytes: number, pace: number | undefined, now: number): number {
		if (pace === undefined) {
			this.#next = now;
			return 0;
		}
		const wait = Math.max(0, this.#next - now);
		this.#next = now + wait + (bytes * 1000) / pace;
		return wait;
	}

	/** Bytes that `delay` was asked for are not sent after all: those behind them need not wait for them. */
	giveBack(bytes: number, pace: number | undefined): void {
		if (pace !== undefined) this.#next -= (bytes * 1000) / pace;
	}
}

const largestPiece = 128 * 1024;
const smallestPiece = 512;

/** How many bytes to move at a time: at most a tenth of a second's worth, so that a slow transfer moves evenly. */
export const pieceSize = (pace: number | undefined): number =>
	pace === undefined ? largestPiece : Math.min(largestPiece, Math.max(smallestPiece, Math.floor(pace / 10)));

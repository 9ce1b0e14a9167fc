/**
 * How much may be requested from one source: as much as it delivers in half a second, and in the time until an answer
 * begins, so that it never waits for requests. Pure: times are passed in, in milliseconds.
 */
import {length, type Range} from '../disk/range-set.ts';
import {RateMeter} from '../pace.ts';

/** The most bytes in one request. */
export const mostRangeBytes = 1024 * 1024;
const leastRangeBytes = 64 * 1024;
/** Size of the requests to a source whose rate is unknown. */
const firstRangeBytes = 256 * 1024;
/**
 * Requests are worth this much more time than an answer takes to begin. Over a satellite, half a second alone is less
 * than what is on the way: the source would wait for requests, and the slower it seemed, the fewer it would get.
 */
const horizonMs = 500;

export class SourceWindow {
	readonly #meter: RateMeter;
	/** When ranges were requested of which nothing has arrived. */
	readonly #asked = new Map<Range, number>();
	/** The least time from a request to its first byte so far: that of the way there and back. */
	#latencyMs: number | undefined;

	constructor(now: number) {
		this.#meter = new RateMeter(now);
	}

	asked(range: Range, now: number): void {
		this.#asked.set(range, now);
	}

	/** Bytes arrived of a range that was requested. */
	arrived(bytes: Range, now: number): void {
		this.#meter.add(length(bytes), now);
		for (const [range, at] of this.#asked) {
			if (bytes.start < range.start || bytes.start >= range.end) continue;
			this.#asked.delete(range);
			this.#latencyMs = Math.min(this.#latencyMs ?? Number.POSITIVE_INFINITY, now - at);
		}
	}

	/** Nothing more is expected of a range that was requested. */
	over(range: Range): void {
		this.#asked.delete(range);
	}

	/** Bytes a second. */
	rate(now: number): number {
		return this.#meter.rate(now);
	}

	/** How many bytes may be outstanding; 0 while the rate is unknown. */
	bytes(now: number): number {
		return (this.rate(now) * (horizonMs + (this.#latencyMs ?? 0))) / 1000;
	}

	/** How many bytes to request at a time. */
	rangeBytes(now: number): number {
		const window = this.bytes(now);
		if (window === 0) return firstRangeBytes;
		const wanted = Math.floor(window / 2 / leastRangeBytes) * leastRangeBytes;
		return Math.min(mostRangeBytes, Math.max(leastRangeBytes, wanted));
	}
}

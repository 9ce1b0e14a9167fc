/** Watches a connection while answers are outstanding, and reports when nothing, or next to nothing, arrives. */
import {lookEvery} from './after-reading.ts';
import {Flow, leastRate} from './flow.ts';

export type StallWatchOptions = {
	readonly stallMs: number;
	/** For the first answer: one that is silent for longer does not speak 1.1 (RFC 900003, section 8). */
	readonly firstMs: number;
	/** What arrived so far, when the last byte did, in ms of `performance.now()`, and whether we are not reading. */
	readonly flow: () => {readonly bytesRead: number; readonly moved: number; readonly paused: boolean} | undefined;
	/** Called with how it stalls, and after how many milliseconds. */
	readonly onStall: (how: 'foreign' | 'silent' | 'slow', afterMs: number) => void;
};

export class StallWatch {
	readonly #options: StallWatchOptions;
	readonly #flow: Flow;
	#answered = false;
	/** When the connection began to owe an answer. */
	#owesSince = 0;
	#timer: NodeJS.Timeout | undefined;

	constructor(options: StallWatchOptions) {
		this.#options = options;
		this.#flow = new Flow(options.stallMs, leastRate);
	}

	/** A request was sent while none was outstanding. */
	start(): void {
		const {stallMs, firstMs} = this.#options;
		this.#owesSince = performance.now();
		this.next();
		this.#timer ??= lookEvery(Math.max(10, Math.min(500, stallMs / 4, firstMs / 4)), () => this.#look()).unref();
	}

	/** The head of an answer arrived. */
	answered(): void {
		this.#answered = true;
	}

	/** An answer is complete, and another one outstanding. */
	next(): void {
		this.#flow.begin(performance.now(), this.#options.flow()?.bytesRead ?? 0);
	}

	/** Nothing is outstanding any more. */
	stop(): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
	}

	/** Silence while we are not reading does not count. A head that trickles in does. */
	#look(): void {
		const {stallMs, firstMs, flow, onStall} = this.#options;
		const state = flow();
		if (!state) return;
		const now = performance.now();
		const since = Math.max(this.#owesSince, state.moved);
		if (state.paused) this.#flow.begin(now, state.bytesRead);
		if (!this.#answered && now - since > firstMs) {
			onStall('foreign', firstMs);
			return;
		}
		const stall = this.#flow.stall(now, state.bytesRead, since);
		if (stall) onStall(stall, stallMs);
	}
}

/** A schedule of thousands of leases and probes on a single timer. */
import type {Clock} from './clock.ts';

/**
 * If the timer is this late, the program was suspended (Ctrl-Z, for instance), and peers may have sent something
 * meanwhile.
 */
const stoppedMs = 2000;
/** Time to read what arrived meanwhile, before anything expires for lack of it. */
const catchUpMs = 500;

type Entry = {readonly due: number; call: (() => void) | undefined};

export class Agenda {
	readonly #clock: Clock;
	/** A binary heap: each entry is due no later than its children, at twice its index plus one and plus two. */
	#heap: Entry[] = [];
	#cancelled = 0;
	#timer: {readonly due: number; readonly stop: () => void} | undefined;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/** Number of scheduled calls. */
	get size(): number {
		return this.#heap.length - this.#cancelled;
	}

	/** Calls `call` once when the clock reaches `due`. Returns the function to cancel it. */
	at(due: number, call: () => void): () => void {
		const entry: Entry = {due, call};
		this.#push(entry);
		this.#setTimer();
		return () => this.#cancel(entry);
	}

	/** Cancels everything. */
	clear(): void {
		this.#heap = [];
		this.#cancelled = 0;
		this.#setTimer();
	}

	#cancel(entry: Entry): void {
		if (!entry.call) return;
		entry.call = undefined;
		this.#cancelled++;
		// Cancelled entries stay until they are due, unless they become the majority.
		if (this.#cancelled > 64 && this.#cancelled > this.#heap.length / 2) {
			this.#heap = this.#heap.filter(({call}) => call !== undefined).sort((a, b) => a.due - b.due);
			this.#cancelled = 0;
		}
	}

	#wake(due: number): void {
		if (this.#clock.now() - due < stoppedMs) this.#run();
		else this.#timer = {due, stop: this.#clock.after(catchUpMs, () => this.#run())};
	}

	#run(): void {
		this.#timer = undefined;
		const now = this.#clock.now();
		for (let next = this.#heap[0]; next && next.due <= now; next = this.#heap[0]) {
			this.#pop();
			const {call} = next;
			next.call = undefined;
			if (call) call();
			else this.#cancelled--;
		}
		this.#setTimer();
	}

	#setTimer(): void {
		const due = this.#heap[0]?.due;
		if (due === this.#timer?.due) return;
		if (due !== undefined && this.#timer && this.#timer.due < due) return;
		this.#timer?.stop();
		this.#timer = undefined;
		if (due === undefined) return;
		// Rounded up: a timer that fires slightly early would only have to be set again.
		const stop = this.#clock.after(Math.max(0, Math.ceil(due - this.#clock.now())), () => this.#wake(due));
		this.#timer = {due, stop};
	}

	#push(entry: Entry): void {
		const heap = this.#heap;
		let at = heap.length;
		heap.push(entry);
		while (at > 0) {
			const parent = (at - 1) >> 1;
			const above = heap[parent];
			if (!above || above.due <= entry.due) break;
			heap[at] = above;
			at = parent;
		}
		heap[at] = entry;
	}

	#pop(): void {
		const heap = this.#heap;
		const moved = heap.pop();
		if (!moved || heap.length === 0) return;
		let at = 0;
		for (;;) {
			const child = this.#earlierChild(at);
			const below = heap[child];
			if (!below || below.due >= moved.due) break;
			heap[at] = below;
			at = child;
		}
		heap[at] = moved;
	}

	#earlierChild(at: number): number {
		const left = 2 * at + 1;
		const a = this.#heap[left];
		const b = this.#heap[left + 1];
		return a && b && b.due < a.due ? left + 1 : left;
	}
}

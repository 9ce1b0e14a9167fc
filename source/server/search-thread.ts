/**
 * A search index in a thread of its own: a search over 100,000 titles can take half a second of the processor, and nobody
 * else's request may wait for it. Memory that hostile titles could take is bounded by the thread's own heap.
 */
import {Worker} from 'node:worker_threads';
import type {SearchMessage, SearchResult, TitleChange} from './search-worker.ts';

/** Megabytes of the thread's heap: enough for some 500,000 titles. */
const heapLimit = 1024;
/** Megabytes in which its short-lived things live: less than usual, which takes a third off its memory and little speed. */
const youngLimit = 8;

/** The thread ended before it answered. */
export class ThreadEndedError extends Error {
	override readonly name = 'ThreadEndedError';
}

type Waiting = {readonly resolve: (result: SearchResult) => void; readonly reject: (error: Error) => void};

export class SearchThread {
	readonly #worker: Worker;
	/** Those who asked, in the order in which they are answered. */
	readonly #waiting: Waiting[] = [];
	#failure: Error | undefined;

	/** `onEnd` is called once when the thread has ended by itself, for want of the `megabytes` of heap that it may take. */
	constructor(onEnd: () => void, megabytes = heapLimit) {
		// The program runs from its source as well as built, and the thread's file is named like this one.
		const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
		this.#worker = new Worker(new URL(`./search-worker.${extension}`, import.meta.url), {
			execArgv: [],
			resourceLimits: {maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: youngLimit},
		});
		this.#worker.unref();
		this.#worker.on('message', (result: SearchResult) => this.#waiting.shift()?.resolve(result));
		this.#worker.on('error', () => {});
		this.#worker.on('exit', () => {
			const closed = this.#failure !== undefined;
			this.#fail();
			if (!closed) onEnd();
		});
	}

	/** Later queries see these changes. */
	change(changes: readonly TitleChange[]): void {
		this.#post({kind: 'changes', changes});
	}

	/** At most `limit` RFC numbers, best first. Rejects with a `ThreadEndedError` when the thread cannot answer any more. */
	search(query: string, limit: number): Promise<SearchResult> {
		if (this.#failure) return Promise.reject(this.#failure);
		return new Promise((resolve, reject) => {
			this.#waiting.push({resolve, reject});
			this.#post({kind: 'query', query, limit});
		});
	}

	/** Ends the thread; who waits for an answer gets a `ThreadEndedError`. */
	async close(): Promise<void> {
		this.#fail();
		await this.#worker.terminate();
	}

	#post(message: SearchMessage): void {
		this.#worker.postMessage(message);
	}

	#fail(): void {
		this.#failure ??= new ThreadEndedError('the search thread has ended');
		for (const {reject} of this.#waiting.splice(0)) reject(this.#failure);
	}
}

/**
 * A search index in a worker thread: a search over 100,000 titles can take half a second of processor time, and no
 * other request should wait for that. The thread's heap limit bounds the memory that hostile titles can take.
 */
import type {Worker} from 'node:worker_threads';
import {startThread} from '../net/thread.ts';
import type {SearchMessage, SearchResult, TitleChange} from './search-worker.ts';

/** Heap limit of the thread in megabytes: enough for some 500,000 titles. */
const heapLimit = 1024;
/**
 * Size of its young generation in megabytes: below the default, which saves a third of the memory at little cost in
 * speed.
 */
const youngLimit = 8;

/** The thread ended before it answered. */
export class ThreadEndedError extends Error {
	override readonly name = 'ThreadEndedError';
}

type Waiting = {readonly resolve: (result: SearchResult) => void; readonly reject: (error: Error) => void};

export class SearchThread {
	readonly #worker: Worker;
	/** What is pending, in the order in which it is answered. */
	readonly #waiting: Waiting[] = [];
	#failure: Error | undefined;

	/** `onEnd` is called once, with the reason, if the thread ends by itself, as when it exceeds its heap of `megabytes`. */
	constructor(onEnd: (error: unknown) => void, megabytes = heapLimit) {
		let reason: unknown;
		this.#worker = startThread('search-worker', import.meta.url, {old: megabytes, young: youngLimit});
		this.#worker.unref();
		this.#worker.on('message', (result: SearchResult) => this.#waiting.shift()?.resolve(result));
		this.#worker.on('error', error => {
			reason = error;
		});
		this.#worker.on('exit', () => {
			const closed = this.#failure !== undefined;
			this.#fail();
			if (!closed) onEnd(reason);
		});
	}

	/** Applies changes, which later queries see. Resolves when that is done, or the thread has ended. */
	async change(changes: readonly TitleChange[]): Promise<void> {
		await this.#ask({kind: 'changes', changes}).catch(() => {});
	}

	/**
	 * At most `limit` RFC numbers, best first. Rejects with a `ThreadEndedError` when the thread cannot answer any
	 * more.
	 */
	search(query: string, limit: number): Promise<SearchResult> {
		return this.#ask({kind: 'query', query, limit});
	}

	/** Ends the thread; pending searches reject with a `ThreadEndedError`. */
	async close(): Promise<void> {
		this.#fail();
		await this.#worker.terminate();
	}

	#ask(message: SearchMessage): Promise<SearchResult> {
		if (this.#failure) return Promise.reject(this.#failure);
		return new Promise((resolve, reject) => {
			this.#waiting.push({resolve, reject});
			this.#worker.postMessage(message);
		});
	}

	#fail(): void {
		this.#failure ??= new ThreadEndedError('the search thread has ended');
		for (const {reject} of this.#waiting.splice(0)) reject(this.#failure);
	}
}

/**
 * Reads files for their digests and titles in a worker thread (`digest-worker.ts`), which runs only while there is
 * something to read.
 */
import type {Worker} from 'node:worker_threads';
import {startThread} from '../../net/thread.ts';
import type {KnownFile} from './digest-file.ts';
import type {FileToRead, ReadAnswer, ReadJob} from './digest-worker.ts';

type Settle = (found: KnownFile | undefined) => void;
type Urgency = {readonly first?: boolean};

/** The thread ends when it was idle for this long. */
const idleMs = 2000;

export class DigestThread {
	/**
	 * When the thread last answered, by `performance.now()`. Infinity until it runs, since starting may take any time.
	 */
	lastSign = Number.POSITIVE_INFINITY;
	readonly #waiting = new Map<number, Settle>();
	#next = 0;
	/** Requests of one turn of the event loop, sent to the thread together. */
	readonly #batches: Record<'first' | 'last', FileToRead[]> = {first: [], last: []};
	#worker: Worker | undefined;
	#idle: NodeJS.Timeout | undefined;
	#closed = false;

	/**
	 * What is found in a file as it is now; undefined when it cannot be read, or changed meanwhile. `first`: ahead of
	 * all that are not.
	 */
	read(path: string, what: FileToRead['what'], {first = false}: Urgency = {}): Promise<KnownFile | undefined> {
		return new Promise(resolve => {
			if (this.#closed) {
				resolve(undefined);
				return;
			}
			const id = this.#next++;
			this.#waiting.set(id, resolve);
			const place = first ? 'first' : 'last';
			if (this.#batches[place].push({id, path, what}) === 1) queueMicrotask(() => this.#post(place));
		});
	}

	/** Ends the thread, whatever it is reading. Pending reads resolve with undefined. */
	close(): void {
		this.#closed = true;
		this.#end();
	}

	#post(place: 'first' | 'last'): void {
		const files = this.#batches[place].splice(0);
		if (files.length === 0) return;
		clearTimeout(this.#idle);
		this.#worker ??= this.#start();
		this.#worker.postMessage({files, first: place === 'first'} satisfies ReadJob);
	}

	#start(): Worker {
		const worker = startThread('digest-worker', import.meta.url);
		worker.unref();
		this.lastSign = Number.POSITIVE_INFINITY;
		worker.on('online', () => {
			this.lastSign = performance.now();
		});
		worker.on('message', (answers: readonly ReadAnswer[]) => this.#take(answers));
		worker.on('error', () => {});
		worker.on('exit', () => {
			if (this.#worker === worker) this.#end();
		});
		return worker;
	}

	#take(answers: readonly ReadAnswer[]): void {
		this.lastSign = performance.now();
		for (const [id, found] of answers) this.#settle(id, found);
		clearTimeout(this.#idle);
		if (this.#waiting.size === 0) this.#idle = setTimeout(() => this.#end(), idleMs).unref();
	}

	#settle(id: number, found: KnownFile | undefined): void {
		this.#waiting.get(id)?.(found);
		this.#waiting.delete(id);
	}

	#end(): void {
		clearTimeout(this.#idle);
		const worker = this.#worker;
		this.#worker = undefined;
		this.#batches.first = [];
		this.#batches.last = [];
		void worker?.terminate();
		for (const id of [...this.#waiting.keys()]) this.#settle(id, undefined);
	}
}

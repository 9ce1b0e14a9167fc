/** Reads files for their digests and titles in a thread (`digest-worker.ts`), which is there only while there is something to read. */
import {Worker} from 'node:worker_threads';
import type {KnownFile} from './digest-file.ts';
import type {FileToRead, ReadAnswer, ReadJob} from './digest-worker.ts';
import {workerOptions} from './worker-options.ts';

type Settle = (found: KnownFile | undefined) => void;
type Urgency = {readonly first?: boolean};

/** The thread ends when there was nothing to read for so long. */
const idleMs = 2000;

export class DigestThread {
	/** When something last came from the thread; by `performance.now()`. Infinity until it runs, which takes as long as it takes. */
	lastSign = Number.POSITIVE_INFINITY;
	readonly #waiting = new Map<number, Settle>();
	#next = 0;
	/** What is asked for in one turn goes to the thread together. */
	readonly #batches: Record<'first' | 'last', FileToRead[]> = {first: [], last: []};
	#worker: Worker | undefined;
	#idle: NodeJS.Timeout | undefined;
	#closed = false;

	/**
	 * What a file is and holds as it is now; undefined when it cannot be read, or changed meanwhile. `first`: before all that
	 * still waits.
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

	/** Ends the thread, whatever it reads. Who still waits gets nothing. */
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
		// The program runs from its source as well as built, and the thread's file is named like this one.
		const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
		const worker = new Worker(new URL(`./digest-worker.${extension}`, import.meta.url), workerOptions);
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

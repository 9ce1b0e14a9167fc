/** Reads files for their digests in a thread (`digest-worker.ts`), which is there only while there is something to read. */
import {Worker} from 'node:worker_threads';
import type {KnownDigest} from './digest-file.ts';
import type {DigestAnswer, DigestFile, DigestJob} from './digest-worker.ts';
import {workerOptions} from './worker-options.ts';

type Settle = (known: KnownDigest | undefined) => void;

/** The thread ends when there was nothing to read for so long. */
const idleMs = 2000;

export class DigestThread {
	/** When something last came from the thread; by `performance.now()`. Infinity until it runs, which takes as long as it takes. */
	lastSign = Number.POSITIVE_INFINITY;
	readonly #waiting = new Map<number, Settle>();
	#next = 0;
	/** What is asked for in one turn goes to the thread together. */
	#batch: DigestFile[] = [];
	#worker: Worker | undefined;
	#idle: NodeJS.Timeout | undefined;
	#closed = false;

	/**
	 * The digest of a file as it is now; undefined when it cannot be read, or changed meanwhile. `first`: before all that
	 * still waits.
	 */
	read(path: string, {first = false}: {readonly first?: boolean} = {}): Promise<KnownDigest | undefined> {
		return new Promise(resolve => {
			if (this.#closed) {
				resolve(undefined);
				return;
			}
			const id = this.#next++;
			this.#waiting.set(id, resolve);
			if (first) this.#post({files: [[id, path]], first});
			else if (this.#batch.push([id, path]) === 1) queueMicrotask(() => this.#postBatch());
		});
	}

	/** Ends the thread, whatever it reads. Who still waits gets nothing. */
	close(): void {
		this.#closed = true;
		this.#end();
	}

	#postBatch(): void {
		const files = this.#batch;
		this.#batch = [];
		if (files.length > 0) this.#post({files, first: false});
	}

	#post(job: DigestJob): void {
		clearTimeout(this.#idle);
		this.#worker ??= this.#start();
		this.#worker.postMessage(job);
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
		worker.on('message', (answers: readonly DigestAnswer[]) => this.#take(answers));
		worker.on('error', () => {});
		worker.on('exit', () => {
			if (this.#worker === worker) this.#end();
		});
		return worker;
	}

	#take(answers: readonly DigestAnswer[]): void {
		this.lastSign = performance.now();
		for (const [id, known] of answers) this.#settle(id, known);
		clearTimeout(this.#idle);
		if (this.#waiting.size === 0) this.#idle = setTimeout(() => this.#end(), idleMs).unref();
	}

	#settle(id: number, known: KnownDigest | undefined): void {
		this.#waiting.get(id)?.(known);
		this.#waiting.delete(id);
	}

	#end(): void {
		clearTimeout(this.#idle);
		const worker = this.#worker;
		this.#worker = undefined;
		this.#batch = [];
		void worker?.terminate();
		for (const id of [...this.#waiting.keys()]) this.#settle(id, undefined);
	}
}

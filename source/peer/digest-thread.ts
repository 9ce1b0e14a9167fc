/** Reads files for their digests in a thread (`digest-worker.ts`), which is there only while there is something to read. */
import {Worker} from 'node:worker_threads';
import type {KnownDigest} from './digest-file.ts';
import type {DigestAnswer} from './digest-worker.ts';

type Settle = (known: KnownDigest | undefined) => void;

/** Files that the thread is given at a time: what is asked for first need not wait for more than these. */
const handedOver = 64;
/** The thread ends when there was nothing to read for so long. */
const idleMs = 2000;

export class DigestThread {
	readonly #queue: string[] = [];
	readonly #waiting = new Map<string, Settle[]>();
	/** Files that the thread has and has not answered for. */
	#out = 0;
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
			const waiting = this.#waiting.get(path);
			this.#waiting.set(path, [...(waiting ?? []), resolve]);
			if (waiting && !first) return;
			if (first) this.#queue.unshift(path);
			else this.#queue.push(path);
			this.#handOver();
		});
	}

	/** Ends the thread, whatever it reads. Who still waits gets nothing. */
	close(): void {
		this.#closed = true;
		this.#end();
	}

	#handOver(): void {
		if (this.#out > 0 || this.#queue.length === 0) return;
		clearTimeout(this.#idle);
		const paths = this.#queue.splice(0, handedOver).filter(path => this.#waiting.has(path));
		this.#out = paths.length;
		this.#worker ??= this.#start();
		this.#worker.postMessage(paths);
	}

	#start(): Worker {
		// The program runs from its source as well as built, and the thread's file is named like this one.
		const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
		const worker = new Worker(new URL(`./digest-worker.${extension}`, import.meta.url), {execArgv: []});
		worker.unref();
		worker.on('message', (answers: readonly DigestAnswer[]) => this.#take(answers));
		worker.on('error', () => {});
		worker.on('exit', () => {
			if (this.#worker === worker) this.#end();
		});
		return worker;
	}

	#take(answers: readonly DigestAnswer[]): void {
		this.#out -= answers.length;
		for (const [path, known] of answers) this.#settle(path, known);
		this.#handOver();
		if (this.#out === 0) this.#idle = setTimeout(() => this.#end(), idleMs).unref();
	}

	#settle(path: string, known: KnownDigest | undefined): void {
		const waiting = this.#waiting.get(path) ?? [];
		this.#waiting.delete(path);
		for (const settle of waiting) settle(known);
	}

	#end(): void {
		clearTimeout(this.#idle);
		const worker = this.#worker;
		this.#worker = undefined;
		this.#out = 0;
		this.#queue.length = 0;
		void worker?.terminate();
		for (const path of [...this.#waiting.keys()]) this.#settle(path, undefined);
	}
}

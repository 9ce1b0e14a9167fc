/**
 * Reads documents to send, in a thread of its own (see `upload-reader-worker.ts`), into buffers that are used again.
 * Readings that are asked for in one turn go to the thread together: that is what makes it as fast as reading here.
 */
import {Worker} from 'node:worker_threads';
import {NoFileError} from './safe-file.ts';
import {
	bufferBytes,
	dataBytes,
	dataOffset,
	factAt,
	factBytes,
	type ReaderMemory,
	type ReadJob,
	readOutcome,
} from './upload-buffers.ts';
import type {DocumentFacts} from './upload-selection.ts';

const factsIn = ({buffer, byteOffset}: Buffer): Float64Array => new Float64Array(buffer, byteOffset, factBytes / 8);

/** A part of a file. Its bytes are there until `release`, which everyone who got one must call. */
export class FilePiece {
	readonly facts: DocumentFacts;
	/** Where in the file it begins. */
	readonly position: number;
	readonly #buffer: Buffer;
	#release: (() => void) | undefined;
	readonly length: number;

	constructor(buffer: Buffer, release: () => void) {
		const facts = factsIn(buffer);
		const fact = (name: keyof typeof factAt): number => facts[factAt[name]] ?? 0;
		this.facts = {
			bytes: fact('bytes'),
			modified: fact('modified'),
			changed: fact('changed'),
			inode: fact('inode'),
		};
		this.position = fact('position');
		this.length = fact('length');
		this.#buffer = buffer;
		this.#release = release;
	}

	get data(): Buffer {
		return this.#buffer.subarray(dataOffset, dataOffset + this.length);
	}

	/** The data with a head before it; undefined where there is no room for the head. */
	withHead(head: string): Buffer | undefined {
		const start = dataOffset - Buffer.byteLength(head);
		if (start < factBytes) return undefined;
		this.#buffer.write(head, start);
		return this.#buffer.subarray(start, dataOffset + this.length);
	}

	release(): void {
		this.#release?.();
		this.#release = undefined;
	}
}

type Waiting = {
	readonly resolve: (piece: FilePiece) => void;
	readonly reject: (error: Error) => void;
	/** When it was asked for; by `performance.now()`. */
	readonly since: number;
};
type Asked = {readonly path: string; readonly position: number; readonly most: number};

/** A file system that has not answered by then hangs. */
const patienceMs = 10_000;
const lookEveryMs = 1000;

export class FileReader {
	readonly #memory: SharedArrayBuffer;
	readonly #free: number[];
	/** Who waits for a buffer to be filled; nobody where the patience was over before. */
	readonly #waiting = new Map<number, Waiting | undefined>();
	/** Who waits for a buffer. */
	readonly #queue: ((buffer: number) => void)[] = [];
	#batch: ReadJob[] = [];
	#worker: Worker | undefined;
	/** Looks after readings that take too long; one for all. */
	#timer: NodeJS.Timeout | undefined;

	constructor(buffers: number) {
		this.#memory = new SharedArrayBuffer(buffers * bufferBytes);
		this.#free = Array.from({length: buffers}, (_, index) => buffers - 1 - index);
	}

	/** Buffers that nobody uses. */
	get free(): number {
		return this.#free.length;
	}

	/**
	 * Up to `most` bytes (at most `dataBytes`; 0 asks for the facts alone) from `position` on, or from so many before the end.
	 * Rejects with a `NoFileError`, or when the file changes meanwhile, cannot be read, or its disk does not answer.
	 */
	async read({path, position, most}: Asked): Promise<FilePiece> {
		const buffer = this.#free.pop() ?? (await new Promise<number>(resolve => this.#queue.push(resolve)));
		return new Promise((resolve, reject) => {
			this.#waiting.set(buffer, {resolve, reject, since: performance.now()});
			this.#timer ??= setInterval(() => this.#look(), lookEveryMs).unref();
			if (this.#batch.push([buffer, path, position, Math.min(most, dataBytes)]) === 1)
				queueMicrotask(() => this.#post());
		});
	}

	/** Ends the thread. Who still waits is told. */
	close(): void {
		clearInterval(this.#timer);
		void this.#worker?.terminate();
	}

	#release(buffer: number): void {
		const next = this.#queue.shift();
		if (next) next(buffer);
		else this.#free.push(buffer);
	}

	#post(): void {
		const batch = this.#batch;
		this.#batch = [];
		this.#worker ??= this.#start();
		this.#worker.postMessage(batch);
	}

	#start(): Worker {
		// The program runs from its source as well as built, and the thread's file is named like this one.
		const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
		const worker = new Worker(new URL(`./upload-reader-worker.${extension}`, import.meta.url), {
			execArgv: [],
			workerData: {memory: this.#memory} satisfies ReaderMemory,
		});
		worker.unref();
		worker.on('message', (buffers: readonly number[]) => {
			for (const buffer of buffers) this.#settle(buffer);
		});
		worker.on('error', () => {});
		worker.on('exit', () => {
			this.#worker = undefined;
			for (const buffer of [...this.#waiting.keys()]) this.#fail(buffer, 'the reading thread ended');
		});
		return worker;
	}

	#settle(index: number): void {
		const bytes = Buffer.from(this.#memory, index * bufferBytes, bufferBytes);
		const outcome = factsIn(bytes)[factAt.outcome];
		if (outcome === readOutcome.missing) this.#fail(index, new NoFileError());
		else if (outcome === readOutcome.changed) this.#fail(index, 'the file changed while it was read');
		else if (outcome === readOutcome.failed) this.#fail(index, 'the file could not be read');
		else {
			const waiting = this.#end(index);
			if (waiting) waiting.resolve(new FilePiece(bytes, () => this.#release(index)));
			else this.#release(index);
		}
	}

	#fail(index: number, why: string | Error): void {
		this.#end(index)?.reject(typeof why === 'string' ? new Error(why) : why);
		this.#release(index);
	}

	#end(index: number): Waiting | undefined {
		const waiting = this.#waiting.get(index);
		this.#waiting.delete(index);
		return waiting;
	}

	#look(): void {
		const now = performance.now();
		for (const [index, waiting] of this.#waiting) {
			if (waiting === undefined || now - waiting.since < patienceMs) continue;
			// The thread may still write to the buffer: it is free when the thread says so.
			this.#waiting.set(index, undefined);
			waiting.reject(new Error('the disk does not answer'));
		}
		if (this.#waiting.size > 0) return;
		clearInterval(this.#timer);
		this.#timer = undefined;
	}
}

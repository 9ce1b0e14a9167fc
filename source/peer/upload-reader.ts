/**
 * Reads documents to send, into buffers that are used again: at once where the folder is quick, else in a thread of its own
 * (see `upload-reader-worker.ts`). Readings that are asked for in one turn go to the thread together.
 */
import {Worker} from 'node:worker_threads';
import {type FolderSpeeds, QuickFolders} from './quick-folders.ts';
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
import {factsIn, readNow} from './upload-read.ts';
import type {DocumentFacts} from './upload-selection.ts';

/** A part of a file. Its bytes are there until `release`, which everyone who got one must call. */
export class FilePiece {
	readonly facts: DocumentFacts;
	/** Where in the file it begins. */
	readonly position: number;
	readonly #buffer: Buffer;
	#release: (() => void) | undefined;
	readonly length: number;

	constructor(buffer: Buffer, facts: Float64Array, release: () => void) {
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
/** Some milliseconds' worth of reading and sending. */
const mostInOneTurn = 1024 * 1024;

export class FileReader {
	readonly #memory: SharedArrayBuffer;
	readonly #free: number[];
	readonly #quick: FolderSpeeds;
	/** Who waits for a buffer to be filled; nobody where the patience was over before. */
	readonly #waiting = new Map<number, Waiting | undefined>();
	/** Who waits for a buffer. */
	readonly #queue: ((buffer: number) => void)[] = [];
	#batch: ReadJob[] = [];
	#worker: Worker | undefined;
	/** Bytes read here since others had their turn. */
	#turnBytes = 0;
	#turn: Promise<void> | undefined;
	/** Looks after readings that take too long; one for all. */
	#timer: NodeJS.Timeout | undefined;

	constructor(buffers: number, quick: FolderSpeeds = new QuickFolders()) {
		this.#quick = quick;
		this.#memory = new SharedArrayBuffer(buffers * bufferBytes);
		this.#free = Array.from({length: buffers}, (_, index) => buffers - 1 - index);
	}

	/** Whether a file is read at once when it is asked for, so that nothing is gained by asking early. */
	isQuick(path: string): boolean {
		return this.#quick.device(path) !== undefined;
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
		const job: ReadJob = [buffer, path, position, Math.min(most, dataBytes)];
		if (await this.#readHere(job)) return this.#taken(buffer);
		return new Promise((resolve, reject) => {
			this.#waiting.set(buffer, {resolve, reject, since: performance.now()});
			this.#timer ??= setInterval(() => this.#look(), lookEveryMs).unref();
			if (this.#batch.push(job) === 1) queueMicrotask(() => this.#post());
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
			const waiting = [...this.#waiting];
			this.#waiting.clear();
			for (const [buffer, asked] of waiting) {
				asked?.reject(new Error('the reading thread ended'));
				this.#release(buffer);
			}
		});
		return worker;
	}

	/** Whether a quick folder let the file be read at once. */
	async #readHere(job: ReadJob): Promise<boolean> {
		const device = this.#quick.device(job[1]);
		if (device === undefined) return false;
		// Others have their turn between the pieces of long files.
		if (this.#turnBytes > mostInOneTurn) await this.#nextTurn();
		const began = performance.now();
		readNow(this.#memory, job, device);
		this.#quick.took(job[1], performance.now() - began);
		const facts = factsIn(this.#memory, job[0]);
		this.#turnBytes += facts[factAt.length] ?? 0;
		return facts[factAt.outcome] !== readOutcome.elsewhere;
	}

	#nextTurn(): Promise<void> {
		this.#turn ??= new Promise(resolve => {
			setImmediate(() => {
				this.#turn = undefined;
				this.#turnBytes = 0;
				resolve();
			});
		});
		return this.#turn;
	}

	#settle(index: number): void {
		const waiting = this.#waiting.get(index);
		this.#waiting.delete(index);
		if (!waiting) {
			this.#release(index);
			return;
		}
		try {
			waiting.resolve(this.#taken(index));
		} catch (error) {
			waiting.reject(error instanceof Error ? error : new Error('the file could not be read'));
		}
	}

	/** What was read into a buffer. Throws, and releases the buffer, when that is nothing to send. */
	#taken(index: number): FilePiece {
		const facts = factsIn(this.#memory, index);
		const outcome = facts[factAt.outcome];
		if (outcome === readOutcome.read) {
			const bytes = Buffer.from(this.#memory, index * bufferBytes, bufferBytes);
			return new FilePiece(bytes, facts, () => this.#release(index));
		}
		this.#release(index);
		if (outcome === readOutcome.missing) throw new NoFileError();
		throw new Error(
			outcome === readOutcome.changed ? 'the file changed while it was read' : 'the file could not be read',
		);
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

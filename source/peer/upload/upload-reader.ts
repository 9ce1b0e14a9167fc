/**
 * Reads documents to be sent into reusable buffers: on the main thread where the folder is fast, else in a worker
 * thread (`upload-reader-worker.ts`). Requests of one turn of the event loop are sent to the thread together.
 */
import type {Worker} from 'node:worker_threads';
import {startThread} from '../../net/thread.ts';
import {NoFileError} from '../disk/safe-file.ts';
import {type FolderSpeeds, QuickFolders} from './quick-folders.ts';
import {
	bufferBytes,
	buffersIn,
	dataBytes,
	factAt,
	type ReadBuffer,
	type ReaderMemory,
	type ReadJob,
	readOutcome,
} from './upload-buffers.ts';
import {FilePiece} from './upload-piece.ts';
import {readNow} from './upload-read.ts';

type Waiting = {
	readonly resolve: (piece: FilePiece) => void;
	readonly reject: (error: Error) => void;
	/** When it was requested, by `performance.now()`. */
	readonly since: number;
};
type Asked = {readonly path: string; readonly position: number; readonly most: number};

/** A file system that has not answered by then is hanging. */
const patienceMs = 10_000;
const lookEveryMs = 1000;
/** Some milliseconds' worth of reading and sending. */
const mostInOneTurn = 1024 * 1024;

const ended = 'the reading thread ended';

export class FileReader {
	readonly #memory: SharedArrayBuffer;
	readonly #buffers: readonly ReadBuffer[];
	/** The most recently used buffer is taken first, since it may still be in the processor's cache. */
	readonly #free: ReadBuffer[];
	readonly #speeds: FolderSpeeds;
	/** Who waits for the buffer with this index to be filled; undefined if they gave up. */
	readonly #waiting = new Map<number, Waiting | undefined>();
	/** Those who wait for a free buffer. */
	readonly #queue: ((buffer: ReadBuffer) => void)[] = [];
	#batch: ReadJob[] = [];
	#worker: Worker | undefined;
	#closed = false;
	/** Bytes read on the main thread since it last yielded. */
	#turnBytes = 0;
	#turn: Promise<void> | undefined;
	/** A single timer for all reads that take too long. */
	#timer: NodeJS.Timeout | undefined;

	constructor(buffers: number, speeds: FolderSpeeds = new QuickFolders()) {
		this.#speeds = speeds;
		this.#memory = new SharedArrayBuffer(buffers * bufferBytes);
		this.#buffers = buffersIn(this.#memory);
		this.#free = [...this.#buffers];
	}

	/** Whether a file is read synchronously, so that nothing is gained by reading ahead. */
	isQuick(path: string): boolean {
		return this.#speeds.device(path) !== undefined;
	}

	/** Number of free buffers. */
	get free(): number {
		return this.#free.length;
	}

	/**
	 * Up to `most` bytes (at most `dataBytes`; 0 reads only the facts) from `position` on; a negative position
	 * counts from the end. Rejects with a `NoFileError`, or when the file changes meanwhile, cannot be read, or its
	 * disk does not answer.
	 */
	async read({path, position, most}: Asked): Promise<FilePiece> {
		const buffer = this.#free.pop() ?? (await new Promise<ReadBuffer>(resolve => this.#queue.push(resolve)));
		const job: ReadJob = [buffer.index, path, position, Math.min(most, dataBytes)];
		if (await this.#readHere(buffer, job)) return this.#piece(buffer);
		return new Promise((resolve, reject) => {
			this.#waiting.set(buffer.index, {resolve, reject, since: performance.now()});
			this.#timer ??= setInterval(() => this.#look(), lookEveryMs).unref();
			if (this.#batch.push(job) === 1) queueMicrotask(() => this.#post());
		});
	}

	/**
	 * The beginning of a file if it can be read synchronously; undefined for anything else, including errors, which
	 * `read` reports.
	 */
	readAtOnce(path: string): FilePiece | undefined {
		const device = this.#turnBytes > mostInOneTurn ? undefined : this.#speeds.device(path);
		const buffer = device === undefined ? undefined : this.#free.pop();
		if (!buffer) return undefined;
		this.#readNow(buffer, [buffer.index, path, 0, dataBytes], device);
		if (buffer.facts[factAt.outcome] === readOutcome.read) return this.#piece(buffer);
		this.#release(buffer);
		return undefined;
	}

	/** Ends the thread. Pending reads are rejected, those too that wait for a buffer. */
	close(): void {
		this.#closed = true;
		clearInterval(this.#timer);
		void this.#worker?.terminate();
	}

	/** Reads on the main thread. False when the folder is not fast. */
	async #readHere(buffer: ReadBuffer, job: ReadJob): Promise<boolean> {
		const [, path] = job;
		const device = this.#speeds.device(path);
		if (device === undefined) return false;
		// Other work gets its turn between the pieces of long files.
		if (this.#turnBytes > mostInOneTurn) await this.#nextTurn();
		this.#readNow(buffer, job, device);
		return buffer.facts[factAt.outcome] !== readOutcome.elsewhere;
	}

	#readNow(buffer: ReadBuffer, job: ReadJob, device: number | undefined): void {
		const began = performance.now();
		readNow(buffer, job, device);
		this.#speeds.took(job[1], performance.now() - began);
		this.#turnBytes += buffer.facts[factAt.length] ?? 0;
		if (this.#turnBytes > mostInOneTurn) void this.#nextTurn();
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

	/** The bytes read into a buffer. Throws, and releases the buffer, when there is nothing to send. */
	#piece(buffer: ReadBuffer): FilePiece {
		const outcome = buffer.facts[factAt.outcome];
		if (outcome === readOutcome.read) return new FilePiece(buffer, () => this.#release(buffer));
		this.#release(buffer);
		if (outcome === readOutcome.missing) throw new NoFileError();
		throw new Error(
			outcome === readOutcome.changed ? 'the file changed while it was read' : 'the file could not be read',
		);
	}

	#release(buffer: ReadBuffer): void {
		const next = this.#queue.shift();
		if (next) next(buffer);
		else this.#free.push(buffer);
	}

	#post(): void {
		const batch = this.#batch;
		this.#batch = [];
		if (this.#closed) {
			for (const [index] of batch) this.#settle(index, new Error(ended));
			return;
		}
		this.#worker ??= this.#start();
		this.#worker.postMessage(batch);
	}

	#start(): Worker {
		const workerData = {memory: this.#memory} satisfies ReaderMemory;
		const worker = startThread('upload-reader-worker', import.meta.url, {workerData});
		worker.unref();
		worker.on('message', (indexes: readonly number[]) => {
			for (const index of indexes) this.#settle(index);
		});
		worker.on('error', () => {});
		worker.on('exit', () => {
			this.#worker = undefined;
			for (const index of [...this.#waiting.keys()]) this.#settle(index, new Error(ended));
		});
		return worker;
	}

	/** The thread has returned a buffer. */
	#settle(index: number, failure?: Error): void {
		const waiting = this.#waiting.get(index);
		this.#waiting.delete(index);
		const buffer = this.#buffers[index];
		if (!buffer) return;
		if (!waiting || failure) {
			this.#release(buffer);
			if (failure) waiting?.reject(failure);
			return;
		}
		try {
			waiting.resolve(this.#piece(buffer));
		} catch (error) {
			waiting.reject(error instanceof Error ? error : new Error('the file could not be read'));
		}
	}

	#look(): void {
		const now = performance.now();
		for (const [index, waiting] of this.#waiting) {
			if (waiting === undefined || now - waiting.since < patienceMs) continue;
			// The thread may still write to the buffer: it is free only when the thread has returned it.
			this.#waiting.set(index, undefined);
			waiting.reject(new Error('the disk does not answer'));
		}
		if (this.#waiting.size > 0) return;
		clearInterval(this.#timer);
		this.#timer = undefined;
	}
}

/**
 * One holder's lane in a large download: requests what the scheduler says, a few ranges at a time, and writes what
 * arrives.
 */
import {ConnectError} from '../../net/connect.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import type {TransferHead} from '../../protocol/transfer-head.ts';
import {FailureError} from '../../text/failures.ts';
import {length, type Range} from '../disk/range-set.ts';
import type {ResumablePart} from '../disk/resumable-part.ts';
import type {DownloadTask} from './download-task.ts';
import {mostOutstanding, type Scheduler, stallMs} from './scheduler.ts';
import {askRange, garbage} from './source-request.ts';
import type {Uploader} from './uploader.ts';
import {ClassicUploaderError} from './uploader-link.ts';

/**
 * A source may answer with only the beginning of a range. One that does so with fewer bytes than this again and again
 * would take for ever.
 */
const leastBytes = 1024;
const mostMeagre = 16;

export type RangeLaneOptions = {
	/** Its number in scheduler and journal. */
	readonly id: number;
	readonly holder: RfcRecord;
	readonly task: DownloadTask;
	readonly scheduler: Scheduler;
	readonly part: ResumablePart;
	/** Called when there may be more to request, from any lane. */
	readonly onMoved: () => void;
	/** Called with each range of the part that this holder sent. */
	readonly onGave: (range: Range) => void;
	/** Called with an error that no other holder can help with, such as a full disk. */
	readonly onFatal: (error: unknown) => void;
};

export class RangeLane {
	readonly #options: RangeLaneOptions;
	readonly #uploader: Uploader;
	/** Requests in progress, in order. */
	readonly #running = new Set<Promise<void>>();
	#stop = new AbortController();
	#etag: string | undefined;
	/** Answers in a row with next to nothing of the range. */
	#meagre = 0;
	#closed = false;

	constructor(options: RangeLaneOptions) {
		this.#options = options;
		this.#uploader = options.task.uploaderOf(options.holder);
	}

	/** Whether it sends something, or may do so at any moment. */
	isActive(now: number): boolean {
		return this.#uploader.busyFor === 0 && this.#options.scheduler.isActive(this.#options.id, now);
	}

	/** Sends the requests that are due. */
	turn(): void {
		const {id, scheduler, holder, task} = this.#options;
		const now = performance.now();
		const busy = Math.max(this.#uploader.sentAt, this.#uploader.delay.until, task.intake.delay.until);
		if (scheduler.hasStalled(id, now, busy)) {
			const {rfc, host: from} = holder;
			this.#failed(new FailureError({kind: 'peer-silent', rfc, from, seconds: stallMs / 1000, received: 0}));
		}
		if (this.#closed || this.#uploader.busyFor > 0) return;
		// A few at a time: each write to a socket wakes the other side, which costs both more than a request.
		if (scheduler.outstanding(id).length > mostOutstanding / 2) return;
		for (let range = scheduler.next(id, now); range; range = scheduler.next(id, now)) {
			const asking = this.#ask(range, this.#stop.signal);
			this.#running.add(asking);
			void asking.finally(() => this.#running.delete(asking));
		}
		if (scheduler.outstanding(id).length === 0 && !scheduler.isDropped(id)) task.progress.source(holder, 'resting');
	}

	/** Sends no more requests. Resolves when no more writes are pending. */
	async close(): Promise<void> {
		this.#closed = true;
		this.#stop.abort();
		await Promise.all(this.#running);
	}

	async #ask(range: Range, signal: AbortSignal): Promise<void> {
		const {id, task, scheduler} = this.#options;
		const {holder} = this.#options;
		const writes: Array<Promise<void>> = [];
		try {
			const asking = {
				uploader: this.#uploader,
				holder,
				expected: task.expected,
				signal,
				onStart: (head: TransferHead) => {
					this.#etag ??= head.etag;
					this.#checkAmount(head.length, range);
				},
				onBytes: (bytes: Uint8Array, at: number) =>
					task.intake.paced(bytes, (piece, offset) => {
						const write = this.#write(piece, at + offset, signal);
						if (write) writes.push(write);
						return write;
					}),
			};
			await this.#uploader.counting(length(range), () => askRange(asking, range, this.#etag));
			await Promise.all(writes);
			if (signal.aborted) return;
			scheduler.finished(id, range);
			this.#options.onMoved();
		} catch (error) {
			await Promise.allSettled(writes);
			if (signal.aborted) return;
			this.#failed(error);
		}
	}

	#checkAmount(bytes: number, range: Range): void {
		this.#meagre = bytes < Math.min(leastBytes, length(range)) ? this.#meagre + 1 : 0;
		if (this.#meagre > mostMeagre) throw garbage(this.#options.holder, 'next to nothing of each range');
	}

	/** Writes those of the bytes that are still wanted; undefined when none are. */
	#write(bytes: Uint8Array, at: number, signal: AbortSignal): Promise<void> | undefined {
		const {id, holder, task, scheduler, part, onGave} = this.#options;
		if (signal.aborted) return undefined;
		const now = performance.now();
		this.#uploader.countBytes(bytes.length);
		const range = {start: at, end: at + bytes.length};
		const wanted = scheduler.wanted(range);
		scheduler.arrived(id, range, now);
		const writes = wanted.map(async each => {
			task.progress.addBytes(holder, length(each));
			await part.write(each.start, bytes.subarray(each.start - at, each.end - at), id);
			onGave(each);
		});
		if (writes.length === 0) return undefined;
		return this.#uploader.delay
			.during(() => Promise.all(writes))
			.then(
				() => {
					if (scheduler.done) this.#options.onMoved();
				},
				(error: unknown) => {
					this.#options.onFatal(task.diskFailure(error));
				},
			);
	}

	#failed(error: unknown): void {
		const {id, holder, task, scheduler} = this.#options;
		// Its other requests become available to every lane again.
		this.#stop.abort();
		this.#stop = new AbortController();
		try {
			if (error instanceof ClassicUploaderError && !isFault(error)) {
				// It cannot send ranges.
				scheduler.drop(id);
				task.progress.source(holder, 'resting');
			} else if (!(error instanceof ConnectError && error.reason === 'aborted')) {
				const failure = task.failed(holder, error instanceof ClassicUploaderError ? error.broken : error);
				if (task.isDropped(holder)) scheduler.drop(id);
				else if (failure.kind === 'peer-busy') scheduler.rest(id, performance.now() + this.#uploader.busyFor);
				else scheduler.failed(id, performance.now());
			}
			this.#options.onMoved();
		} catch (fatal) {
			this.#options.onFatal(fatal);
		}
	}
}

/** A holder that declared a digest speaks 1.1, so an answer in neither 1.1 nor 1.0 is a fault. */
const isFault = ({broken}: ClassicUploaderError): boolean =>
	broken !== undefined && broken.detail !== 'classic' && broken.detail !== 'no-length';

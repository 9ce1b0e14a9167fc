/** The downloads of a peer, as the person lists, pauses, cancels and repeats them; `job-queue.ts` runs them. */
import type {Endpoint} from '../../net/addresses.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import {type Failure, FailureError} from '../../text/failures.ts';
import {Disk} from '../disk/disk.ts';
import type {Library} from '../library/library.ts';
import type {Download, DownloadState} from '../peer-state.ts';
import {BufferPool} from './buffer-pool.ts';
import {amounts, downloadKey, isUnderWay, type Job, receivedOf} from './download-job.ts';
import type {DownloadTools} from './download-task.ts';
import {FolderTrouble} from './folder-trouble.ts';
import {Holders, type HoldersOptions} from './holders.ts';
import {JobQueue} from './job-queue.ts';
import {chosenOf} from './job-run.ts';
import {Jobs} from './jobs.ts';
import {isUnfinished, type Remembered, rememberedOf} from './remembered.ts';
import {Uploaders, type UploadersOptions} from './uploaders.ts';

export type DownloadsOptions = HoldersOptions &
	UploadersOptions & {
		readonly library: Library;
		readonly pace?: (() => number | undefined) | undefined;
		/** Called at each change of a download. */
		readonly onDownload: (download: Download) => void;
		readonly onDropped: (id: number) => void;
		/** Called whenever `remembered` may have changed. */
		readonly onRemembered?: (() => void) | undefined;
		/** Called for each holder that failed while the download continues with others. */
		readonly onTrouble?: (failure: Failure) => void;
	};

export class Downloads {
	readonly #options: DownloadsOptions;
	readonly #tools: DownloadTools;
	readonly #jobs = new Jobs();
	readonly #queue: JobQueue;
	#kept: readonly Remembered[] | undefined;
	#closed = false;

	constructor(options: DownloadsOptions) {
		this.#options = options;
		const {name, os, wire, protocol, key, pace, library, isOwn, onTrouble} = options;
		const uploaders = new Uploaders({name, os, wire, protocol, key});
		const disk = new Disk();
		const memory = new BufferPool();
		const trouble = new FolderTrouble();
		this.#tools = {library, uploaders, disk, memory, trouble, name, os, wire, pace};
		const onState = (job: Job, before: DownloadState['kind']) => this.#onState(job, before);
		this.#queue = new JobQueue({tools: this.#tools, holders: new Holders(options), isOwn, onState, onTrouble});
	}

	/** How many milliseconds the peer at this place took for its last answer; undefined if it was never asked. */
	answerMs(place: Endpoint): number | undefined {
		return this.#tools.uploaders.answerMs(place);
	}

	/**
	 * Starts a download, or returns the one of the same document that is not over, which goes on if it is paused or awaits
	 * a holder.
	 */
	get(record: RfcRecord): number {
		const same = this.#jobs.openOf(record);
		const job = same ?? this.#jobs.add(record);
		const {kind} = job.download.state;
		if (!same || kind === 'paused') this.#queue.start(job);
		else if (kind === 'failed') this.retry(job.download.id);
		return job.download.id;
	}

	/** As `get`, for a wanted document: what failed begins again, what the person paused or cancelled does not. */
	want(record: RfcRecord): void {
		const known = this.#jobs.of(record).at(-1)?.download;
		if (known?.state.kind === 'failed') this.#again(known.id);
		else if (known?.state.kind !== 'paused' && known?.state.kind !== 'cancelled') this.get(record);
	}

	/** Of the holders of a wanted document, the one to get it from; undefined when all have sent something else before. */
	choose(records: readonly RfcRecord[]): RfcRecord | undefined {
		return chosenOf(records, record => this.#jobs.of(record).at(-1)?.download);
	}

	/** Continues what an earlier run of the program remembered; what was paused stays paused. */
	goOn({record, pausedAt: received}: Remembered): void {
		if (this.#closed || this.#jobs.of(record).length > 0) return;
		const job = this.#jobs.add(record);
		if (received === undefined) this.#queue.start(job);
		else this.#queue.set(job, {...amounts(job), kind: 'paused', received});
	}

	/** What the next start is to continue; after `close` as it was before. */
	get remembered(): readonly Remembered[] {
		return this.#kept ?? rememberedOf(this.#jobs.values(), this.#queue.waiting);
	}

	/** Cancels a running or paused download; removes any other from the list, with its waiting file. */
	drop(id: number): void {
		const job = this.#jobs.get(id);
		if (!job) this.#options.onDropped(id);
		else if (isUnderWay(job.download.state)) this.#queue.stop(job, 'cancel');
		else if (job.download.state.kind === 'paused') this.#queue.set(job, {kind: 'cancelled', ...receivedOf(job)});
		else {
			this.#jobs.delete(job);
			job.stopAwaiting?.();
			void job.waiting?.part.discard();
			if (!this.#jobs.openOf(job.record)) void this.#options.library.downloads.discardUnfinished(job.record);
			this.#options.onDropped(id);
			this.#options.onRemembered?.();
		}
	}

	/** Pauses a download. */
	pause(id: number): void {
		const job = this.#jobs.get(id);
		if (job && isUnderWay(job.download.state)) this.#queue.stop(job, 'pause');
	}

	/** Resumes a paused download. */
	resume(id: number): void {
		const job = this.#jobs.get(id);
		if (job?.download.state.kind === 'paused') this.#queue.start(job);
	}

	/** Restarts a failed or cancelled download; one that waits for its next attempt starts at once. */
	retry(id: number): void {
		// The person may have seen to it.
		this.#tools.trouble.forget();
		this.#again(id);
	}

	#again(id: number): void {
		const job = this.#jobs.get(id);
		const kind = job?.download.state.kind;
		if (job && kind === 'waiting') this.#queue.stop(job, 'again');
		else if (job && (kind === 'failed' || kind === 'cancelled')) this.#queue.restart(job);
	}

	/** Restarts every failed download. */
	retryAllFailed(): void {
		for (const {download: each} of [...this.#jobs.values()]) if (each.state.kind === 'failed') this.retry(each.id);
	}

	/** Moves a queued download to the front. */
	raise(id: number): void {
		const job = this.#jobs.get(id);
		if (job) this.#queue.raise(job);
		this.#options.onRemembered?.();
	}

	/** The ids of the queued downloads, the next first. */
	get queue(): readonly number[] {
		return this.#queue.waiting.map(({download: {id}}) => id);
	}

	/** Replaces the differing file with the new one. Rejects with a `FailureError`. */
	async replace(id: number): Promise<void> {
		const job = this.#jobs.get(id);
		const state = job?.download.state;
		if (!job?.waiting || state?.kind !== 'differs') return;
		const {record, waiting} = job;
		const {part, verified, seconds} = waiting;
		const {bytes} = state;
		job.waiting = undefined;
		try {
			const file = await this.#options.library.downloads.replace(record.rfc, part, record.title);
			await part.discard();
			this.#queue.set(job, {kind: 'done', bytes, seconds, file, verified});
		} catch (error) {
			await part.discard();
			const failure = this.#options.library.downloads.writeFailure({rfc: record.rfc, from: record.host}, error);
			this.#queue.set(job, {kind: 'failed', received: bytes, failure});
			throw new FailureError(failure, {cause: error});
		}
	}

	/**
	 * Stops everything; parts of large documents are kept for the next start. Resolves when no more writes are pending.
	 */
	async close(): Promise<void> {
		// What is paused from here on was not paused by the person.
		const kept = this.remembered;
		this.#kept = kept;
		this.#closed = true;
		this.#queue.close();
		const jobs = [...this.#jobs.values()];
		for (const job of jobs) if (isUnderWay(job.download.state)) this.#queue.stop(job, 'pause');
		await Promise.all(jobs.map(job => job.running));
		await Promise.all(jobs.map(job => job.waiting?.part.discard()));
		const unfinished = new Set(jobs.filter(isUnfinished).map(({record}) => downloadKey(record)));
		this.#kept = kept.filter(({record}) => unfinished.has(downloadKey(record)));
		// Cancelled downloads must not resume at the next start, unless they were begun anew.
		const stopped = jobs.filter(({download: {state}}) => state.kind === 'cancelled').map(({record}) => record);
		const unwanted = stopped.filter(record => !unfinished.has(downloadKey(record)));
		await Promise.all(unwanted.map(record => this.#options.library.downloads.discardUnfinished(record)));
		this.#tools.uploaders.close();
		await this.#tools.disk.close();
	}

	#onState(job: Job, before: DownloadState['kind']): void {
		const {kind} = job.download.state;
		if (kind === 'done' || kind === 'already-here') this.#jobs.over(job);
		this.#options.onDownload(job.download);
		if (kind !== before || kind === 'queued') this.#options.onRemembered?.();
	}
}

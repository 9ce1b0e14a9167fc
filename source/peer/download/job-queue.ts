/**
 * The queue of a peer's downloads: a few large ones or many small ones run at a time, the others wait for their turn. One
 * that awaits a holder begins again when somebody joins who has its document.
 */
import type {RfcRecord} from '../../protocol/message.ts';
import type {Failure} from '../../text/failures.ts';
import type {DownloadState} from '../peer-state.ts';
import {amounts, isSmall, type Job, receivedOf} from './download-job.ts';
import type {DownloadTools} from './download-task.ts';
import type {Holders} from './holders.ts';
import {mayAskAnnouncer, runJob} from './job-run.ts';
import {awaitsHolder} from './remembered.ts';
import {WeightedQueue} from './weighted-queue.ts';

export type JobQueueOptions = {
	readonly tools: DownloadTools;
	readonly holders: Holders;
	/** Whether a record is our own. */
	readonly isOwn: (record: RfcRecord) => boolean;
	/** Called when the state of a download was set; `before`: the kind of the state before. */
	readonly onState: (job: Job, before: DownloadState['kind']) => void;
	/** Called for each holder that failed while the download continues with others. */
	readonly onTrouble?: ((failure: Failure) => void) | undefined;
};

/** Small ones with a declared digest, of which so many come at a time, count as one. */
const room = 16;
const largeWeight = room / 4;

export class JobQueue {
	readonly #options: JobQueueOptions;
	readonly #queue = new WeightedQueue<Job>(room, ({record}) => (isSmall(record) ? 1 : largeWeight));

	constructor(options: JobQueueOptions) {
		this.#options = options;
	}

	/** The waiting downloads, the next first. */
	get waiting(): readonly Job[] {
		return this.#queue.waiting;
	}

	/** Starts a download as soon as its turn comes. */
	start(job: Job): void {
		const {record} = job;
		const {tools, isOwn} = this.#options;
		const entry = tools.library.entry(record.rfc);
		if (entry && isOwn(record)) {
			this.set(job, {kind: 'already-here', bytes: entry.bytes, file: entry.file});
			return;
		}
		job.stopAwaiting?.();
		job.intent = 'go';
		job.stop = new AbortController();
		this.set(job, {kind: 'queued', ...amounts(job)});
		this.#queue.add(job, () => {
			job.running = this.#run(job, job.running);
			return job.running;
		});
	}

	/** Starts a download that has failed or was cancelled. */
	restart(job: Job): void {
		job.download = {...job.download, started: Date.now()};
		this.start(job);
	}

	/** Stops a download that is under way; the running attempt may take a moment to end. */
	stop(job: Job, intent: 'pause' | 'cancel' | 'again'): void {
		job.intent = intent;
		job.stop.abort();
		if (!this.#queue.remove(job)) return;
		this.set(job, intent === 'pause' ? {kind: 'paused', ...amounts(job)} : {kind: 'cancelled', ...receivedOf(job)});
	}

	/** Moves a waiting download to the front. */
	raise(job: Job): void {
		this.#queue.raise(job);
	}

	/** Starts nothing more. */
	close(): void {
		this.#queue.close();
	}

	/** Sets the state of a download. */
	set(job: Job, state: DownloadState): void {
		const before = job.download.state.kind;
		job.download = {...job.download, state};
		this.#options.onState(job, before);
	}

	async #run(job: Job, before: Promise<void> | undefined): Promise<void> {
		await before;
		const {tools, holders, onTrouble} = this.#options;
		const end = await runJob({job, tools, holders, set: state => this.set(job, state), onTrouble});
		if (end === 'again') this.start(job);
		else if (awaitsHolder(job.download.state)) this.#awaitHolder(job);
	}

	#awaitHolder(job: Job): void {
		job.stopAwaiting = this.#options.holders.onJoin(job.record, holder => {
			if (!mayAskAnnouncer(job.download, holder)) return;
			job.stopAwaiting?.();
			if (job.download.state.kind === 'failed') this.restart(job);
		});
	}
}

/**
 * All downloads of a peer: large ones a few at a time, small ones many, the others wait their turn.
 */
import type {WireLog} from '../net/wire-log.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {type Failure, FailureError} from '../text/failures.ts';
import {Disk} from './disk.ts';
import {DocumentMemory} from './document-memory.ts';
import {download} from './download.ts';
import {amounts, isSame, isSmall, isUnderWay, type Job} from './download-job.ts';
import {keyOf} from './download-progress.ts';
import type {DownloadTools} from './download-task.ts';
import type {PartOf} from './journal.ts';
import type {Library} from './library.ts';
import type {Download, DownloadState} from './peer-state.ts';
import {Turns} from './turns.ts';
import {Uploaders} from './uploaders.ts';

export type DownloadsOptions = {
	readonly library: Library;
	/** What we say of ourselves. */
	readonly name: string;
	readonly os: string;
	readonly wire?: WireLog | undefined;
	readonly pace?: (() => number | undefined) | undefined;
	/** Told of each change of a download. */
	readonly onDownload: (download: Download) => void;
	readonly onDropped: (id: number) => void;
	/** Told of each holder that failed a download that goes on with others. */
	readonly onTrouble?: (failure: Failure) => void;
	/** Whether a record is this peer's own. */
	readonly isOwn: (record: RfcRecord) => boolean;
	/** Who holds an RFC now; empty when that cannot be learned. */
	readonly holders?: (rfc: number, signal: AbortSignal) => Promise<readonly RfcRecord[]>;
	/** Downloads at a time; 4 unless said. Small ones that are declared count a quarter. */
	readonly width?: number | undefined;
};

export class Downloads {
	readonly #options: DownloadsOptions;
	readonly #tools: DownloadTools;
	readonly #disk = new Disk();
	readonly #uploaders: Uploaders;
	readonly #jobs = new Map<number, Job>();
	readonly #turns: Turns<Job>;
	#lastId = 0;
	#closed = false;

	constructor(options: DownloadsOptions) {
		this.#options = options;
		const {name, os, wire, pace, library, width = 4} = options;
		this.#uploaders = new Uploaders({name, os, wire});
		this.#tools = {
			library,
			uploaders: this.#uploaders,
			disk: this.#disk,
			memory: new DocumentMemory(),
			name,
			os,
			wire,
			pace,
		};
		this.#turns = new Turns(4 * width, ({record}) => (isSmall(record) ? 1 : 4));
	}

	/** Begins a download, or gives the one that is under way of the same document from the same holder. */
	get(record: RfcRecord): number {
		const same = [...this.#jobs.values()].find(job => isUnderWay(job.download.state) && isSame(job.record, record));
		if (same) return same.download.id;
		return this.#add(record, {kind: 'queued', received: 0}).download.id;
	}

	/** Goes on with what an earlier run of the program has left. */
	goOn({rfc, bytes, digest}: PartOf): void {
		if (this.#closed) return;
		for (const {record} of this.#jobs.values()) if (record.rfc === rfc && record.digest === digest) return;
		this.#add({rfc, title: '', host: '', address: '', port: 0, size: bytes, digest}, {kind: 'queued', received: 0});
	}

	/** Stops a download that is under way; takes any other off the list, with the file that waits. */
	drop(id: number): void {
		const job = this.#jobs.get(id);
		if (!job) return;
		if (isUnderWay(job.download.state)) this.#stop(job, 'cancel');
		else {
			this.#jobs.delete(id);
			void job.waiting?.part.discard();
			void this.#options.library.discardUnfinished(job.record);
			this.#options.onDropped(id);
		}
	}

	/** Holds a download that is under way. */
	pause(id: number): void {
		const job = this.#jobs.get(id);
		if (job && isUnderWay(job.download.state)) this.#stop(job, 'pause');
	}

	/** Lets a held download go on. */
	resume(id: number): void {
		const job = this.#jobs.get(id);
		if (job?.download.state.kind === 'paused') this.#start(job);
	}

	/** Begins a failed or cancelled download again; one that waits for its next try does not wait longer. */
	retry(id: number): void {
		const job = this.#jobs.get(id);
		const kind = job?.download.state.kind;
		if (job && kind === 'waiting') this.#stop(job, 'again');
		if (!job || (kind !== 'failed' && kind !== 'cancelled')) return;
		job.download = {...job.download, started: Date.now()};
		this.#start(job);
	}

	/** Begins every failed download again. */
	retryAllFailed(): void {
		for (const {download: each} of [...this.#jobs.values()]) if (each.state.kind === 'failed') this.retry(each.id);
	}

	/** Lets a download that waits be the next. */
	raise(id: number): void {
		const job = this.#jobs.get(id);
		if (job) this.#turns.raise(job);
	}

	/** Those that wait for their turn, the next first. */
	get queue(): readonly number[] {
		return this.#turns.waiting.map(({download: {id}}) => id);
	}

	/** Lets the new file take the place of the one that differs. Rejects with a `FailureError`. */
	async replace(id: number): Promise<void> {
		const job = this.#jobs.get(id);
		const state = job?.download.state;
		if (!job?.waiting || state?.kind !== 'differs') return;
		const {record, waiting} = job;
		const {part, verified} = waiting;
		const {bytes} = state;
		job.waiting = undefined;
		const seconds = (Date.now() - job.download.started) / 1000;
		try {
			const file = await this.#options.library.replace(record.rfc, part, record.title);
			await part.discard();
			this.#set(job, {kind: 'done', bytes, seconds, file, verified});
		} catch (error) {
			await part.discard();
			const failure = this.#options.library.writeFailure(record.rfc, record.host, error);
			this.#set(job, {kind: 'failed', received: bytes, failure});
			throw new FailureError(failure, {cause: error});
		}
	}

	/** Stops everything; what is there of large documents stays, for the next start. Resolves when nothing is written any more. */
	async close(): Promise<void> {
		this.#closed = true;
		this.#turns.close();
		const jobs = [...this.#jobs.values()];
		for (const job of jobs) if (isUnderWay(job.download.state)) this.#stop(job, 'pause');
		await Promise.all(jobs.map(job => job.running));
		await Promise.all(jobs.map(job => job.waiting?.part.discard()));
		// What the person stopped does not begin by itself at the next start.
		const stopped = jobs.filter(({download: {state}}) => state.kind === 'cancelled');
		await Promise.all(stopped.map(({record}) => this.#options.library.discardUnfinished(record)));
		this.#uploaders.close();
		await this.#disk.close();
	}

	#add(record: RfcRecord, state: DownloadState): Job {
		const {rfc, title, host, address, port, digest} = record;
		const begun: Download = {
			...{id: ++this.#lastId, rfc, title, source: {host, address, port}, sources: [], started: Date.now(), state},
			...(digest === undefined ? {} : {digest}),
		};
		const job: Job = {download: begun, record, stop: new AbortController(), wish: 'go'};
		this.#jobs.set(begun.id, job);
		this.#start(job);
		return job;
	}

	#start(job: Job): void {
		const {record} = job;
		const entry = this.#options.library.entry(record.rfc);
		if (entry && this.#options.isOwn(record)) {
			this.#set(job, {kind: 'already-here', bytes: entry.bytes, file: entry.file});
			return;
		}
		job.wish = 'go';
		job.stop = new AbortController();
		this.#set(job, {kind: 'queued', ...amounts(job)});
		this.#turns.add(job, () => {
			job.running = this.#run(job, job.running);
			return job.running;
		});
	}

	async #run(job: Job, before: Promise<void> | undefined): Promise<void> {
		await before;
		const {signal} = job.stop;
		const {record} = job;
		this.#set(job, {kind: 'connecting'});
		const holders = await this.#holders(record, signal);
		const here = await this.#here(record);
		if (here) {
			await this.#options.library.discardUnfinished(record);
			this.#set(job, here);
			return;
		}
		const title = record.title === '' ? (holders[0]?.title ?? '') : record.title;
		job.download = {...job.download, title};
		const {size, digest} = record;
		const end = await download(this.#tools, {
			...{rfc: record.rfc, title, holders, signal},
			expected: digest === undefined ? {} : {digest, bytes: size},
			onState: (state, sources) => {
				if (signal.aborted) return;
				job.download = {...job.download, sources};
				this.#set(job, state);
			},
			onTrouble: failure => {
				// What there is only one of ends it, and is told as its end.
				if (holders.length > 1) this.#options.onTrouble?.(failure);
			},
		});
		job.waiting = end.waiting;
		job.download = {...job.download, sources: job.download.sources.map(source => ({...source, rate: 0}))};
		if (end.state.kind === 'cancelled' && job.wish === 'again') {
			this.#start(job);
			return;
		}
		const paused = end.state.kind === 'cancelled' && job.wish === 'pause';
		this.#set(job, paused ? {kind: 'paused', ...amounts(job, end.state)} : end.state);
	}

	/** What need not be fetched, because these very bytes are in a folder. */
	async #here({rfc, digest, size}: RfcRecord): Promise<DownloadState | undefined> {
		if (digest === undefined || !this.#options.library.entry(rfc)) return undefined;
		const file = await this.#options.library.fileWithDigest(rfc, digest);
		return file === undefined ? undefined : {kind: 'already-here', bytes: size ?? 0, file};
	}

	/** The holder that was chosen, then all others of the same bytes. */
	async #holders(record: RfcRecord, signal: AbortSignal): Promise<readonly RfcRecord[]> {
		const chosen = record.port === 0 ? [] : [record];
		if (record.digest === undefined) return chosen;
		const found = (await this.#options.holders?.(record.rfc, signal).catch(() => [])) ?? [];
		const others = found.filter(
			each => each.digest === record.digest && keyOf(each) !== keyOf(record) && !this.#options.isOwn(each),
		);
		return [...chosen, ...others];
	}

	#stop(job: Job, wish: 'pause' | 'cancel' | 'again'): void {
		job.wish = wish;
		job.stop.abort();
		if (!this.#turns.remove(job)) return;
		const {received} = amounts(job);
		this.#set(job, wish === 'pause' ? {kind: 'paused', ...amounts(job)} : {kind: 'cancelled', received});
	}

	#set(job: Job, state: DownloadState): void {
		job.download = {...job.download, state};
		this.#options.onDownload(job.download);
	}
}

/** All downloads of a peer: a few at a time, the others wait their turn. */
import type {RfcRecord} from '../protocol/message.ts';
import {FailureError} from '../text/failures.ts';
import {type DownloadEnd, type DownloadOptions, download} from './download.ts';
import type {Library} from './library.ts';
import type {Download, DownloadState} from './peer-state.ts';

export type DownloadsOptions = Pick<DownloadOptions, 'library' | 'name' | 'os' | 'wire' | 'pace'> & {
	/** Told of each change of a download. */
	readonly onDownload: (download: Download) => void;
	readonly onDropped: (id: number) => void;
	/** Whether a record is this peer's own. */
	readonly isOwn: (record: RfcRecord) => boolean;
	/** Downloads at a time; 4 unless said. */
	readonly width?: number;
};

type Job = {
	download: Download;
	readonly record: RfcRecord;
	stop: AbortController;
	/** Waits for the person to decide. */
	waiting?: DownloadEnd['waiting'] | undefined;
	running?: Promise<void> | undefined;
	paused?: boolean;
};

export class Downloads {
	readonly #options: DownloadsOptions;
	readonly #library: Library;
	readonly #jobs = new Map<number, Job>();
	readonly #queue: Job[] = [];
	#running = 0;
	#lastId = 0;
	#closed = false;

	constructor(options: DownloadsOptions) {
		this.#options = options;
		this.#library = options.library;
	}

	/** Begins a download, or gives the one that is under way of the same document from the same holder. */
	get(record: RfcRecord): number {
		const {rfc, title, host, address, port} = record;
		for (const {download: each} of this.#jobs.values()) {
			const same = each.rfc === rfc && each.source.address === address && each.source.port === port;
			if (same && isUnderWay(each.state)) return each.id;
		}
		const id = ++this.#lastId;
		const source = {host, address, port};
		const begun: Download = {id, rfc, title, source, sources: [], started: Date.now(), state: {kind: 'connecting'}};
		const job: Job = {download: begun, record, stop: new AbortController()};
		this.#jobs.set(id, job);
		this.#start(job);
		return id;
	}

	/** Stops a download that is under way; takes any other off the list, with the file that waits. */
	drop(id: number): void {
		const job = this.#jobs.get(id);
		if (!job) return;
		if (isUnderWay(job.download.state)) {
			this.#cancel(job);
			return;
		}
		this.#forget(job);
		this.#options.onDropped(id);
	}

	/** Begins a failed or cancelled download again. */
	retry(id: number): void {
		const job = this.#jobs.get(id);
		const kind = job?.download.state.kind;
		if (!job || (kind !== 'failed' && kind !== 'cancelled') || job.running) return;
		job.stop = new AbortController();
		job.download = {...job.download, started: Date.now()};
		this.#start(job);
	}

	/** Holds a download that is under way. */
	pause(id: number): void {
		const job = this.#jobs.get(id);
		if (!job || !isUnderWay(job.download.state)) return;
		job.paused = true;
		this.#cancel(job);
	}

	/** Lets a held download go on. */
	resume(id: number): void {
		const job = this.#jobs.get(id);
		if (job?.download.state.kind !== 'paused' || job.running) return;
		job.paused = false;
		job.stop = new AbortController();
		this.#start(job);
	}

	/** Begins every failed download again. */
	retryAllFailed(): void {
		for (const {download: each} of [...this.#jobs.values()]) if (each.state.kind === 'failed') this.retry(each.id);
	}

	/** Lets a download that waits be the next. */
	raise(id: number): void {
		const at = this.#queue.findIndex(job => job.download.id === id);
		const [job] = at < 0 ? [] : this.#queue.splice(at, 1);
		if (job) this.#queue.unshift(job);
	}

	/** Lets the new file take the place of the one that differs. Rejects with a `FailureError`. */
	async replace(id: number): Promise<void> {
		const job = this.#jobs.get(id);
		if (job?.download.state.kind !== 'differs' || !job.waiting) return;
		const {record, waiting} = job;
		const {part, verified} = waiting;
		const {bytes} = job.download.state;
		job.waiting = undefined;
		const seconds = (Date.now() - job.download.started) / 1000;
		try {
			const file = await this.#library.replace(record.rfc, part, record.title);
			this.#set(job, {kind: 'done', bytes, seconds, file, verified});
		} catch (error) {
			await part.discard();
			const failure = this.#library.writeFailure(record.rfc, record.host, error);
			this.#set(job, {kind: 'failed', received: bytes, failure});
			throw new FailureError(failure, {cause: error});
		}
	}

	/** Stops everything. Resolves when no temporary file is left. */
	async close(): Promise<void> {
		this.#closed = true;
		const jobs = [...this.#jobs.values()];
		for (const job of jobs) {
			if (isUnderWay(job.download.state)) this.#cancel(job);
		}
		await Promise.all(jobs.map(job => job.running));
		await Promise.all(jobs.map(job => job.waiting?.part.discard()));
	}

	#start(job: Job): void {
		const {record} = job;
		const own = this.#options.isOwn(record) ? this.#library.entry(record.rfc) : undefined;
		if (own) {
			this.#set(job, {kind: 'already-here', bytes: own.bytes, file: own.file});
			return;
		}
		this.#set(job, {kind: 'connecting'});
		this.#queue.push(job);
		this.#next();
	}

	#next(): void {
		while (!this.#closed && this.#running < (this.#options.width ?? 4)) {
			const job = this.#queue.shift();
			if (!job) return;
			this.#running++;
			job.running = this.#run(job).finally(() => {
				job.running = undefined;
				this.#running--;
				this.#next();
			});
		}
	}

	async #run(job: Job): Promise<void> {
		const {library, name, os, wire, pace} = this.#options;
		const {signal} = job.stop;
		const end: DownloadEnd = await download({
			record: job.record,
			library,
			name,
			os,
			wire,
			signal,
			...(pace ? {pace} : {}),
			onState: state => {
				if (!signal.aborted) this.#set(job, state);
			},
		});
		job.waiting = end.waiting;
		this.#set(job, end.state);
	}

	#cancel(job: Job): void {
		job.stop.abort();
		const at = this.#queue.indexOf(job);
		if (at < 0) return;
		this.#queue.splice(at, 1);
		this.#set(job, {kind: 'cancelled', received: 0});
	}

	#forget(job: Job): void {
		this.#jobs.delete(job.download.id);
		void job.waiting?.part.discard();
	}

	#set(job: Job, ended: DownloadState): void {
		const state =
			job.paused && ended.kind === 'cancelled' ? {kind: 'paused' as const, received: ended.received} : ended;
		job.download = {...job.download, state};
		this.#options.onDownload(job.download);
	}
}

const isUnderWay = (state: DownloadState): boolean => state.kind === 'connecting' || state.kind === 'running';

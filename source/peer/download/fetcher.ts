/** Downloads documents into any folder without a running peer: for one-shot commands and mirrors. */
import {readdir} from 'node:fs/promises';
import {fileNameOf} from '../../rfc/file-name.ts';
import {Disk} from '../disk/disk.ts';
import {isLocal} from '../disk/local-folder.ts';
import {type PartNames, removeLeftovers, resumableIn} from '../disk/part-file.ts';
import {discardUnfinished} from '../disk/resumable-part.ts';
import {takenTrouble} from '../disk/write-trouble.ts';
import {Library} from '../library/library.ts';
import {BufferPool} from './buffer-pool.ts';
import {type DownloadEnd, type DownloadOrder, download} from './download.ts';
import type {DownloadTools} from './download-task.ts';
import {type FetchEnd, type FetchJob, type Group, groupFor, weightOf} from './fetch-job.ts';
import {FolderTrouble} from './folder-trouble.ts';
import {type Left, QuickFetch} from './quick-fetch.ts';
import type {Holder} from './source-failure.ts';
import {mostRangeBytes} from './source-window.ts';
import {Uploaders, type UploadersOptions} from './uploaders.ts';
import {WeightedQueue} from './weighted-queue.ts';

/**
 * Documents of up to this many bytes come whole. The few RFCs that are a little longer than a range would cost a mirror a
 * third of its time otherwise: for the disk thread, locks, journals and syncs.
 */
const mostWholeBytes = 2 * mostRangeBytes;

export type FetcherOptions = UploadersOptions & {
	/** The folder for `rfcN.txt`, created if missing, but only once. Unfinished parts in it are resumed. */
	readonly folder: string;
	/** Limit in bytes a second for each document; undefined is full speed. */
	readonly pace?: (() => number | undefined) | undefined;
	/** See `DownloadTools`. */
	readonly busyMs?: number | undefined;
};

/** Documents of the usual size at a time. */
const atOnce = 64;
/** A large one counts as this many of them. */
const large = atOnce / 4;
/** So many are requested in one batch: waking an uploader costs as much as many requests. */
const together = atOnce / 2;

export type Fetcher = {
	/** Downloads one document. Calls beyond the limit wait in a queue. Never rejects. */
	fetch(job: FetchJob): Promise<FetchEnd>;
	/** Stops everything and closes all connections. Parts are kept, to be resumed. */
	close(): Promise<void>;
};

/** Opens a fetcher, which keeps its connections to uploaders between documents. */
export const openFetcher = (options: FetcherOptions): Fetcher => new RunningFetcher(options);

class RunningFetcher implements Fetcher {
	readonly #tools: DownloadTools;
	/** Absent where every message has to be logged. */
	readonly #quick: QuickFetch | undefined;
	/** Whether the folder surely answers. */
	#answers: Promise<boolean> | undefined;
	readonly #queue: WeightedQueue<FetchJob>;
	readonly #stop = new AbortController();
	readonly #signals = new WeakMap<AbortSignal, AbortSignal>();
	readonly #running = new Set<Promise<unknown>>();
	/** Names of the files in the folder when it was opened. */
	readonly #names: Promise<ReadonlySet<string>>;
	/** Resumable parts in it then, by the number of their document. */
	readonly #unfinished: Promise<ReadonlyMap<number, readonly PartNames[]>>;

	constructor({folder, name, os, wire, protocol, key, pace, busyMs}: FetcherOptions) {
		const library = new Library({downloads: folder, createOnce: true});
		const uploaders = new Uploaders({name, os, wire, protocol, key});
		const disk = new Disk();
		const memory = new BufferPool();
		const trouble = new FolderTrouble();
		this.#tools = {library, uploaders, disk, memory, trouble, name, os, wire, pace, busyMs};
		const onNamed = (holder: Holder) => {
			uploaders.of(holder).link.spokeNamed = true;
		};
		this.#quick = wire ? undefined : new QuickFetch({library, name, os, key, onNamed});
		this.#queue = new WeightedQueue(atOnce, job => Math.min(large, weightOf(job)), together);
		this.#names = removeLeftovers(folder).then(() => namesIn(folder));
		this.#unfinished = this.#names.then(names => resumableIn(library.downloads.path, names));
	}

	fetch(job: FetchJob): Promise<FetchEnd> {
		const running = this.#fetch(job).then(end => this.#tidied(job, end));
		this.#running.add(running);
		void running.then(() => this.#running.delete(running));
		return running;
	}

	async close(): Promise<void> {
		this.#stop.abort();
		this.#quick?.close();
		await Promise.all(this.#running);
		this.#tools.uploaders.close();
		await Promise.all([this.#tools.disk.close(), this.#tools.library.stop()]);
	}

	async #fetch(job: FetchJob): Promise<FetchEnd> {
		const group = groupFor(job);
		const signal = this.#signalOf(job);
		const quick = await this.#fetchQuickly(job, group, signal);
		if (quick && quick.kind !== 'left') return quick;
		const slowly = () => this.#fetchSlowly(job, group, {signal, before: quick?.before});
		return new Promise(resolve => this.#queue.add(job, () => slowly().then(resolve)));
	}

	/** Removes what came of other versions of a document that is here now. */
	async #tidied({rfc}: FetchJob, end: FetchEnd): Promise<FetchEnd> {
		const isHere = end.kind === 'done' || end.kind === 'already-here';
		for (const other of (isHere && (await this.#unfinished).get(rfc)) || []) await discardUnfinished(other);
		return end;
	}

	/** Tries the fast path; undefined where it does not apply, otherwise the outcome or what it learned. */
	async #fetchQuickly(
		{rfc, onState}: FetchJob,
		{digest, bytes, records}: Group,
		signal: AbortSignal,
	): Promise<FetchEnd | Left | undefined> {
		if (digest === undefined || bytes === undefined || bytes > mostWholeBytes || !this.#quick) return undefined;
		const {library, pace, trouble} = this.#tools;
		if (trouble.of(rfc, performance.now())) return undefined;
		if (pace?.() !== undefined || (await this.#names).has(fileNameOf(rfc))) return undefined;
		// The general path reports a folder that cannot be created.
		await library.downloads.make().catch(() => {});
		// Where a folder hangs, as over a network that is gone, so would the program.
		this.#answers ??= isLocal(library.downloads.path).then(
			local => local !== false,
			() => false,
		);
		if (!(await this.#answers)) return undefined;
		const end = await this.#quick.fetch({rfc, expected: {digest, bytes}, holders: records, signal, onState});
		if (end.kind === 'left') return end;
		return {kind: 'done', file: end.file, bytes, digest, from: [end.from], verified: 'digest'};
	}

	async #fetchSlowly(
		job: FetchJob,
		group: Group,
		{signal, before}: Pick<DownloadOrder, 'signal' | 'before'>,
	): Promise<FetchEnd> {
		const {rfc, title, onState, onTrouble} = job;
		if (signal.aborted) return {kind: 'cancelled'};
		const here = await this.#lookHere(job, group);
		if (here) return here;
		const {digest, bytes, records: holders, others} = group;
		const order = {rfc, title, holders, others, expected: {digest, bytes}, signal, onState, onTrouble, before};
		return this.#end(job, await download(this.#tools, order), digest);
	}

	/** Aborts with the job's own signal or with the fetcher; shared by all jobs with the same signal. */
	#signalOf({signal}: FetchJob): AbortSignal {
		if (!signal) return this.#stop.signal;
		const known = this.#signals.get(signal) ?? AbortSignal.any([signal, this.#stop.signal]);
		this.#signals.set(signal, known);
		return known;
	}

	/** The outcome if a file of that name exists already. */
	async #lookHere({rfc, replace}: FetchJob, {digest, bytes}: Group): Promise<FetchEnd | undefined> {
		if (digest === undefined || !(await this.#names).has(fileNameOf(rfc))) return undefined;
		const {library} = this.#tools;
		const file = await library.downloads.fileWithDigest(rfc, digest);
		if (file !== undefined) {
			return {kind: 'already-here', file, bytes: bytes ?? 0, digest, from: [], verified: 'digest'};
		}
		const there = await library.downloads.fileOf(rfc);
		const trouble = there && (await takenTrouble(rfc, there.file));
		if (trouble) return {kind: 'failed', failure: trouble};
		if (!there || replace || (await library.downloads.isLeftEmpty(there.file))) return undefined;
		const {file: existing, bytes: existingBytes} = there;
		return {kind: 'differs', file: existing, existingBytes, digest, ...(bytes === undefined ? {} : {bytes})};
	}

	async #end({rfc, title, replace}: FetchJob, {state, from, waiting}: DownloadEnd, digest?: string): Promise<FetchEnd> {
		const known = digest === undefined ? {} : {digest};
		switch (state.kind) {
			case 'done':
				return {...state, from, ...known};
			case 'already-here': {
				const verified = digest === undefined ? 'none' : 'digest';
				return {kind: 'already-here', file: state.file, bytes: state.bytes, from: [], verified, ...known};
			}
			case 'failed':
				return {kind: 'failed', failure: state.failure};
			case 'differs':
				break;
			default:
				return {kind: 'cancelled'};
		}
		const {bytes, existingBytes, file: there} = state;
		if (!waiting) return {kind: 'differs', file: there, existingBytes, bytes, ...known};
		const {part, verified} = waiting;
		try {
			if (!replace) return {kind: 'differs', file: there, existingBytes, bytes, ...known};
			const file = await this.#tools.library.downloads.replace(rfc, part, title);
			return {kind: 'done', file, bytes, from, verified, ...known};
		} catch (error) {
			return {kind: 'failed', failure: this.#tools.library.downloads.writeFailure({rfc, from: from[0] ?? ''}, error)};
		} finally {
			await part.discard();
		}
	}
}

const namesIn = async (folder: string): Promise<ReadonlySet<string>> => new Set(await readdir(folder).catch(() => []));

/** Getting documents into any folder without a running peer: for one-shot commands and mirrors. */
import {readdir} from 'node:fs/promises';
import type {WireLog} from '../net/wire-log.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {fileNameOf} from '../rfc/file-name.ts';
import type {Failure} from '../text/failures.ts';
import {Disk} from './disk.ts';
import {DocumentMemory} from './document-memory.ts';
import {type DownloadEnd, download} from './download.ts';
import type {DownloadTools} from './download-task.ts';
import {Library} from './library.ts';
import {removeLeftovers} from './part-file.ts';
import type {DownloadSource, DownloadState, Verdict} from './peer-state.ts';
import {mostRangeBytes} from './scheduler.ts';
import {Turns} from './turns.ts';
import {Uploaders} from './uploaders.ts';

export type FetcherOptions = {
	/** Where `rfcN.txt` go; created when it is missing. Parts of documents that are in it are gone on with. */
	readonly folder: string;
	/** What we say of ourselves: our name, our system. */
	readonly name: string;
	readonly os: string;
	readonly wire?: WireLog | undefined;
	/** Bytes a second for each document; undefined is full speed. */
	readonly pace?: (() => number | undefined) | undefined;
	/** Documents of usual size at a time; 64 unless said. A large one takes the room of a quarter of them. */
	readonly documentsAtOnce?: number | undefined;
};

export type FetchJob = {
	readonly rfc: number;
	readonly title: string;
	/** Who holds it, as the index tells. */
	readonly records: readonly RfcRecord[];
	/** `sha-256=:base64:`: only its holders are asked. Absent: the group of holders with most distinct addresses. */
	readonly digest?: string | undefined;
	/** Lets the document take the place of a file with other bytes. */
	readonly replace?: boolean | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Told when the state changes, and several times a second while bytes come. */
	readonly onState?: ((state: DownloadState, sources: readonly DownloadSource[]) => void) | undefined;
	/** Told of each source that failed, at once: the document may still come from another. */
	readonly onTrouble?: ((failure: Failure) => void) | undefined;
};

export type FetchEnd =
	| {
			readonly kind: 'done' | 'already-here';
			readonly file: string;
			readonly bytes: number;
			/** Of the bytes that are here; absent where nobody declared one. */
			readonly digest?: string;
			/** Names of those it came from; empty for `already-here`. */
			readonly from: readonly string[];
			readonly verified: Verdict;
	  }
	/** A file with other bytes has the name, and is as it was. `bytes`: of what the network has, when known. */
	| {
			readonly kind: 'differs';
			readonly file: string;
			readonly existingBytes: number;
			readonly bytes?: number;
			readonly digest?: string;
	  }
	| {readonly kind: 'failed'; readonly failure: Failure}
	| {readonly kind: 'cancelled'};

export type Fetcher = {
	/** Gets one document. Many may be asked for at once: they wait their turn. Never rejects. */
	fetch(job: FetchJob): Promise<FetchEnd>;
	/** Stops everything that is under way and closes all connections. Parts stay, to be gone on with. */
	close(): Promise<void>;
};

/** Opens a fetcher: connections to uploaders are kept from one document to the next. */
export const openFetcher = (options: FetcherOptions): Fetcher => new RunningFetcher(options);

/** Few documents are larger. */
const usualBytes = 128 * 1024;

class RunningFetcher implements Fetcher {
	readonly #tools: DownloadTools;
	readonly #turns: Turns<FetchJob>;
	readonly #stop = new AbortController();
	readonly #signals = new WeakMap<AbortSignal, AbortSignal>();
	readonly #running = new Set<Promise<void>>();
	/** Names that were in the folder when it was opened. */
	readonly #names: Promise<ReadonlySet<string>>;

	constructor({folder, name, os, wire, pace, documentsAtOnce = 64}: FetcherOptions) {
		const library = new Library({downloads: folder});
		const uploaders = new Uploaders({name, os, wire});
		const disk = new Disk();
		// It is there when the first document is.
		disk.start();
		this.#tools = {library, uploaders, disk, memory: new DocumentMemory(), name, os, wire, pace};
		const large = Math.max(1, documentsAtOnce / 4);
		// Half of them are asked for in one go: waking an uploader costs as much as many requests.
		const together = Math.max(1, Math.floor(documentsAtOnce / 2));
		this.#turns = new Turns(documentsAtOnce, job => Math.min(large, weightOf(job)), together);
		this.#names = removeLeftovers(folder).then(() => namesIn(folder));
	}

	fetch(job: FetchJob): Promise<FetchEnd> {
		return new Promise(resolve => {
			this.#turns.add(job, () => {
				const running = this.#fetch(job).then(resolve);
				this.#running.add(running);
				void running.then(() => this.#running.delete(running));
				return running;
			});
		});
	}

	async close(): Promise<void> {
		this.#stop.abort();
		await Promise.all(this.#running);
		this.#tools.uploaders.close();
		await Promise.all([this.#tools.disk.close(), this.#tools.library.stop()]);
	}

	async #fetch(job: FetchJob): Promise<FetchEnd> {
		const {rfc, title, onState, onTrouble} = job;
		const signal = this.#signalOf(job);
		if (signal.aborted) return {kind: 'cancelled'};
		const group = groupFor(job);
		const {digest} = group;
		const here = await this.#lookHere(job, group);
		if (here) return here;
		const expected = {digest, bytes: group.bytes};
		const end = await download(this.#tools, {rfc, title, holders: group.records, expected, signal, onState, onTrouble});
		return this.#end(job, end, digest);
	}

	/** Aborts with the job's own signal and with the fetcher; one for all jobs that have the same. */
	#signalOf({signal}: FetchJob): AbortSignal {
		if (!signal) return this.#stop.signal;
		const known = this.#signals.get(signal) ?? AbortSignal.any([signal, this.#stop.signal]);
		this.#signals.set(signal, known);
		return known;
	}

	/** Whether there is a file with the name, and what that means. */
	async #lookHere({rfc, replace}: FetchJob, {digest, bytes}: Group): Promise<FetchEnd | undefined> {
		if (digest === undefined || !(await this.#names).has(fileNameOf(rfc))) return undefined;
		const {library} = this.#tools;
		const file = await library.fileWithDigest(rfc, digest);
		if (file !== undefined) {
			return {kind: 'already-here', file, bytes: bytes ?? 0, digest, from: [], verified: 'digest'};
		}
		const there = replace ? undefined : await library.fileOf(rfc);
		if (!there) return undefined;
		const {file: existing, bytes: existingBytes} = there;
		return {kind: 'differs', file: existing, existingBytes, digest, ...(bytes === undefined ? {} : {bytes})};
	}

	async #end({rfc, title, replace}: FetchJob, {state, from, waiting}: DownloadEnd, digest?: string): Promise<FetchEnd> {
		const known = digest === undefined ? {} : {digest};
		switch (state.kind) {
			case 'done':
				return {kind: 'done', file: state.file, bytes: state.bytes, from, verified: state.verified, ...known};
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
			const file = await this.#tools.library.replace(rfc, part, title);
			return {kind: 'done', file, bytes, from, verified, ...known};
		} catch (error) {
			return {kind: 'failed', failure: this.#tools.library.writeFailure(rfc, from[0] ?? '', error)};
		} finally {
			await part.discard();
		}
	}
}

const namesIn = async (folder: string): Promise<ReadonlySet<string>> => new Set(await readdir(folder).catch(() => []));

type Group = {
	readonly digest?: string | undefined;
	readonly bytes?: number | undefined;
	readonly records: readonly RfcRecord[];
};

/** The holders that are asked: those of the digest that is wanted, else those of the one that most addresses have. */
function groupFor({records, digest}: FetchJob): Group {
	if (digest !== undefined)
		return groupOf(
			records.filter(record => record.digest === digest),
			digest,
		);
	const groups = Map.groupBy(records, record => record.digest);
	const addresses = (group: readonly RfcRecord[]) => new Set(group.map(({address}) => address)).size;
	const [best] = [...groups]
		.filter(([declared]) => declared !== undefined)
		.sort(([, one], [, other]) => addresses(other) - addresses(one) || other.length - one.length);
	return best ? groupOf(best[1], best[0]) : {records};
}

const groupOf = (records: readonly RfcRecord[], digest: string | undefined): Group => ({
	...{digest, records},
	bytes: records.find(({size}) => size !== undefined)?.size,
});

/** A small document counts by the memory that it takes. */
function weightOf(job: FetchJob): number {
	const {digest, bytes} = groupFor(job);
	const small = digest !== undefined && bytes !== undefined && bytes < mostRangeBytes;
	return small ? Math.max(1, Math.ceil(bytes / usualBytes)) : Number.POSITIVE_INFINITY;
}

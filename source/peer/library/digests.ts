/**
 * The SHA-256 digests and titles of a peer's files: read in the background, and cached.
 *
 *   unknown -> wanted -> known, until the facts of the file change
 *                 \--> unreadable, or changed while it was read: unknown until it is wanted again
 */

import {type FileFacts, openFile, sameFile} from '../disk/safe-file.ts';
import {type KnownFile, loadDigests, saveDigests, together} from './digest-file.ts';
import {DigestThread} from './digest-thread.ts';

export type DigestsOptions = {
	/** The cache file; without it every start reads all files. */
	readonly file?: string | undefined;
	/** Called with the paths whose digests became known, in batches. */
	readonly onKnown: (paths: readonly string[]) => void;
};

/** Somebody waiting for the digest of a file, and since when, by `performance.now()`. */
type Waiter = {readonly finish: () => void; readonly since: number};

/** Digests that become known within this time are reported together. */
const tellMs = 20;
const saveMs = 5000;
/** Saving is put off for so many times as long as it took: of a hundred thousand files it takes a moment each time. */
const saveRest = 50;
/**
 * If the thread has produced no digest for this long, it is reading something large, and waiters go on without
 * theirs.
 */
const quietMs = 1000;
/** Nobody waits longer than this. */
const mostMs = 5000;
const lookEveryMs = 50;

export class Digests {
	readonly #options: DigestsOptions;
	readonly #thread = new DigestThread();
	#known = new Map<string, KnownFile>();
	readonly #wanted = new Map<string, FileFacts>();
	/** Known, but not reported yet. */
	#news = new Set<string>();
	readonly #waiting = new Map<string, Waiter[]>();
	#loading: Promise<void> | undefined;
	#stopped = false;
	#telling: NodeJS.Timeout | undefined;
	#looking: NodeJS.Timeout | undefined;
	#savingSoon: NodeJS.Timeout | undefined;
	#saveAfterMs = saveMs;
	#saving: Promise<void> = Promise.resolve();
	#unsaved = false;

	constructor(options: DigestsOptions) {
		this.#options = options;
	}

	/** Loads the cache. If that fails, the documents are read instead. */
	load(): Promise<void> {
		this.#loading ??= this.#load();
		return this.#loading;
	}

	/** The digest of a file with these facts, if it is known. */
	known(path: string, facts: FileFacts): string | undefined {
		return this.#knownFile(path, facts)?.digest;
	}

	/**
	 * The title in a document with these facts; undefined when it has none or cannot be read. Cached, or read by the
	 * thread, which suits many documents better than reading them on the main thread. `first`: ahead of all digests.
	 */
	async title(
		file: FileFacts & {readonly path: string; readonly rfc: number},
		first: boolean,
	): Promise<string | undefined> {
		const {path, rfc} = file;
		const known = this.#knownFile(path, file)?.title;
		if (known !== undefined) return known === '' ? undefined : known;
		const found = await this.#thread.read(path, {titleOf: rfc}, {first});
		if (found) this.#remember(path, found);
		return found?.title === '' ? undefined : found?.title;
	}

	/** Queues a file for reading, unless its digest is known. */
	want(path: string, facts: FileFacts): void {
		const before = this.#wanted.get(path);
		if (this.#stopped || this.known(path, facts) !== undefined || (before && sameFile(before, facts))) return;
		this.#wanted.set(path, facts);
		void this.#read(path, facts);
	}

	/**
	 * Resolves when the digest of a file is known and reported, cannot be computed, or takes too long while no other
	 * one becomes known.
	 */
	async settled(path: string, facts: FileFacts): Promise<void> {
		this.want(path, facts);
		if (this.#stopped || !(this.#wanted.has(path) || this.#news.has(path))) return;
		await new Promise<void>(finish => {
			const waiter = {finish, since: performance.now()};
			this.#waiting.set(path, [...(this.#waiting.get(path) ?? []), waiter]);
			this.#looking ??= setInterval(() => this.#look(), lookEveryMs).unref();
		});
	}

	/** The digest of a file as it is now, ahead of all others; undefined when it changes or cannot be read. */
	async now(path: string): Promise<string | undefined> {
		await this.load();
		try {
			const {handle, ...facts} = await openFile(path);
			await handle.close();
			const known = this.known(path, facts);
			if (known !== undefined) return known;
		} catch {
			return undefined;
		}
		// Twice, since what changes is perhaps only that its other name was removed, which takes a moment on a network.
		const readOnce = () => this.#thread.read(path, 'digest', {first: true});
		const read = (await readOnce()) ?? (await readOnce());
		if (read) this.#learn(path, read);
		return read?.digest;
	}

	/** Stops reading, and resolves when the cache is saved. */
	async stop(): Promise<void> {
		this.#stopped = true;
		clearTimeout(this.#telling);
		clearTimeout(this.#savingSoon);
		this.#thread.close();
		this.#release([...this.#waiting.keys()]);
		if (this.#unsaved) this.#save();
		await this.#saving;
	}

	async #load(): Promise<void> {
		const {file} = this.#options;
		if (file !== undefined) this.#known = await loadDigests(file).catch(() => new Map());
	}

	async #read(path: string, facts: FileFacts): Promise<void> {
		const found = await this.#thread.read(path, 'digest');
		if (this.#wanted.get(path) === facts) this.#wanted.delete(path);
		if (found) this.#learn(path, found);
		else this.#release([path]);
	}

	#knownFile(path: string, facts: FileFacts): KnownFile | undefined {
		const known = this.#known.get(path);
		return known && sameFile(known, facts) ? known : undefined;
	}

	#learn(path: string, found: KnownFile): void {
		if (this.#stopped) return;
		this.#remember(path, found);
		this.#news.add(path);
		this.#telling ??= setTimeout(() => this.#tell(), tellMs).unref();
	}

	#remember(path: string, found: KnownFile): void {
		if (this.#stopped) return;
		const known = together(this.#known.get(path), found, Date.now());
		// Deleted first, so that the newest entries come last.
		this.#known.delete(path);
		this.#known.set(path, known);
		this.#unsaved = true;
		this.#savingSoon ??= setTimeout(() => this.#save(), this.#saveAfterMs).unref();
	}

	#tell(): void {
		this.#telling = undefined;
		const news = [...this.#news];
		this.#news = new Set();
		this.#options.onKnown(news);
		this.#release(news);
	}

	/** Lets those who wait for these files go on. */
	#release(paths: readonly string[]): void {
		for (const path of paths) {
			for (const {finish} of this.#waiting.get(path) ?? []) finish();
			this.#waiting.delete(path);
		}
		if (this.#waiting.size > 0) return;
		clearInterval(this.#looking);
		this.#looking = undefined;
	}

	/** Lets those who have waited long enough go on. */
	#look(): void {
		const now = performance.now();
		const isOver = ({since}: Waiter) =>
			now - Math.max(since, this.#thread.lastSign) >= quietMs || now - since >= mostMs;
		this.#release([...this.#waiting].filter(([, waiters]) => waiters.some(isOver)).map(([path]) => path));
	}

	#save(): void {
		clearTimeout(this.#savingSoon);
		this.#savingSoon = undefined;
		this.#unsaved = false;
		const {file} = this.#options;
		if (file === undefined) return;
		// Without a cache the files are read again at the next start: nobody needs to know.
		this.#saving = this.#saving.then(() => this.#saveTo(file)).catch(() => {});
	}

	#saveTo(file: string): Promise<void> {
		const began = performance.now();
		const saved = saveDigests(file, this.#known);
		this.#saveAfterMs = Math.max(saveMs, saveRest * (performance.now() - began));
		return saved;
	}
}

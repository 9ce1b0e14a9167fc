/**
 * The SHA-256 digests of a peer's files, and the titles that documents give themselves: read in the background, and remembered.
 *
 *   unknown -> wanted -> known: until the facts of the file are others
 *                  \--> unreadable, or changed while it was read: unknown until it is wanted again
 */
import {type KnownFile, loadDigests, saveDigests, together} from './digest-file.ts';
import {DigestThread} from './digest-thread.ts';
import {type FileFacts, openFile, sameFile} from './safe-file.ts';

export type DigestsOptions = {
	/** The file that remembers them from one start to the next; nothing is remembered without. */
	readonly file?: string | undefined;
	/** Told the paths whose digests became known, a while's worth at a time. */
	readonly onKnown: (paths: readonly string[]) => void;
};

/** Somebody who waits for the digest of a file, and since when; by `performance.now()`. */
type Waiter = {readonly finish: () => void; readonly since: number};

/** Digests that become known within this time are told together. */
const tellMs = 20;
const saveMs = 5000;
/** So long after the thread last gave a digest those who wait go on without: something large is being read. */
const quietMs = 1000;
/** Nobody waits longer than this. */
const mostMs = 5000;
const lookEveryMs = 50;

export class Digests {
	readonly #options: DigestsOptions;
	readonly #thread = new DigestThread();
	#known = new Map<string, KnownFile>();
	readonly #wanted = new Map<string, FileFacts>();
	/** Known, and not told yet. */
	#news = new Set<string>();
	readonly #waiting = new Map<string, Waiter[]>();
	#loading: Promise<void> | undefined;
	#stopped = false;
	#telling: NodeJS.Timeout | undefined;
	#looking: NodeJS.Timeout | undefined;
	#savingSoon: NodeJS.Timeout | undefined;
	#saving: Promise<void> = Promise.resolve();
	#unsaved = false;

	constructor(options: DigestsOptions) {
		this.#options = options;
	}

	/** Reads what was remembered. Where that cannot be read, the documents are. */
	load(): Promise<void> {
		this.#loading ??= this.#load();
		return this.#loading;
	}

	/** The digest of a file as it is by these facts, if it is known. */
	known(path: string, facts: FileFacts): string | undefined {
		return this.#knownFile(path, facts)?.digest;
	}

	/**
	 * The title that a document with these facts gives itself; undefined when it gives none, or cannot be read. Comes from
	 * the thread unless it is remembered: for many documents, one after the other, that is better than reading them here.
	 */
	async title(path: string, facts: FileFacts, rfc: number): Promise<string | undefined> {
		const known = this.#knownFile(path, facts)?.title;
		if (known !== undefined) return known === '' ? undefined : known;
		const found = await this.#thread.read(path, {titleOf: rfc}, {first: true});
		if (found) this.#remember(path, found);
		return found?.title === '' ? undefined : found?.title;
	}

	/** Reads a file when its turn comes, unless its digest is known. */
	want(path: string, facts: FileFacts): void {
		const before = this.#wanted.get(path);
		if (this.#stopped || this.known(path, facts) !== undefined || (before && sameFile(before, facts))) return;
		this.#wanted.set(path, facts);
		void this.#read(path, facts);
	}

	/** Resolves when the digest of a file is known and told, or cannot be, or takes too long while no other becomes known. */
	async settled(path: string, facts: FileFacts): Promise<void> {
		this.want(path, facts);
		if (this.#stopped || !(this.#wanted.has(path) || this.#news.has(path))) return;
		await new Promise<void>(finish => {
			const waiter = {finish, since: performance.now()};
			this.#waiting.set(path, [...(this.#waiting.get(path) ?? []), waiter]);
			this.#looking ??= setInterval(() => this.#look(), lookEveryMs).unref();
		});
	}

	/** The digest of a file as it is now; undefined when it changes, or cannot be read. Before all others. */
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
		const read = await this.#thread.read(path, 'digest', {first: true});
		if (read) this.#learn(path, read);
		return read?.digest;
	}

	/** Reads nothing more, and has written what is to be remembered. */
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
		const known = together(this.#known.get(path), found);
		// Taken out first, so that the newest are last.
		this.#known.delete(path);
		this.#known.set(path, known);
		this.#unsaved = true;
		this.#savingSoon ??= setTimeout(() => this.#save(), saveMs).unref();
	}

	#tell(): void {
		this.#telling = undefined;
		const news = [...this.#news];
		this.#news = new Set();
		this.#options.onKnown(news);
		this.#release(news);
	}

	/** Those who wait for these files go on. */
	#release(paths: readonly string[]): void {
		for (const path of paths) {
			for (const {finish} of this.#waiting.get(path) ?? []) finish();
			this.#waiting.delete(path);
		}
		if (this.#waiting.size > 0) return;
		clearInterval(this.#looking);
		this.#looking = undefined;
	}

	/** Those who have waited long enough go on. */
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
		// What cannot be remembered is read again at the next start: nobody needs to be told.
		this.#saving = this.#saving.then(() => saveDigests(file, this.#known)).catch(() => {});
	}
}

/**
 * One followed folder: which `rfcNNNN.txt` are in it, kept up to date by the system's notices of changes.
 *
 *   absent -> scanned -> followed: a name that changed, and has been quiet for a moment, is looked at again
 *      ^------------------/  the folder is gone: looked for every second
 */
import {type FSWatcher, watch} from 'node:fs';
import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {maxDocumentBytes} from '../net/classic-download.ts';
import {rfcNumberOfFile} from '../rfc/file-name.ts';
import type {Failure} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';
import {readTitle} from './document-title.ts';
import {readTitles} from './official-titles.ts';
import {codeOf, exists, type FileFacts, openFile, sameFile} from './safe-file.ts';
import type {OfficialIndexFile} from './standing-reader.ts';

export type FoundFile = FileFacts & {
	readonly rfc: number;
	readonly path: string;
	/** What the document says of itself; absent when it does not, or was not asked. */
	readonly title?: string;
};

export type FolderOptions = {
	readonly path: string;
	/** Numbers whose files came, went or changed. */
	readonly onChange: (numbers: ReadonlySet<number>) => void;
	readonly onWarning: (failure: Failure) => void;
	/** The title of one of many documents, from where reading it disturbs nobody; undefined when there is none. */
	readonly titleOf: (found: FoundFile) => Promise<string | undefined>;
};

type Named = {readonly name: string; readonly rfc: number; readonly amongMany: boolean};

const indexName = 'rfc-index.txt';
/** Files looked at at a time. */
const width = 16;
/** As many files are read for their titles here; more elsewhere. */
const few = 8;
/** A file is looked at when nothing has happened to it for so long: it may be half written before. */
const settleMs = 300;
const tickMs = 150;
const lookAgainMs = 1000;
/** More changes at a time may be more than the system told. */
const manyChanges = 1000;

export class Folder {
	readonly path: string;
	readonly #options: FolderOptions;
	readonly #files = new Map<string, FoundFile>();
	readonly #byNumber = new Map<number, Set<string>>();
	readonly #warned = new Map<string, string>();
	#titles: ReadonlyMap<number, string> = new Map();
	#watcher: FSWatcher | undefined;
	#following = false;
	/** Names that changed, and when last; by `performance.now()`. */
	readonly #changed = new Map<string, number>();
	#tick: NodeJS.Timeout | undefined;
	#again: NodeJS.Timeout | undefined;
	#work: Promise<unknown> = Promise.resolve();

	constructor(options: FolderOptions) {
		this.path = path.resolve(options.path);
		this.#options = options;
	}

	numbers(): Iterable<number> {
		return this.#byNumber.keys();
	}

	/** The files of a number, the one with the plainest name first. */
	files(rfc: number): readonly FoundFile[] {
		const names = [...(this.#byNumber.get(rfc) ?? [])].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
		return names.flatMap(name => this.#files.get(name) ?? []);
	}

	/** What this folder's official index says about the title. */
	officialTitle(rfc: number): string | undefined {
		return this.#titles.get(rfc);
	}

	/** This folder's official index as it was last read; undefined when there is none. */
	get officialIndex(): OfficialIndexFile | undefined {
		if (this.#titles.size === 0) return undefined;
		return {file: path.join(this.path, indexName), version: this.#titles};
	}

	/** Reads the whole folder. Rejects with the system's error when it cannot be listed; files that cannot be read are warnings. */
	scan(): Promise<void> {
		return this.#queue(() => this.#scan());
	}

	/** Looks at one file now: it was just written. */
	look(name: string): Promise<void> {
		return this.#queue(() => this.#look([name]));
	}

	/** Begins to follow changes, to be called before `scan`; looks for the folder when it is not there. */
	follow(): void {
		if (this.#following) return;
		this.#following = true;
		this.#watch();
	}

	stop(): void {
		this.#following = false;
		this.#watcher?.close();
		clearTimeout(this.#tick);
		clearTimeout(this.#again);
	}

	#queue<Result>(work: () => Promise<Result>): Promise<Result> {
		const done = this.#work.then(work);
		this.#work = done.catch(() => {});
		return done;
	}

	async #scan(): Promise<void> {
		const listed = await readdir(this.path);
		this.#titles = await readTitles(path.join(this.path, indexName));
		const present = new Set(listed);
		const gone = [...this.#files.keys()].filter(name => !present.has(name));
		const names = listed.filter(name => rfcNumberOfFile(name) !== undefined);
		await this.#look(gone.length > 0 ? [...gone, ...names] : names);
	}

	async #look(names: readonly string[]): Promise<void> {
		const numbers = new Set<number>();
		const amongMany = names.length > few;
		let next = 0;
		const lane = async () => {
			for (let name = names[next++]; name !== undefined; name = names[next++]) {
				const rfc = rfcNumberOfFile(name);
				if (rfc !== undefined && (await this.#lookAt({name, rfc, amongMany}))) numbers.add(rfc);
			}
		};
		await Promise.all(Array.from({length: Math.min(width, names.length)}, lane));
		if (numbers.size > 0) this.#options.onChange(numbers);
	}

	/** Whether something about the file is new. */
	async #lookAt(named: Named): Promise<boolean> {
		const {name, rfc} = named;
		const before = this.#files.get(name);
		const now = await this.#inspect(named, before);
		if (now === before) return false;
		const names = this.#byNumber.get(rfc) ?? new Set();
		if (now) {
			this.#files.set(name, now);
			this.#byNumber.set(rfc, names.add(name));
		} else {
			this.#files.delete(name);
			names.delete(name);
			if (names.size === 0) this.#byNumber.delete(rfc);
		}
		return true;
	}

	async #inspect({name, rfc, amongMany}: Named, before: FoundFile | undefined): Promise<FoundFile | undefined> {
		const file = path.join(this.path, name);
		try {
			const {handle, ...facts} = await openFile(file);
			const {bytes} = facts;
			try {
				if (bytes > maxDocumentBytes) {
					this.#warn(name, {kind: 'file-too-large', file, bytes, limit: maxDocumentBytes});
					return undefined;
				}
				this.#warned.delete(name);
				// Where the official index knows the title there is no need to read on.
				const known = this.#titles.has(rfc);
				const same = before !== undefined && sameFile(before, facts);
				if (same && (known || before.title !== undefined)) return before;
				const found = {rfc, path: file, ...facts};
				if (known) return same ? before : found;
				const title = await (amongMany ? this.#options.titleOf(found) : readTitle(handle, rfc));
				if (title === undefined) return same ? before : found;
				return {...found, title};
			} finally {
				await handle.close();
			}
		} catch (error) {
			// That a file went away is no news; a link that leads nowhere is.
			if (codeOf(error) !== 'ENOENT' || (await exists(file))) {
				this.#warn(name, {kind: 'file-unreadable', file, reason: reasonOf(error)});
			}
			return undefined;
		}
	}

	/** Each trouble with a file is told once, until it is over. */
	#warn(name: string, failure: Failure): void {
		const trouble = JSON.stringify(failure);
		if (this.#warned.get(name) === trouble) return;
		this.#warned.set(name, trouble);
		this.#options.onWarning(failure);
	}

	#watch(): void {
		if (!this.#following) return;
		this.#watcher?.close();
		try {
			// Not persistent: following a folder keeps no program running.
			this.#watcher = watch(this.path, {persistent: false}, (_event, name) => this.#onEvent(name ?? ''));
			this.#watcher.on('error', () => this.#lost());
		} catch {
			this.#lost();
		}
	}

	#onEvent(name: string): void {
		this.#changed.set(name, performance.now());
		this.#tick ??= setTimeout(() => this.#onTick(), tickMs).unref();
	}

	#onTick(): void {
		this.#tick = undefined;
		const settled = performance.now() - settleMs;
		const names = [...this.#changed].filter(([, time]) => time <= settled).map(([name]) => name);
		const all = this.#changed.size > manyChanges || names.some(name => this.#concernsAll(name));
		if (all) this.#changed.clear();
		else for (const name of names) this.#changed.delete(name);
		if (this.#changed.size > 0) this.#tick = setTimeout(() => this.#onTick(), tickMs).unref();
		const files = names.filter(name => rfcNumberOfFile(name) !== undefined);
		if (all) void this.#rescan();
		else if (files.length > 0) void this.#queue(() => this.#look(files)).catch(() => {});
	}

	/** Changes of the index, of the folder itself, and those that the system gives no name. */
	#concernsAll(name: string): boolean {
		return name === '' || name === indexName || name === path.basename(this.path);
	}

	async #rescan(): Promise<void> {
		try {
			const titles = this.#titles;
			// First to be followed, then read: what changes in between is not missed.
			this.#watch();
			await this.scan();
			if (titles !== this.#titles) this.#options.onChange(new Set(this.#byNumber.keys()));
		} catch (error) {
			this.#lost(error);
		}
	}

	/** The folder cannot be listed or followed: what was in it is gone until it is back. */
	#lost(error?: unknown): void {
		this.#watcher?.close();
		this.#watcher = undefined;
		if (!this.#following) return;
		if (this.#files.size > 0) {
			const numbers = new Set(this.#byNumber.keys());
			this.#files.clear();
			this.#byNumber.clear();
			this.#options.onWarning({kind: 'folder-unreadable', folder: this.path, reason: reasonOf(error ?? 'ENOENT')});
			this.#options.onChange(numbers);
		}
		clearTimeout(this.#again);
		this.#again = setTimeout(() => void this.#rescan(), lookAgainMs).unref();
	}
}

/**
 * A watched folder: which `rfcNNNN.txt` files are in it, kept up to date by file system events.
 *
 *   absent -> scanned -> watched: a file that changed is looked at again after a quiet moment
 *      ^------------------/  the folder is gone: looked for every second
 */
import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {maxDocumentBytes} from '../../protocol/message.ts';
import {comparePlainness, rfcNumberOfFile} from '../../rfc/file-name.ts';
import type {Failure} from '../../text/failures.ts';
import {codeOf, reasonOf} from '../../text/reasons.ts';
import {exists, type FileFacts, openFile, pathIn, sameFile, whyUnreadable} from '../disk/safe-file.ts';
import {readTitle} from './document-title.ts';
import {FolderWatcher} from './folder-watcher.ts';
import {readTitles} from './official-titles.ts';
import {RestOfFolder} from './rest-of-folder.ts';
import type {OfficialIndexFile} from './standing-reader.ts';
import {Troubles} from './troubles.ts';

export type FoundFile = FileFacts & {
	readonly rfc: number;
	readonly path: string;
	/** The title in the document; absent when it has none, or it was not read. */
	readonly title?: string;
};

export type FolderOptions = {
	readonly path: string;
	/** Called with the numbers whose files appeared, disappeared or changed. */
	readonly onChange: (numbers: ReadonlySet<number>) => void;
	readonly onWarning: (failure: Failure) => void;
	/**
	 * Reads the title of one of many documents in the background; undefined when there is none. `first`: ahead of
	 * everything else that is read there.
	 */
	readonly titleOf: (found: FoundFile, first: boolean) => Promise<string | undefined>;
};

/** How the title of a file is read: here, or in the background. */
type Named = {readonly name: string; readonly rfc: number; readonly title: 'here' | 'first' | 'later'};

const indexName = 'rfc-index.txt';
/** Files looked at in parallel. */
const width = 16;
/** The titles of up to this many files are read on the main thread, those of more in the background. */
const few = 8;
/** Files that are looked at before a scan is over. */
const mostAtFirst = 2000;
const lookAgainMs = 1000;

export class Folder {
	readonly path: string;
	readonly #options: FolderOptions;
	/** Others once the folder is lost. */
	#files = new Map<string, FoundFile>();
	readonly #byNumber = new Map<number, Set<string>>();
	readonly #troubles: Troubles;
	#titles: ReadonlyMap<number, string> = new Map();
	readonly #watcher: FolderWatcher;
	#following = false;
	#again: NodeJS.Timeout | undefined;
	#work: Promise<unknown> = Promise.resolve();
	/** Titles are read after the digests of files before: what is found first is announced first. */
	readonly #rest = new RestOfFolder(names => this.#queue(() => this.#look(names, 'later')));

	constructor(options: FolderOptions) {
		this.path = path.resolve(options.path);
		this.#options = options;
		this.#troubles = new Troubles(options.onWarning);
		this.#watcher = new FolderWatcher({
			path: this.path,
			onChanged: names => this.#onChanged(names),
			onLost: () => this.#lost(),
		});
	}

	/** The files of a number, the one with the plainest name first. */
	files(rfc: number): readonly FoundFile[] {
		const names = [...(this.#byNumber.get(rfc) ?? [])].sort(comparePlainness);
		return names.flatMap(name => this.#files.get(name) ?? []);
	}

	/** The title of an RFC in this folder's official index. */
	officialTitle(rfc: number): string | undefined {
		return this.#titles.get(rfc);
	}

	/** This folder's official index as last read; undefined when there is none. */
	get officialIndex(): OfficialIndexFile | undefined {
		if (this.#titles.size === 0) return undefined;
		return {file: path.join(this.path, indexName), version: this.#titles};
	}

	/**
	 * Reads the folder: all of it, or where it has thousands of files, some of them, and the rest in the background.
	 * Rejects with the system's error when it cannot be listed; unreadable files are warnings.
	 */
	scan(): Promise<void> {
		return this.#queue(() => this.#scan());
	}

	/** Resolves when everything has been read that was there at the last scan, or nothing more will be. Never rejects. */
	get complete(): Promise<void> {
		return this.#rest.complete;
	}

	/** Looks at one file that was just written. */
	look(name: string): Promise<void> {
		return this.#queue(() => this.#look([name], 'here'));
	}

	/** Begins to watch; to be called before `scan`. A missing folder is looked for. */
	follow(): void {
		if (this.#following) return;
		this.#following = true;
		this.#watcher.start();
	}

	stop(): void {
		this.#following = false;
		this.#rest.read([]);
		this.#watcher.stop();
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
		const names = [...gone, ...listed.filter(name => rfcNumberOfFile(name) !== undefined)];
		await this.#look(names.slice(0, mostAtFirst), names.length > few ? 'first' : 'here');
		this.#rest.read(this.#following ? names.slice(mostAtFirst) : []);
	}

	async #look(names: readonly string[], title: Named['title']): Promise<void> {
		const numbers = new Set<number>();
		let next = 0;
		const lane = async () => {
			for (let name = names[next++]; name !== undefined; name = names[next++]) {
				const rfc = rfcNumberOfFile(name);
				if (rfc !== undefined && (await this.#lookAt({name, rfc, title}))) numbers.add(rfc);
			}
		};
		await Promise.all(Array.from({length: Math.min(width, names.length)}, lane));
		if (numbers.size > 0) this.#options.onChange(numbers);
	}

	/** Returns whether anything about the file has changed. */
	async #lookAt(named: Named): Promise<boolean> {
		const {name, rfc} = named;
		const files = this.#files;
		const before = files.get(name);
		const now = await this.#inspect(named, before);
		if (now === before || files !== this.#files) return false;
		const names = this.#byNumber.get(rfc) ?? new Set();
		if (now) {
			files.set(name, now);
			this.#byNumber.set(rfc, names.add(name));
		} else {
			files.delete(name);
			names.delete(name);
			if (names.size === 0) this.#byNumber.delete(rfc);
		}
		return true;
	}

	async #inspect(named: Named, before: FoundFile | undefined): Promise<FoundFile | undefined> {
		const {name, rfc} = named;
		const file = pathIn(this.path, name);
		try {
			const {handle, ...facts} = await openFile(file);
			try {
				if (facts.bytes > maxDocumentBytes) {
					this.#troubles.tell(name, {kind: 'file-too-large', file, bytes: facts.bytes, limit: maxDocumentBytes});
					return undefined;
				}
				this.#troubles.solved(name);
				// If the official index has the title, the document need not be read.
				const known = this.#titles.has(rfc);
				const same = before !== undefined && sameFile(before, facts);
				if (same && (known || before.title !== undefined)) return before;
				const found = {rfc, path: file, ...facts};
				if (known) return same ? before : found;
				const isHere = named.title === 'here';
				const title = await (isHere ? readTitle(handle, rfc) : this.#options.titleOf(found, named.title === 'first'));
				if (title === undefined) return same ? before : found;
				return {...found, title};
			} finally {
				await handle.close();
			}
		} catch (error) {
			// A file that is gone is not worth a warning; a dangling link is.
			if (codeOf(error) !== 'ENOENT' || (await exists(file))) {
				this.#troubles.tell(name, {kind: 'file-unreadable', file, reason: await whyUnreadable(file, error)});
			}
			return undefined;
		}
	}

	#onChanged(names: readonly string[] | 'unclear'): void {
		if (names === 'unclear' || names.some(name => this.#concernsAll(name))) {
			void this.#rescan();
			return;
		}
		const files = names.filter(name => rfcNumberOfFile(name) !== undefined);
		const title = files.length > few ? 'first' : 'here';
		if (files.length > 0) void this.#queue(() => this.#look(files, title)).catch(() => {});
	}

	/** Whether an event concerns the whole folder: the index, the folder itself, or an event without a name. */
	#concernsAll(name: string): boolean {
		return name === '' || name === indexName || name === path.basename(this.path);
	}

	async #rescan(): Promise<void> {
		try {
			const titles = this.#titles;
			// Watched before it is read, so that no change in between is missed.
			if (this.#following) this.#watcher.start();
			await this.scan();
			if (titles !== this.#titles) this.#options.onChange(new Set(this.#byNumber.keys()));
		} catch (error) {
			this.#lost(error);
		}
	}

	/** The folder cannot be listed or watched: its files count as gone until it is back. */
	#lost(error: unknown = 'ENOENT'): void {
		this.#watcher.stop();
		this.#rest.read([]);
		if (!this.#following) return;
		if (this.#files.size > 0) {
			const numbers = new Set(this.#byNumber.keys());
			this.#files = new Map();
			this.#byNumber.clear();
			this.#options.onWarning({kind: 'folder-lost', folder: this.path, reason: reasonOf(error), rfcs: numbers.size});
			this.#options.onChange(numbers);
		}
		clearTimeout(this.#again);
		this.#again = setTimeout(() => void this.#rescan(), lookAgainMs).unref();
	}
}

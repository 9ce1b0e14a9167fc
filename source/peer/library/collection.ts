/**
 * A peer's documents: which file represents each number, its title, and whether it is shared. A file in the read-only
 * folder takes precedence over one in the downloads, unless the person chose otherwise.
 */
import path from 'node:path';
import {cleanTitle} from '../../protocol/values.ts';
import {rfcNumberOfFile} from '../../rfc/file-name.ts';
import {type Failure, FailureError} from '../../text/failures.ts';
import {codeOf, reasonOf} from '../../text/reasons.ts';
import type {Owner} from '../disk/owner.ts';
import {removeLeftovers} from '../disk/part-file.ts';
import type {LibraryEntry} from '../peer-state.ts';
import {besideMemory} from '../places.ts';
import {Digests} from './digests.ts';
import {Entries, type EntryCounts} from './entries.ts';
import {Folder, type FoundFile} from './folder.ts';
import {MemoryFile} from './memory-file.ts';
import type {OfficialIndexFile} from './standing-reader.ts';
import {VersionCheck} from './version-check.ts';

export type CollectionOptions = {
	/** The folder that is shared and never written to. */
	readonly rfcs?: string | undefined;
	readonly downloads: string;
	/** The file that remembers the person's decisions, such as removals; without it nothing is remembered. */
	readonly memory?: string | undefined;
	/** Who else might write it. */
	readonly owner?: Owner | undefined;
	/** False shares only what is added. */
	readonly shareAll?: boolean | undefined;
	/** Called with the numbers of documents that appeared, disappeared or changed. */
	readonly onChange?: (numbers: ReadonlySet<number>) => void;
	readonly onWarning?: (failure: Failure) => void;
};

export class Collection {
	readonly rfcs: Folder | undefined;
	readonly downloads: Folder;
	readonly #options: CollectionOptions;
	readonly #entries = new Entries();
	readonly #added = new Set<number>();
	/** Titles under which holders announced what was downloaded. */
	readonly #hints = new Map<number, string>();
	readonly #memory: MemoryFile;
	readonly #versions: VersionCheck;
	readonly #digests: Digests;
	#started = false;

	constructor(options: CollectionOptions) {
		this.#options = options;
		const warn = (failure: Failure): void => options.onWarning?.(failure);
		this.#memory = new MemoryFile(options.memory, warn, options.owner);
		this.#versions = new VersionCheck(warn);
		const file = besideMemory(options.memory, 'digests.json');
		this.#digests = new Digests({file, onKnown: files => this.#onDigests(files)});
		const open = (folder: string): Folder =>
			new Folder({
				path: folder,
				onChange: numbers => this.#refresh(numbers),
				onWarning: warn,
				titleOf: (found, first) => this.#digests.title(found, first),
			});
		this.downloads = open(options.downloads);
		const rfcs = options.rfcs === undefined ? undefined : open(options.rfcs);
		// If both are the same folder, it is the folder for downloads.
		this.rfcs = rfcs?.path === this.downloads.path ? undefined : rfcs;
	}

	/**
	 * Reads the folders, as `Folder.scan` says, and watches them from then on. Rejects with a `FailureError` when an
	 * existing one cannot be read.
	 */
	async start(): Promise<void> {
		this.#started = true;
		await Promise.all([this.#memory.load(), this.#digests.load()]);
		await this.#begin(this.downloads, '--downloads');
		if (this.rfcs) await this.#begin(this.rfcs, '--rfcs');
	}

	/** As `Folder.complete`, of both folders. */
	async complete(): Promise<void> {
		await Promise.all([this.rfcs?.complete, this.downloads.complete]);
	}

	/** Stops watching, and resolves when everything to remember is saved. */
	async stop(): Promise<void> {
		this.rfcs?.stop();
		this.downloads.stop();
		await Promise.all([this.#memory.saved(), this.#digests.stop()]);
	}

	/** The documents, by number. */
	entries(): readonly LibraryEntry[] {
		return this.#entries.sorted();
	}

	/** How many documents are shared, and how many are not. */
	get counts(): EntryCounts {
		return this.#entries.counts;
	}

	entry(rfc: number): LibraryEntry | undefined {
		return this.#entries.get(rfc);
	}

	/** The files of a number, the one in use first. */
	filesOf(rfc: number): readonly FoundFile[] {
		const chosen = this.#memory.now.replaced.has(rfc);
		const [first, second] = chosen ? [this.downloads, this.rfcs] : [this.rfcs, this.downloads];
		return [...(first?.files(rfc) ?? []), ...(second?.files(rfc) ?? [])];
	}

	/** Resolves when the digest of a document is known, cannot be computed, or takes too long. */
	async digested(rfc: number): Promise<void> {
		const [found] = this.filesOf(rfc);
		if (found) await this.#digests.settled(found.path, found);
	}

	/** The digest of any file as it is now; undefined when it cannot be read. */
	digestNow(file: string): Promise<string | undefined> {
		return this.#digests.now(file);
	}

	/** The title of an RFC in the official index of one of the folders. */
	officialTitle(rfc: number): string | undefined {
		return this.rfcs?.officialTitle(rfc) ?? this.downloads.officialTitle(rfc);
	}

	/** The official indexes in the folders. */
	officialIndexes(): readonly OfficialIndexFile[] {
		return [this.rfcs?.officialIndex, this.downloads.officialIndex].filter(index => index !== undefined);
	}

	/** Sets the title of a document; undefined removes a title that was set before. */
	setTitle(rfc: number, title: string | undefined): void {
		const titles = new Map(this.#memory.now.titles);
		if (title === titles.get(rfc)) return;
		if (title === undefined) titles.delete(rfc);
		else titles.set(rfc, title);
		this.#memory.change({titles});
		this.#refresh(new Set([rfc]));
	}

	/** The title that the person gave. */
	givenTitle(rfc: number): string | undefined {
		return this.#memory.now.titles.get(rfc);
	}

	/** Shares a document, even if it was removed or nothing is shared by default. */
	share(rfc: number): void {
		this.#added.add(rfc);
		const {removed} = this.#memory.now;
		if (removed.has(rfc)) this.#memory.change({removed: new Set([...removed].filter(each => each !== rfc))});
		this.#refresh(new Set([rfc]));
	}

	/** Stops sharing a document, now and at the next start. */
	unshare(rfc: number): void {
		this.#added.delete(rfc);
		this.#memory.change({removed: new Set([...this.#memory.now.removed, rfc])});
		this.#refresh(new Set([rfc]));
	}

	/** Prefers the version in the downloads from now on. */
	choose(rfc: number): void {
		this.#memory.change({replaced: new Set([...this.#memory.now.replaced, rfc])});
	}

	/** Watches the folder for downloads, which exists now. */
	followDownloads(): void {
		// Without `start`, as in one-shot commands, no folder is watched.
		if (this.#started) this.downloads.follow();
	}

	/** Adds a file that we just put into the downloads, and shares it at once. */
	async take(rfc: number, name: string, hint: string): Promise<void> {
		if (!this.#started) return;
		if (hint !== '') this.#hints.set(rfc, hint);
		await this.downloads.look(name);
		this.share(rfc);
	}

	async #begin(folder: Folder, flag: string): Promise<void> {
		folder.follow();
		try {
			await folder.scan();
		} catch (error) {
			folder.stop();
			// The folder for downloads is created when it is first needed.
			if (folder === this.downloads && codeOf(error) === 'ENOENT') return;
			throw new FailureError({kind: 'folder-unreadable', folder: folder.path, reason: reasonOf(error), flag});
		}
		if (folder === this.downloads) await removeLeftovers(folder.path);
	}

	#isShared(rfc: number): boolean {
		return this.#added.has(rfc) || ((this.#options.shareAll ?? true) && !this.#memory.now.removed.has(rfc));
	}

	#titleOf({rfc, title}: FoundFile): string {
		const own = this.givenTitle(rfc) ?? this.officialTitle(rfc) ?? title ?? this.#hints.get(rfc) ?? '';
		return cleanTitle(own) ?? `RFC ${rfc}`;
	}

	#refresh(numbers: ReadonlySet<number>): void {
		const changed = this.#entries.change(Array.from(numbers, rfc => [rfc, this.#look(rfc)] as const));
		if (changed.size > 0) this.#options.onChange?.(changed);
	}

	/** Handles newly known digests. */
	#onDigests(files: readonly string[]): void {
		const numbers = files.map(file => rfcNumberOfFile(path.basename(file))).filter(rfc => rfc !== undefined);
		this.#refresh(new Set(numbers));
	}

	/** The entry of an RFC as its files are now. */
	#look(rfc: number): LibraryEntry | undefined {
		const [found, ...others] = this.filesOf(rfc);
		if (!found) return undefined;
		// If the person chose a version, there is nothing to report.
		if (!this.#memory.now.replaced.has(rfc)) for (const other of others) void this.#versions.check(found, other);
		const entry = this.#entryOf(found);
		if (entry.shared && entry.digest === undefined) this.#digests.want(found.path, found);
		return entry;
	}

	#entryOf(found: FoundFile): LibraryEntry {
		const {rfc, path: file, bytes, modified} = found;
		const digest = this.#digests.known(file, found);
		return {
			rfc,
			title: this.#titleOf(found),
			file,
			bytes,
			modified,
			shared: this.#isShared(rfc),
			...(digest === undefined ? {} : {digest}),
		};
	}
}

/**
 * The only door to a peer's documents, and the only place where a number or a name from the network becomes a path.
 *
 * Two folders: one that is only ever read, and the downloads, where what is got and what is added goes. A number in both
 * counts once, the read-only folder first. Which of the documents are shared is decided here; who is told, elsewhere.
 */
import {mkdir, rename} from 'node:fs/promises';
import path from 'node:path';
import {cleanTitle} from '../protocol/values.ts';
import {fileNameOf, rfcNumberOfFile} from '../rfc/file-name.ts';
import {titleOf} from '../rfc/title.ts';
import {type Failure, FailureError} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';
import {type Adopted, adopt} from './adopt.ts';
import {Folder, type FoundFile} from './folder.ts';
import {MemoryFile} from './memory-file.ts';
import {PartFile, partName, removeLeftovers} from './part-file.ts';
import type {AddRequest, Candidate, LibraryEntry} from './peer-state.ts';
import {fileOfPerson, reading} from './person-file.ts';
import {codeOf, decodeText, type OpenFile, openFile, piecesOf, readPiece} from './safe-file.ts';
import {VersionCheck} from './version-check.ts';

export type LibraryOptions = {
	/** Read and never written to. */
	readonly rfcs?: string | undefined;
	/** Created when something is to be written. */
	readonly downloads: string;
	/** The file that remembers what the person removed; nothing is remembered without. */
	readonly memory?: string | undefined;
	/** False shares nothing but what is added. */
	readonly shareAll?: boolean | undefined;
	/** Told the numbers of documents that came, went, or changed in anything. */
	readonly onChange?: (numbers: ReadonlySet<number>) => void;
	readonly onWarning?: (failure: Failure) => void;
};

const titleBytes = 20 * 1024;

export class Library {
	readonly #options: LibraryOptions;
	readonly #rfcs: Folder | undefined;
	readonly #downloads: Folder;
	readonly #entries = new Map<number, LibraryEntry>();
	readonly #added = new Set<number>();
	/** Titles that the index gave with what was downloaded. */
	readonly #hints = new Map<number, string>();
	readonly #versions = new VersionCheck(failure => this.#warn(failure));
	readonly #memory: MemoryFile;
	#started = false;
	#sorted: readonly LibraryEntry[] | undefined;

	constructor(options: LibraryOptions) {
		this.#options = options;
		this.#memory = new MemoryFile(options.memory, failure => this.#warn(failure));
		this.#downloads = this.#folder(options.downloads);
		const rfcs = options.rfcs === undefined ? undefined : this.#folder(options.rfcs);
		// One folder for both is a folder of downloads.
		this.#rfcs = rfcs?.path === this.#downloads.path ? undefined : rfcs;
	}

	/** Reads the folders and follows them from then on. Rejects with a `FailureError` when one is there and cannot be read. */
	async start(): Promise<void> {
		this.#started = true;
		await this.#memory.load();
		await this.#begin(this.#downloads, '--downloads');
		if (this.#rfcs) await this.#begin(this.#rfcs, '--rfcs');
	}

	/** Follows nothing any more, and has remembered what is to be remembered. */
	async stop(): Promise<void> {
		this.#rfcs?.stop();
		this.#downloads.stop();
		await this.#memory.saved();
	}

	/** Where downloads go. */
	get downloads(): string {
		return this.#downloads.path;
	}

	/** The documents, by number. */
	entries(): readonly LibraryEntry[] {
		this.#sorted ??= [...this.#entries.values()].sort((a, b) => a.rfc - b.rfc);
		return this.#sorted;
	}

	entry(rfc: number): LibraryEntry | undefined {
		return this.#entries.get(rfc);
	}

	/** Opens a shared document to send it; undefined when it is not shared. Rejects with the system's error or a `NoFileError`. */
	async openShared(rfc: number): Promise<OpenFile | undefined> {
		const entry = this.#entries.get(rfc);
		return entry?.shared ? openFile(entry.file) : undefined;
	}

	/** The text of a document. Rejects with a `FailureError`. */
	async read(rfc: number): Promise<string> {
		const entry = this.#entries.get(rfc);
		if (!entry) throw new FailureError({kind: 'not-in-folders', rfc});
		return reading(entry.file, async ({handle}) => {
			const pieces: Buffer[] = [];
			for await (const piece of piecesOf(handle)) pieces.push(piece);
			return decodeText(Buffer.concat(pieces));
		});
	}

	/** What is known of a file that the person names. Rejects with a `FailureError`. */
	async inspect(name: string): Promise<Candidate> {
		const file = fileOfPerson(name);
		const rfc = rfcNumberOfFile(path.basename(file));
		const own = await reading(file, async ({handle}) =>
			titleOf(decodeText(await readPiece(handle, 0, titleBytes), {cut: true})),
		);
		const title = (rfc === undefined ? undefined : this.#officialTitle(rfc)) ?? own;
		return {file, ...(rfc === undefined ? {} : {rfc}), ...(title === undefined ? {} : {title: clean(title, rfc)})};
	}

	/** Shares a document of the folders, or a copy of any file. Rejects with a `FailureError`. */
	async add({rfc, title, file}: AddRequest): Promise<LibraryEntry> {
		if (file !== undefined && file.trim() !== '') await this.#bringIn(rfc, fileOfPerson(file));
		if (!this.#filesOf(rfc)[0]) throw new FailureError({kind: 'not-in-folders', rfc});
		if (title !== undefined && cleanTitle(title) === undefined) throw new FailureError({kind: 'title-invalid'});
		const titles = new Map(this.#memory.now.titles);
		if (title !== undefined && clean(title) !== this.#titleOf(rfc)) titles.set(rfc, clean(title));
		this.#share(rfc, titles);
		const entry = this.#entries.get(rfc);
		if (!entry) throw new FailureError({kind: 'not-in-folders', rfc});
		return entry;
	}

	/** Shares a document no more, now and at the next start. Rejects with a `FailureError` when there is none. */
	remove(rfc: number): void {
		if (!this.#entries.has(rfc)) throw new FailureError({kind: 'not-in-folders', rfc});
		this.#added.delete(rfc);
		this.#memory.change({removed: new Set([...this.#memory.now.removed, rfc])});
		this.#refresh(new Set([rfc]));
	}

	/** A file to download into. Rejects with the system's error. */
	async newDownload(rfc: number): Promise<PartFile> {
		await this.#makeDownloads();
		return PartFile.create(path.join(this.downloads, partName(fileNameOf(rfc))));
	}

	/** Gives a complete download its name, unless something has it. Rejects with the system's error. */
	async adopt(rfc: number, part: PartFile, title = ''): Promise<Adopted> {
		const rivals = this.#filesOf(rfc).map(found => found.path);
		const adopted = await adopt(part, this.#target(rfc), rivals);
		if (adopted.kind === 'saved') await this.#took(rfc, title);
		// Who gets a document again wants it, also one that was removed before.
		else if (adopted.kind === 'already-here' && this.#entries.has(rfc)) this.#share(rfc);
		return adopted;
	}

	/** Lets a download take the place of what is there. Rejects with the system's error. */
	async replace(rfc: number, part: PartFile, title = ''): Promise<string> {
		await part.close();
		const known = this.#downloads.files(rfc)[0];
		const file = known?.path ?? this.#target(rfc);
		await rename(part.path, file);
		if (this.#rfcs?.files(rfc)[0]) this.#memory.change({replaced: new Set([...this.#memory.now.replaced, rfc])});
		await this.#took(rfc, title, path.basename(file));
		return file;
	}

	#folder(folder: string): Folder {
		return new Folder({
			path: folder,
			onChange: numbers => this.#refresh(numbers),
			onWarning: failure => this.#warn(failure),
		});
	}

	async #begin(folder: Folder, flag: string): Promise<void> {
		try {
			await folder.scan();
		} catch (error) {
			// Downloads are created when they are needed.
			if (folder === this.#downloads && codeOf(error) === 'ENOENT') return;
			throw new FailureError({kind: 'folder-unreadable', folder: folder.path, reason: reasonOf(error), flag});
		}
		folder.follow();
		if (folder === this.#downloads) await removeLeftovers(folder.path);
	}

	async #makeDownloads(): Promise<void> {
		await mkdir(this.downloads, {recursive: true});
		// A library that was not started only takes downloads.
		if (this.#started) this.#downloads.follow();
	}

	#share(rfc: number, titles: ReadonlyMap<number, string> = this.#memory.now.titles): void {
		this.#added.add(rfc);
		const {removed} = this.#memory.now;
		if (removed.has(rfc) || titles !== this.#memory.now.titles) {
			this.#memory.change({titles, removed: new Set([...removed].filter(each => each !== rfc))});
		}
		this.#refresh(new Set([rfc]));
	}

	/** A file came under its name into the downloads by our own doing: known and shared at once. */
	async #took(rfc: number, title: string, name = fileNameOf(rfc)): Promise<void> {
		if (!this.#started) return;
		if (title !== '') this.#hints.set(rfc, title);
		await this.#downloads.look(name);
		this.#share(rfc);
	}

	#isShared(rfc: number): boolean {
		return this.#added.has(rfc) || ((this.#options.shareAll ?? true) && !this.#memory.now.removed.has(rfc));
	}

	/** The files of a number, the one that counts first. */
	#filesOf(rfc: number): readonly FoundFile[] {
		const [first, second] = this.#memory.now.replaced.has(rfc)
			? [this.#downloads, this.#rfcs]
			: [this.#rfcs, this.#downloads];
		return [...(first?.files(rfc) ?? []), ...(second?.files(rfc) ?? [])];
	}

	#officialTitle(rfc: number): string | undefined {
		return this.#rfcs?.officialTitle(rfc) ?? this.#downloads.officialTitle(rfc);
	}

	#titleOf(rfc: number): string {
		const own = this.#memory.now.titles.get(rfc) ?? this.#officialTitle(rfc) ?? this.#filesOf(rfc)[0]?.title;
		return clean(own ?? this.#hints.get(rfc) ?? '', rfc);
	}

	#refresh(numbers: ReadonlySet<number>): void {
		const changed = new Set<number>();
		for (const rfc of numbers) if (this.#refreshOne(rfc)) changed.add(rfc);
		if (changed.size === 0) return;
		this.#sorted = undefined;
		this.#options.onChange?.(changed);
	}

	#refreshOne(rfc: number): boolean {
		const [found, ...others] = this.#filesOf(rfc);
		if (!found) return this.#entries.delete(rfc);
		// Where the person chose one there is nothing to tell.
		if (!this.#memory.now.replaced.has(rfc)) for (const other of others) void this.#versions.check(found, other);
		const {path: file, bytes, modified} = found;
		const entry = {rfc, title: this.#titleOf(rfc), file, bytes, modified, shared: this.#isShared(rfc)};
		const before = this.#entries.get(rfc);
		if (before && isSame(before, entry)) return false;
		this.#entries.set(rfc, entry);
		return true;
	}

	async #bringIn(rfc: number, file: string): Promise<void> {
		const known = [this.#rfcs, this.#downloads].find(folder => folder?.path === path.dirname(file));
		if (known && rfcNumberOfFile(path.basename(file)) === rfc) {
			await known.look(path.basename(file));
			return;
		}
		const part = await this.#copy(rfc, file);
		const adopted = await this.#writing(rfc, () => this.adopt(rfc, part));
		if (adopted.kind !== 'differs') return;
		await part.discard();
		const {file: there, existingBytes} = adopted;
		throw new FailureError({kind: 'file-differs', rfc, file: there, bytes: existingBytes, otherBytes: part.bytes});
	}

	#copy(rfc: number, file: string): Promise<PartFile> {
		return reading(file, async ({handle}) => {
			const part = await this.#writing(rfc, () => this.newDownload(rfc));
			try {
				for await (const piece of piecesOf(handle)) await this.#writing(rfc, () => part.write(piece));
				return part;
			} catch (error) {
				await part.discard();
				throw error;
			}
		});
	}

	async #writing<Result>(rfc: number, work: () => Promise<Result>): Promise<Result> {
		try {
			return await work();
		} catch (error) {
			throw error instanceof FailureError ? error : new FailureError(this.writeFailure(rfc, '', error));
		}
	}

	/** What a failure to write a download is to a person. */
	writeFailure(rfc: number, from: string, error: unknown): Failure {
		const folder = this.downloads;
		if (codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT') return {kind: 'disk-full', rfc, from, folder};
		return {kind: 'write-failed', rfc, from, file: this.#target(rfc), reason: reasonOf(error)};
	}

	#target(rfc: number): string {
		return path.join(this.downloads, fileNameOf(rfc));
	}

	#warn(failure: Failure): void {
		this.#options.onWarning?.(failure);
	}
}

const clean = (title: string, rfc?: number): string => cleanTitle(title) ?? (rfc === undefined ? '' : `RFC ${rfc}`);

const isSame = (one: LibraryEntry, other: LibraryEntry): boolean =>
	one.title === other.title &&
	one.file === other.file &&
	one.bytes === other.bytes &&
	one.modified === other.modified &&
	one.shared === other.shared;

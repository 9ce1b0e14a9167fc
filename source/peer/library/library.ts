/**
 * The only door to a peer's documents, and the only place where a number or a name from the network becomes a path.
 * There are two folders: one that is only read, and the downloads, for everything that is downloaded or added.
 */
import {lstat, rename} from 'node:fs/promises';
import path from 'node:path';
import {cleanTitle} from '../../protocol/values.ts';
import {fileNameOf, rfcNumberOfFile} from '../../rfc/file-name.ts';
import {type Failure, FailureError} from '../../text/failures.ts';
import {type Adoptable, type Adopted, adopt} from '../disk/adopt.ts';
import type {PartOf} from '../disk/journal.ts';
import {FolderMaker} from '../disk/make-folder.ts';
import {PartFile, type PartNames, partName, resumableName, unfinishedParts} from '../disk/part-file.ts';
import {discardUnfinished} from '../disk/resumable-part.ts';
import {pathIn, piecesOf} from '../disk/safe-file.ts';
import {type Writing, writeFailure, writeTrouble} from '../disk/write-trouble.ts';
import type {AddRequest, Candidate, LibraryEntry} from '../peer-state.ts';
import {Collection, type CollectionOptions} from './collection.ts';
import {readTitle} from './document-title.ts';
import {fileOfPerson, reading, textOf, unquoted} from './person-file.ts';
import type {OfficialIndexFile} from './standing-reader.ts';

export type LibraryOptions = CollectionOptions & {
	/**
	 * The folder for downloads is created once. If somebody removes it, nothing more can be saved; otherwise a new one
	 * would hold only what comes later.
	 */
	readonly createOnce?: boolean;
};

export class Library {
	readonly #collection: Collection;
	readonly #maker: FolderMaker;

	constructor({createOnce = false, ...options}: LibraryOptions) {
		const collection = new Collection(options);
		this.#collection = collection;
		const onMade = () => collection.followDownloads();
		this.#maker = new FolderMaker({folder: collection.downloads.path, once: createOnce, onMade});
	}

	/** Reads the folders, then watches them. Rejects with a `FailureError` when an existing one cannot be read. */
	start(): Promise<void> {
		return this.#collection.start();
	}

	/** Stops watching, and resolves when everything to remember is saved. */
	stop(): Promise<void> {
		return this.#collection.stop();
	}

	/** The folder for downloads. */
	get downloads(): string {
		return this.#collection.downloads.path;
	}

	/** The documents, by number. */
	entries(): readonly LibraryEntry[] {
		return this.#collection.entries();
	}

	entry(rfc: number): LibraryEntry | undefined {
		return this.#collection.entry(rfc);
	}

	/** The official indexes in the folders. */
	officialIndexes(): readonly OfficialIndexFile[] {
		return this.#collection.officialIndexes();
	}

	/** Resolves when the digest of a document is known, cannot be computed, or takes too long. */
	digested(rfc: number): Promise<void> {
		return this.#collection.digested(rfc);
	}

	/** A file of this number with exactly these bytes. Before `start` only the name of a download is checked. */
	async fileWithDigest(rfc: number, digest: string): Promise<string | undefined> {
		const found = this.#collection.filesOf(rfc).map(({path: file}) => file);
		for (const file of found.length > 0 ? found : [this.#target(rfc)]) {
			if ((await this.#collection.digestNow(file)) === digest) return file;
		}
		return undefined;
	}

	/** The file that a download of this number would collide with; undefined when there is none. Never rejects. */
	async fileOf(rfc: number): Promise<{readonly file: string; readonly bytes: number} | undefined> {
		const file = this.#collection.filesOf(rfc)[0]?.path ?? this.#target(rfc);
		const facts = await lstat(file).catch(() => undefined);
		return facts && {file, bytes: facts.size};
	}

	/** The text of a document. Rejects with a `FailureError`. */
	async read(rfc: number): Promise<string> {
		const entry = this.entry(rfc);
		if (!entry) throw new FailureError({kind: 'not-in-folders', rfc});
		return textOf(entry.file);
	}

	/** What is known about a file that the person named. Rejects with a `FailureError`. */
	async inspect(name: string): Promise<Candidate> {
		const file = fileOfPerson(unquoted(name));
		const rfc = rfcNumberOfFile(path.basename(file));
		const own = await reading(file, ({handle}) => readTitle(handle, rfc));
		const official = rfc === undefined ? undefined : this.#collection.officialTitle(rfc);
		const title = cleanTitle(official ?? own ?? '');
		return {file, ...(rfc === undefined ? {} : {rfc}), ...(title === undefined ? {} : {title})};
	}

	/** Shares a document in the folders, or a copy of any file. Rejects with a `FailureError`. */
	async add({rfc, title, file}: AddRequest): Promise<LibraryEntry> {
		const given = title === undefined ? undefined : cleanTitle(title);
		if (title !== undefined && given === undefined) throw new FailureError({kind: 'title-invalid'});
		const before = this.#collection.givenTitle(rfc);
		// Set before the document is there, so that it never appears under another title.
		if (given !== undefined && given !== this.entry(rfc)?.title) this.#collection.setTitle(rfc, given);
		try {
			if (file !== undefined && file.trim() !== '') await this.#bringIn(rfc, fileOfPerson(file));
			if (this.#collection.filesOf(rfc).length === 0) throw new FailureError({kind: 'not-in-folders', rfc});
		} catch (error) {
			this.#collection.setTitle(rfc, before);
			throw error;
		}
		this.#collection.share(rfc);
		const entry = this.entry(rfc);
		if (!entry) throw new FailureError({kind: 'not-in-folders', rfc});
		return entry;
	}

	/** Stops sharing a document, now and at the next start. Throws a `FailureError` when there is none. */
	remove(rfc: number): void {
		if (!this.entry(rfc)) throw new FailureError({kind: 'not-in-folders', rfc});
		this.#collection.unshare(rfc);
	}

	/** Resolves when the folder for downloads exists. Rejects with the system's error. */
	makeDownloads(): Promise<void> {
		return this.#maker.make();
	}

	/** Why files cannot be written to the folder for downloads; undefined when they can. Never rejects. */
	downloadsTrouble(): Promise<Failure | undefined> {
		return writeTrouble(this.downloads);
	}

	/** Creates a file to download into. Rejects with the system's error. */
	async newDownload(rfc: number): Promise<PartFile> {
		await this.makeDownloads();
		return PartFile.create(pathIn(this.downloads, partName(fileNameOf(rfc))));
	}

	/** The final path of a document, and a new temporary one; `taken` when a file of this number exists. */
	placeFor(rfc: number): {readonly target: string; readonly temporary: string; readonly taken: boolean} {
		const temporary = pathIn(this.downloads, partName(fileNameOf(rfc)));
		return {target: this.#target(rfc), temporary, taken: this.#collection.filesOf(rfc).length > 0};
	}

	/** The paths of the resumable part of a document with this digest. Rejects with the system's error. */
	async partsFor(rfc: number, digest: string): Promise<PartNames> {
		await this.makeDownloads();
		return this.#partNames(rfc, digest);
	}

	/** Removes the unfinished parts of a document, unless a program is writing to them. Never rejects. */
	async discardUnfinished({rfc, digest}: {readonly rfc: number; readonly digest?: string}): Promise<void> {
		if (digest !== undefined) await discardUnfinished(this.#partNames(rfc, digest));
	}

	/** The unfinished documents in the folder for downloads. Never rejects. */
	unfinished(): Promise<readonly PartOf[]> {
		return unfinishedParts(this.downloads);
	}

	/** Adds and shares a document that was just given its final name. */
	async addDownloaded(rfc: number, title: string): Promise<void> {
		await this.#collection.take(rfc, fileNameOf(rfc), title);
	}

	/** Gives a complete download its final name, unless that is taken. Rejects with the system's error. */
	async adopt(rfc: number, part: Adoptable, title = ''): Promise<Adopted> {
		const rivals = this.#collection.filesOf(rfc).map(found => found.path);
		const adopted = await adopt(part, this.#target(rfc), rivals);
		if (adopted.kind === 'saved') await this.#collection.take(rfc, fileNameOf(rfc), title);
		// Downloading a document again means to share it, even if it was removed before.
		else if (adopted.kind === 'already-here' && this.entry(rfc)) this.#collection.share(rfc);
		return adopted;
	}

	/** Replaces the existing file with a download. Rejects with the system's error. */
	async replace(rfc: number, part: Adoptable, title = ''): Promise<string> {
		await part.close();
		const {rfcs, downloads} = this.#collection;
		const file = downloads.files(rfc)[0]?.path ?? this.#target(rfc);
		await rename(part.path, file);
		if (rfcs?.files(rfc)[0]) this.#collection.choose(rfc);
		await this.#collection.take(rfc, path.basename(file), title);
		return file;
	}

	/** The failure to show for an error while writing a download, or another file of it. */
	writeFailure({rfc, from, file = this.#target(rfc)}: Writing, error: unknown): Failure {
		const failure = writeFailure({rfc, from, folder: this.downloads, file}, error);
		if (failure.kind === 'folder-gone') this.#maker.forget();
		return failure;
	}

	#target(rfc: number): string {
		return pathIn(this.downloads, fileNameOf(rfc));
	}

	#partNames(rfc: number, digest: string): PartNames {
		return resumableName(pathIn(this.downloads, `.${fileNameOf(rfc)}`), digest);
	}

	/** Copies a file into the downloads, unless it is in one of the folders. */
	async #bringIn(rfc: number, file: string): Promise<void> {
		const {rfcs, downloads} = this.#collection;
		const known = [rfcs, downloads].find(folder => folder?.path === path.dirname(file));
		if (known && rfcNumberOfFile(path.basename(file)) === rfc) {
			await known.look(path.basename(file));
			return;
		}
		const part = await this.#copy(rfc, file);
		const adopted = await this.#writing(rfc, () => this.adopt(rfc, part));
		if (adopted.kind !== 'differs') return;
		await part.discard();
		const about = {rfc, file: adopted.file, bytes: adopted.existingBytes, otherBytes: part.bytes};
		throw new FailureError({kind: 'file-differs', ...about, added: true});
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
			throw error instanceof FailureError ? error : new FailureError(this.writeFailure({rfc, from: ''}, error));
		}
	}
}

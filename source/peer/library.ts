/**
 * The only door to a peer's documents, and the only place where a number or a name from the network becomes a path.
 * Two folders: one that is only ever read, and the downloads, where what is got and what is added goes.
 */
import {lstat, mkdir, rename} from 'node:fs/promises';
import path from 'node:path';
import {cleanTitle} from '../protocol/values.ts';
import {fileNameOf, rfcNumberOfFile} from '../rfc/file-name.ts';
import {type Failure, FailureError} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';
import {type Adoptable, type Adopted, adopt} from './adopt.ts';
import {Collection, type CollectionOptions} from './collection.ts';
import {readTitle} from './document-title.ts';
import type {PartOf} from './journal.ts';
import {PartFile, type PartNames, partName, resumableName, unfinishedParts} from './part-file.ts';
import type {AddRequest, Candidate, LibraryEntry} from './peer-state.ts';
import {fileOfPerson, reading} from './person-file.ts';
import {discardUnfinished} from './resumable-part.ts';
import {codeOf, decodeText, piecesOf} from './safe-file.ts';
import type {OfficialIndexFile} from './standing-reader.ts';

/** `downloads` is created when something is to be written. */
export type LibraryOptions = CollectionOptions;

/** A folder that was there so long ago is still there. */
const madeMs = 1000;

export class Library {
	readonly #collection: Collection;
	#made = {at: Number.NEGATIVE_INFINITY, done: Promise.resolve()};

	constructor(options: LibraryOptions) {
		this.#collection = new Collection(options);
	}

	/** Reads the folders and follows them from then on. Rejects with a `FailureError` when one is there and cannot be read. */
	start(): Promise<void> {
		return this.#collection.start();
	}

	/** Follows nothing any more, and has remembered what is to be remembered. */
	stop(): Promise<void> {
		return this.#collection.stop();
	}

	/** Where downloads go. */
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

	/** Resolves when the digest of a document is known, or cannot be, or takes too long. */
	digested(rfc: number): Promise<void> {
		return this.#collection.digested(rfc);
	}

	/**
	 * The file of this number that holds just these bytes now, in either folder, shared or not: what need not be fetched.
	 * Undefined when there is none. A library that was not started looks at the name that a download would get.
	 */
	async fileWithDigest(rfc: number, digest: string): Promise<string | undefined> {
		const found = this.#collection.filesOf(rfc).map(({path: file}) => file);
		for (const file of found.length > 0 ? found : [this.#target(rfc)]) {
			if ((await this.#collection.digestNow(file)) === digest) return file;
		}
		return undefined;
	}

	/** The file that a download of this number would meet; undefined when there is none. Never rejects. */
	async fileOf(rfc: number): Promise<{readonly file: string; readonly bytes: number} | undefined> {
		const file = this.#collection.filesOf(rfc)[0]?.path ?? this.#target(rfc);
		const facts = await lstat(file).catch(() => undefined);
		return facts && {file, bytes: facts.size};
	}

	async hasDigest(rfc: number, digest: string): Promise<boolean> {
		return (await this.fileWithDigest(rfc, digest)) !== undefined;
	}

	/** The text of a document. Rejects with a `FailureError`. */
	async read(rfc: number): Promise<string> {
		const entry = this.entry(rfc);
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
		const own = await reading(file, ({handle}) => readTitle(handle, rfc));
		const official = rfc === undefined ? undefined : this.#collection.officialTitle(rfc);
		const title = cleanTitle(official ?? own ?? '');
		return {file, ...(rfc === undefined ? {} : {rfc}), ...(title === undefined ? {} : {title})};
	}

	/** Shares a document of the folders, or a copy of any file. Rejects with a `FailureError`. */
	async add({rfc, title, file}: AddRequest): Promise<LibraryEntry> {
		const given = title === undefined ? undefined : cleanTitle(title);
		if (title !== undefined && given === undefined) throw new FailureError({kind: 'title-invalid'});
		const before = this.#collection.givenTitle(rfc);
		// Before the document is there, so that it is called by one title only.
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

	/** Shares a document no more, now and at the next start. Throws a `FailureError` when there is none. */
	remove(rfc: number): void {
		if (!this.entry(rfc)) throw new FailureError({kind: 'not-in-folders', rfc});
		this.#collection.unshare(rfc);
	}

	/** A file to download into. Rejects with the system's error. */
	async newDownload(rfc: number): Promise<PartFile> {
		await this.#makeDownloads();
		return PartFile.create(path.join(this.downloads, partName(fileNameOf(rfc))));
	}

	/** Where a document goes, and a new temporary name for it; `taken` when there is a file of this number. Rejects with the system's error. */
	async placeFor(rfc: number): Promise<{readonly target: string; readonly temporary: string; readonly taken: boolean}> {
		await this.#makeDownloads();
		const temporary = path.join(this.downloads, partName(fileNameOf(rfc)));
		return {target: this.#target(rfc), temporary, taken: this.#collection.filesOf(rfc).length > 0};
	}

	/** Where the parts of a document with this digest are kept until it is whole. Rejects with the system's error. */
	async partsFor(rfc: number, digest: string): Promise<PartNames> {
		await this.#makeDownloads();
		return resumableName(path.join(this.downloads, `.${fileNameOf(rfc)}`), digest);
	}

	/** Nothing of a document is to be gone on with, unless a program writes it now. Never rejects. */
	async discardUnfinished({rfc, digest}: {readonly rfc: number; readonly digest?: string}): Promise<void> {
		if (digest !== undefined)
			await discardUnfinished(resumableName(path.join(this.downloads, `.${fileNameOf(rfc)}`), digest));
	}

	/** What was begun in the folder for downloads and is not whole. Never rejects. */
	unfinished(): Promise<readonly PartOf[]> {
		return unfinishedParts(this.downloads);
	}

	/** A document was given its name: it is known and shared. */
	async took(rfc: number, title: string): Promise<void> {
		await this.#collection.take(rfc, fileNameOf(rfc), title);
	}

	/** Gives a complete download its name, unless something has it. Rejects with the system's error. */
	async adopt(rfc: number, part: Adoptable, title = ''): Promise<Adopted> {
		const rivals = this.#collection.filesOf(rfc).map(found => found.path);
		const adopted = await adopt(part, this.#target(rfc), rivals);
		if (adopted.kind === 'saved') await this.#collection.take(rfc, fileNameOf(rfc), title);
		// Who gets a document again wants it, also one that was removed before.
		else if (adopted.kind === 'already-here' && this.entry(rfc)) this.#collection.share(rfc);
		return adopted;
	}

	/** Lets a download take the place of what is there. Rejects with the system's error. */
	async replace(rfc: number, part: Adoptable, title = ''): Promise<string> {
		await part.close();
		const {rfcs, downloads} = this.#collection;
		const file = downloads.files(rfc)[0]?.path ?? this.#target(rfc);
		await rename(part.path, file);
		if (rfcs?.files(rfc)[0]) this.#collection.choose(rfc);
		await this.#collection.take(rfc, path.basename(file), title);
		return file;
	}

	/** What a failure to write a download is to a person. */
	writeFailure(rfc: number, from: string, error: unknown): Failure {
		const folder = this.downloads;
		if (codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT') return {kind: 'disk-full', rfc, from, folder};
		return {kind: 'write-failed', rfc, from, file: this.#target(rfc), reason: reasonOf(error)};
	}

	#makeDownloads(): Promise<void> {
		const now = performance.now();
		if (now - this.#made.at > madeMs) {
			const done = mkdir(this.downloads, {recursive: true}).then(() => this.#collection.followDownloads());
			this.#made = {at: now, done};
		}
		return this.#made.done;
	}

	#target(rfc: number): string {
		return path.join(this.downloads, fileNameOf(rfc));
	}

	/** Makes a file one of the folders', by copying it unless it is. */
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
}

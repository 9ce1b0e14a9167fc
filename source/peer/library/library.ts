/**
 * The only door to a peer's documents. There are two folders: one that is only read, and the downloads, for everything
 * that is downloaded or added.
 */
import path from 'node:path';
import {cleanTitle} from '../../protocol/values.ts';
import {rfcNumberOfFile} from '../../rfc/file-name.ts';
import {documentHead} from '../../rfc/head.ts';
import {titleOf} from '../../rfc/title.ts';
import {FailureError} from '../../text/failures.ts';
import type {PartFile} from '../disk/part-file.ts';
import {factsOf, piecesOf, sameFile} from '../disk/safe-file.ts';
import type {AddRequest, Candidate, LibraryEntry} from '../peer-state.ts';
import {Collection, type CollectionOptions} from './collection.ts';
import {readHead} from './document-title.ts';
import {DownloadFolder} from './download-folder.ts';
import type {EntryCounts} from './entries.ts';
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
	readonly downloads: DownloadFolder;
	readonly #collection: Collection;

	constructor({createOnce = false, ...options}: LibraryOptions) {
		this.#collection = new Collection(options);
		this.downloads = new DownloadFolder(this.#collection, {once: createOnce});
	}

	/**
	 * Reads the folders, of thousands of files only some, then watches them. Rejects with a `FailureError` when an
	 * existing one cannot be read.
	 */
	start(): Promise<void> {
		return this.#collection.start();
	}

	/** Resolves when the folders have been read to the end, or it was stopped. Never rejects. */
	complete(): Promise<void> {
		return this.#collection.complete();
	}

	/** Stops watching, and resolves when everything to remember is saved. */
	stop(): Promise<void> {
		return this.#collection.stop();
	}

	/** The documents, by number. */
	entries(): readonly LibraryEntry[] {
		return this.#collection.entries();
	}

	/** How many documents are shared, and how many are not. */
	get counts(): EntryCounts {
		return this.#collection.counts;
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

	/** The text of a document. Rejects with a `FailureError`. */
	async read(rfc: number): Promise<string> {
		const entry = this.entry(rfc);
		if (!entry) throw new FailureError({kind: 'not-in-folders', rfc});
		return textOf(entry.file);
	}

	/** What is known about a file that the person named. Rejects with a `FailureError`. */
	async inspect(name: string): Promise<Candidate> {
		const file = fileOfPerson(unquoted(name));
		const text = await reading(file, ({handle}) => readHead(handle));
		const rfc = rfcNumberOfFile(path.basename(file)) ?? documentHead(text).number;
		const own = titleOf(text, rfc);
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

	/** Copies a file into the downloads, unless it is in one of the folders. */
	async #bringIn(rfc: number, file: string): Promise<void> {
		const {rfcs, downloads} = this.#collection;
		const known = [rfcs, downloads].find(folder => folder?.path === path.dirname(file));
		if (known && rfcNumberOfFile(path.basename(file)) === rfc) {
			await known.look(path.basename(file));
			return;
		}
		const part = await this.#copy(rfc, file);
		const adopted = await this.#writing(rfc, () => this.downloads.adopt(rfc, part));
		if (adopted.kind !== 'differs') return;
		await part.discard();
		const about = {rfc, file: adopted.file, bytes: adopted.existingBytes, otherBytes: part.bytes};
		throw new FailureError({kind: 'file-differs', ...about, added: true});
	}

	#copy(rfc: number, file: string): Promise<PartFile> {
		return reading(file, async ({handle, ...facts}) => {
			const part = await this.#writing(rfc, () => this.downloads.newPart(rfc));
			try {
				for await (const piece of piecesOf(handle)) {
					await this.#writing(rfc, () => part.write(piece));
					// It may grow for ever.
					if (part.bytes > facts.bytes) break;
				}
				if (sameFile(facts, factsOf(await handle.stat()))) return part;
				throw new FailureError({kind: 'file-unreadable', file, reason: 'it changes while it is read'});
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
			throw error instanceof FailureError
				? error
				: new FailureError(this.downloads.writeFailure({rfc, from: ''}, error));
		}
	}
}

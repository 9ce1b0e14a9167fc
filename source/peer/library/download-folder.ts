/**
 * The folder for downloads: where documents are while they come, and how they get their names. The only place, with
 * `library.ts`, where a number or a name from the network becomes a path.
 */
import {lstat} from 'node:fs/promises';
import path from 'node:path';
import {fileNameOf} from '../../rfc/file-name.ts';
import type {Failure} from '../../text/failures.ts';
import {type Adoptable, type Adopted, adopt} from '../disk/adopt.ts';
import type {PartOf} from '../disk/journal.ts';
import {FolderMaker} from '../disk/make-folder.ts';
import {moveOver} from '../disk/move-over.ts';
import {PartFile, type PartNames, partName, resumableName, unfinishedParts} from '../disk/part-file.ts';
import {discardUnfinished} from '../disk/resumable-part.ts';
import {isLeftEmpty, pathIn} from '../disk/safe-file.ts';
import {type Writing, writeFailure, writeTrouble} from '../disk/write-trouble.ts';
import type {Collection} from './collection.ts';

export class DownloadFolder {
	readonly path: string;
	readonly #collection: Collection;
	readonly #maker: FolderMaker;

	/** `once`: see `LibraryOptions`. */
	constructor(collection: Collection, {once}: {readonly once: boolean}) {
		this.path = collection.downloads.path;
		this.#collection = collection;
		this.#maker = new FolderMaker({folder: this.path, once, onMade: () => collection.followDownloads()});
	}

	/** Resolves when the folder exists. Rejects with the system's error. */
	make(): Promise<void> {
		return this.#maker.make();
	}

	/** Why files cannot be written to it; undefined when they can. Never rejects. */
	trouble(): Promise<Failure | undefined> {
		return writeTrouble(this.path);
	}

	/** A file of this number with exactly these bytes. Before the library starts only the name of a download is checked. */
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

	/** Creates a file to download into. Rejects with the system's error. */
	async newPart(rfc: number): Promise<PartFile> {
		await this.make();
		return PartFile.create(pathIn(this.path, partName(fileNameOf(rfc))));
	}

	/** The final path of a document, and a new temporary one; `taken` when a file of this number exists. */
	placeFor(rfc: number): {readonly target: string; readonly temporary: string; readonly taken: boolean} {
		const temporary = pathIn(this.path, partName(fileNameOf(rfc)));
		return {target: this.#target(rfc), temporary, taken: this.#collection.filesOf(rfc).length > 0};
	}

	/** The paths of the resumable part of a document with this digest. Rejects with the system's error. */
	async partsFor(rfc: number, digest: string): Promise<PartNames> {
		await this.make();
		return this.#partNames(rfc, digest);
	}

	/** Removes the unfinished parts of a document, unless a program is writing to them. Never rejects. */
	async discardUnfinished({rfc, digest}: {readonly rfc: number; readonly digest?: string}): Promise<void> {
		if (digest !== undefined) await discardUnfinished(this.#partNames(rfc, digest));
	}

	/** The unfinished documents in the folder. Never rejects. */
	unfinished(): Promise<readonly PartOf[]> {
		return unfinishedParts(this.path);
	}

	/** Adds and shares a document that was just given its final name. */
	async added(rfc: number, title: string): Promise<void> {
		await this.#collection.take(rfc, fileNameOf(rfc), title);
	}

	/** Whether a file is in the folder and holds nothing that would be lost: see `isLeftEmpty`. Never rejects. */
	async isLeftEmpty(file: string): Promise<boolean> {
		return path.dirname(file) === this.path && isLeftEmpty(file);
	}

	/** Gives a complete download its final name, unless that of a file with contents. Rejects with the system's error. */
	async adopt(rfc: number, part: Adoptable, title = ''): Promise<Adopted> {
		const rivals = this.#collection.filesOf(rfc).map(found => found.path);
		const adopted = await adopt(part, this.#target(rfc), rivals);
		if (adopted.kind === 'differs' && (await this.isLeftEmpty(adopted.file))) {
			return {kind: 'saved', file: await this.replace(rfc, part, title), wasEmpty: true};
		}
		if (adopted.kind === 'saved') await this.added(rfc, title);
		// Downloading a document again means to share it, even if it was removed before.
		else if (adopted.kind === 'already-here' && this.#collection.entry(rfc)) this.#collection.share(rfc);
		return adopted;
	}

	/** Replaces the existing file with a download. Rejects with the system's error. */
	async replace(rfc: number, part: Adoptable, title = ''): Promise<string> {
		await part.close();
		const {rfcs, downloads} = this.#collection;
		const file = downloads.files(rfc)[0]?.path ?? this.#target(rfc);
		await moveOver(part.path, file);
		if (rfcs?.files(rfc)[0]) this.#collection.choose(rfc);
		await this.#collection.take(rfc, path.basename(file), title);
		return file;
	}

	/** The failure to show for an error while writing a download, or another file of it. */
	writeFailure({rfc, from, file = this.#target(rfc)}: Writing, error: unknown): Failure {
		const failure = writeFailure({rfc, from, folder: this.path, file}, error);
		if (failure.kind === 'folder-gone') this.#maker.forget();
		return failure;
	}

	#target(rfc: number): string {
		return pathIn(this.path, fileNameOf(rfc));
	}

	#partNames(rfc: number, digest: string): PartNames {
		return resumableName(pathIn(this.path, `.${fileNameOf(rfc)}`), digest);
	}
}

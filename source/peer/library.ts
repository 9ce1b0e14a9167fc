/**
 * The only door to a peer's documents, and the only place where a number or a name from the network becomes a path.
 *
 * Two folders: one that is only ever read, and the downloads, where what is got and what is added goes. A number in both
 * counts once, the read-only folder first. Which of the documents are shared is decided here; who is told, elsewhere.
 */
import {createHash, randomBytes} from 'node:crypto';
import {link, lstat, mkdir, readdir, rename, rm, stat} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {maxDocumentBytes} from '../net/classic-download.ts';
import {cleanTitle} from '../protocol/values.ts';
import {fileNameOf, rfcNumberOfFile} from '../rfc/file-name.ts';
import {titleOf} from '../rfc/title.ts';
import {type Failure, FailureError} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';
import {Folder, type FoundFile} from './folder.ts';
import {emptyMemory, loadMemory, type Memory, saveMemory} from './memory-file.ts';
import {PartFile} from './part-file.ts';
import type {AddRequest, Candidate, LibraryEntry} from './peer-state.ts';
import {decodeText, type OpenFile, openFile, piecesOf, readPiece, sameBytes} from './safe-file.ts';

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

/** What became of a download that is complete. */
export type Adopted =
	| {readonly kind: 'saved'; readonly file: string; readonly bytes: number}
	/** The same bytes were there. The new file is gone. */
	| {readonly kind: 'already-here'; readonly file: string; readonly bytes: number}
	/** Other bytes are there. The new file waits under its temporary name. */
	| {readonly kind: 'differs'; readonly file: string; readonly existingBytes: number};

const titleBytes = 20 * 1024;
const partName = /^\.rfc\d+\.txt\.(\d*)-?[0-9a-f]+\.part$/;

export class Library {
	readonly #options: LibraryOptions;
	readonly #rfcs: Folder | undefined;
	readonly #downloads: Folder;
	readonly #entries = new Map<number, LibraryEntry>();
	readonly #added = new Set<number>();
	/** Titles that the index gave with what was downloaded. */
	readonly #hints = new Map<number, string>();
	readonly #compared = new Set<string>();
	#memory: Memory = emptyMemory;
	#saving: Promise<void> = Promise.resolve();
	#sorted: readonly LibraryEntry[] | undefined;

	constructor(options: LibraryOptions) {
		this.#options = options;
		this.#downloads = this.#folder(options.downloads);
		const rfcs = options.rfcs === undefined ? undefined : this.#folder(options.rfcs);
		// One folder for both is a folder of downloads.
		this.#rfcs = rfcs?.path === this.#downloads.path ? undefined : rfcs;
	}

	/** Reads the folders and follows them from then on. Rejects with a `FailureError` when one is there and cannot be read. */
	async start(): Promise<void> {
		await this.#loadMemory();
		await this.#begin(this.#downloads, '--downloads');
		if (this.#rfcs) await this.#begin(this.#rfcs, '--rfcs');
	}

	/** Follows nothing any more, and has remembered what is to be remembered. */
	async stop(): Promise<void> {
		this.#rfcs?.stop();
		this.#downloads.stop();
		await this.#saving;
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
		const own = await reading(file, async ({handle}) => titleOf(decodeText(await readPiece(handle, 0, titleBytes))));
		const title = (rfc === undefined ? undefined : this.#officialTitle(rfc)) ?? own;
		return {file, ...(rfc === undefined ? {} : {rfc}), ...(title === undefined ? {} : {title: clean(title, rfc)})};
	}

	/** Shares a document of the folders, or a copy of any file. Rejects with a `FailureError`. */
	async add({rfc, title, file}: AddRequest): Promise<LibraryEntry> {
		if (file !== undefined && file.trim() !== '') await this.#bringIn(rfc, fileOfPerson(file));
		if (!this.#filesOf(rfc)[0]) throw new FailureError({kind: 'not-in-folders', rfc});
		if (title !== undefined && cleanTitle(title) === undefined) throw new FailureError({kind: 'title-invalid'});
		const titles = new Map(this.#memory.titles);
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
		this.#remember({removed: new Set([...this.#memory.removed, rfc])});
		this.#refresh(new Set([rfc]));
	}

	/** A file to download into. Rejects with the system's error. */
	async newDownload(rfc: number): Promise<PartFile> {
		await this.#makeDownloads();
		const random = `${process.pid}-${randomBytes(6).toString('hex')}`;
		return PartFile.create(path.join(this.downloads, `.${fileNameOf(rfc)}.${random}.part`));
	}

	/** Gives a complete download its name, unless something has it. Rejects with the system's error. */
	async adopt(rfc: number, part: PartFile, title = ''): Promise<Adopted> {
		await part.close();
		const there = await this.#existing(rfc);
		if (there) return this.#compare(there, part);
		const file = path.join(this.downloads, fileNameOf(rfc));
		if (!(await takeName(part.path, file))) return this.adopt(rfc, part, title);
		await this.#took(rfc, title);
		return {kind: 'saved', file, bytes: part.bytes};
	}

	/** Lets a download take the place of what is there. Rejects with the system's error. */
	async replace(rfc: number, part: PartFile, title = ''): Promise<string> {
		await part.close();
		const known = this.#downloads.files(rfc)[0];
		const file = known?.path ?? path.join(this.downloads, fileNameOf(rfc));
		await rename(part.path, file);
		if (this.#rfcs?.files(rfc)[0]) this.#remember({replaced: new Set([...this.#memory.replaced, rfc])});
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

	#started = false;

	async #loadMemory(): Promise<void> {
		this.#started = true;
		const {memory} = this.#options;
		if (memory === undefined) return;
		try {
			this.#memory = await loadMemory(memory);
		} catch (error) {
			this.#warn({kind: 'file-unreadable', file: memory, reason: reasonOf(error)});
		}
	}

	#remember(change: Partial<Memory>): void {
		this.#memory = {...this.#memory, ...change};
		const {memory: file} = this.#options;
		if (file === undefined) return;
		const memory = this.#memory;
		this.#saving = this.#saving
			.then(() => saveMemory(file, memory))
			.catch(error => {
				this.#warn({kind: 'folder-not-writable', folder: path.dirname(file), reason: reasonOf(error)});
			});
	}

	#share(rfc: number, titles: ReadonlyMap<number, string> = this.#memory.titles): void {
		this.#added.add(rfc);
		const {removed} = this.#memory;
		if (removed.has(rfc) || titles !== this.#memory.titles) {
			this.#remember({titles, removed: new Set([...removed].filter(each => each !== rfc))});
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
		return this.#added.has(rfc) || ((this.#options.shareAll ?? true) && !this.#memory.removed.has(rfc));
	}

	/** The files of a number, the one that counts first. */
	#filesOf(rfc: number): readonly FoundFile[] {
		const [first, second] = this.#memory.replaced.has(rfc)
			? [this.#downloads, this.#rfcs]
			: [this.#rfcs, this.#downloads];
		return [...(first?.files(rfc) ?? []), ...(second?.files(rfc) ?? [])];
	}

	#officialTitle(rfc: number): string | undefined {
		return this.#rfcs?.officialTitle(rfc) ?? this.#downloads.officialTitle(rfc);
	}

	#titleOf(rfc: number): string {
		const own = this.#memory.titles.get(rfc) ?? this.#officialTitle(rfc) ?? this.#filesOf(rfc)[0]?.title;
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
		for (const other of others) void this.#compareVersions(found, other);
		const {path: file, bytes, modified} = found;
		const entry = {rfc, title: this.#titleOf(rfc), file, bytes, modified, shared: this.#isShared(rfc)};
		const before = this.#entries.get(rfc);
		if (before && isSame(before, entry)) return false;
		this.#entries.set(rfc, entry);
		return true;
	}

	/** Tells, once, when two files of a number differ; where the person chose one there is nothing to tell. */
	async #compareVersions(found: FoundFile, other: FoundFile): Promise<void> {
		const pair = [found, other].map(({path: file, bytes, modified}) => `${file} ${bytes} ${modified}`).join('\n');
		if (this.#compared.has(pair) || this.#memory.replaced.has(found.rfc)) return;
		this.#compared.add(pair);
		try {
			if (await sameBytes(found.path, other.path)) return;
			this.#warn({kind: 'two-versions', rfc: found.rfc, file: found.path, other: other.path});
		} catch {
			// One of them went away: the folder tells.
		}
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
		return {kind: 'write-failed', rfc, from, file: path.join(folder, fileNameOf(rfc)), reason: reasonOf(error)};
	}

	/** The file of a number as it is on the disk now, also where the folders were never read. */
	async #existing(rfc: number): Promise<string | undefined> {
		const candidates = [...this.#filesOf(rfc).map(found => found.path), path.join(this.downloads, fileNameOf(rfc))];
		for (const file of candidates) {
			try {
				await lstat(file);
				return file;
			} catch {
				// Gone, or never there.
			}
		}
		return undefined;
	}

	async #compare(there: string, part: PartFile): Promise<Adopted> {
		const existingBytes = (await stat(there)).size;
		if (existingBytes !== part.bytes || !(await sameBytes(there, part.path))) {
			return {kind: 'differs', file: there, existingBytes};
		}
		await part.discard();
		return {kind: 'already-here', file: there, bytes: existingBytes};
	}

	#warn(failure: Failure): void {
		this.#options.onWarning?.(failure);
	}
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

const clean = (title: string, rfc?: number): string => cleanTitle(title) ?? (rfc === undefined ? '' : `RFC ${rfc}`);

const isSame = (one: LibraryEntry, other: LibraryEntry): boolean =>
	one.title === other.title &&
	one.file === other.file &&
	one.bytes === other.bytes &&
	one.modified === other.modified &&
	one.shared === other.shared;

/** A path as a person types it into a form, where no shell has read it before. */
function fileOfPerson(name: string): string {
	const trimmed = name.trim();
	return path.resolve(/^~[/\\]/.test(trimmed) ? path.join(homedir(), trimmed.slice(2)) : trimmed);
}

/** Opens a file that the person or the folder named, and closes it. Rejects with a `FailureError`. */
async function reading<Result>(file: string, work: (open: OpenFile) => Promise<Result>): Promise<Result> {
	try {
		const open = await openFile(file);
		try {
			const {bytes} = open;
			if (bytes > maxDocumentBytes) {
				throw new FailureError({kind: 'file-too-large', file, bytes, limit: maxDocumentBytes});
			}
			return await work(open);
		} finally {
			await open.handle.close();
		}
	} catch (error) {
		if (error instanceof FailureError) throw error;
		throw new FailureError({kind: 'file-unreadable', file, reason: reasonOf(error)}, {cause: error});
	}
}

/** Gives a file a name that nothing has. False when something does. */
async function takeName(from: string, to: string): Promise<boolean> {
	try {
		// Renaming would replace what is there; a second name does not. The first one goes then.
		await link(from, to);
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		await rename(from, to);
		return true;
	}
	await rm(from, {force: true});
	return true;
}

/** Removes what downloads of programs that are gone have left. */
async function removeLeftovers(folder: string): Promise<void> {
	for (const name of await readdir(folder).catch(() => [])) {
		const match = partName.exec(name);
		if (match && !isRunning(Number(match[1]))) await rm(path.join(folder, name), {force: true}).catch(() => {});
	}
}

function isRunning(pid: number): boolean {
	if (pid === 0 || pid === process.pid) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return codeOf(error) === 'EPERM';
	}
}

const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/**
 * Where a peer of this name keeps its things inside the folder for such data: a folder for downloads and a memory.
 * Whatever the name is, it names one folder directly inside, and two names never the same.
 */
export function placesOf(name: string, data: string): {readonly downloads: string; readonly memory: string} {
	const plain = name
		.toLowerCase()
		.replace(/[^a-z0-9_-]+/g, '-')
		.slice(0, 40);
	const exact = plain === name && !reserved.test(plain);
	const safe = exact ? plain : `${plain}.${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
	const folder = path.join(data, 'peers', safe);
	return {downloads: path.join(folder, 'downloads'), memory: path.join(folder, 'memory.json')};
}

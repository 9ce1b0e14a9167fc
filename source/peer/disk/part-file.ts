/** Documents that are being downloaded, under temporary names in the folder for downloads. */

import {createHash, randomBytes} from 'node:crypto';
import {type FileHandle, lstat, open, readdir, rm, stat} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type {Adoptable} from './adopt.ts';
import {mostLine, type PartOf, readJournal} from './journal.ts';
import {isLocked} from './lock.ts';
import {isRunning, neighbourhood} from './running.ts';
import {openFile, piecesOf, readPiece} from './safe-file.ts';

const ending = /^\.rfc\d+\.txt\.(\d+)-([0-9a-f]{8})[0-9a-f]+\.part$/;
const journalEnding = /^\.rfc\d+\.txt\.[0-9a-f]{16}\.journal$/;
const anyOfPart = /^(\.rfc\d+\.txt\.[0-9a-f]{16})\.(?:part|journal|lock)(?:\.[0-9a-f]+)?$/;
/** Programs whose process numbers are not ours write to their files more often than this. */
const abandonedMs = 24 * 3600 * 1000;
/** Distinguishes programs with the same process number. */
let own: string | undefined;
let lastPart = 0;

const shiftBytes = 256 * 1024;

export class PartFile {
	readonly path: string;
	readonly #handle: FileHandle;
	#bytes = 0;
	#closed = false;

	private constructor(path: string, handle: FileHandle) {
		this.path = path;
		this.#handle = handle;
	}

	/** Creates the file. Rejects with the system's error, also when the name is taken. */
	static async create(path: string): Promise<PartFile> {
		return new PartFile(path, await open(path, 'wx+'));
	}

	/** Bytes written so far. */
	get bytes(): number {
		return this.#bytes;
	}

	/** Appends. One call at a time. */
	async write(bytes: Uint8Array): Promise<void> {
		await this.#writeAt(bytes, this.#bytes);
		this.#bytes += bytes.length;
	}

	/** Inserts bytes before everything written so far. */
	async prepend(prefix: Uint8Array): Promise<void> {
		if (prefix.length === 0) return;
		const buffer = Buffer.allocUnsafe(shiftBytes);
		// From the end backwards, so that nothing is overwritten before it was read.
		for (let end = this.#bytes; end > 0; ) {
			const start = Math.max(0, end - shiftBytes);
			const {bytesRead} = await this.#handle.read(buffer, 0, end - start, start);
			if (bytesRead !== end - start) throw new Error('the file was cut while it was written');
			await this.#writeAt(buffer.subarray(0, bytesRead), start + prefix.length);
			end = start;
		}
		await this.#writeAt(prefix, 0);
		this.#bytes += prefix.length;
	}

	/** Everything written so far, from start to end. */
	read(): AsyncIterable<Buffer> {
		return piecesOf(this.#handle);
	}

	/** Syncs and closes the file, and keeps it under its temporary name. */
	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		try {
			await this.#handle.datasync();
		} finally {
			await this.#handle.close();
		}
	}

	/** Closes and removes the file. Never rejects. */
	async discard(): Promise<void> {
		// The file is removed anyway, so lost writes do not matter.
		if (!this.#closed) await this.#handle.close().catch(() => {});
		this.#closed = true;
		await rm(this.path, {force: true}).catch(() => {});
	}

	async #writeAt(bytes: Uint8Array, position: number): Promise<void> {
		let written = 0;
		while (written < bytes.length) {
			const result = await this.#handle.write(bytes, written, bytes.length - written, position + written);
			written += result.bytesWritten;
		}
	}
}

/** A document that was written completely under a temporary name. */
export const writtenPart = (file: string, bytes: number): Adoptable => ({
	path: file,
	bytes,
	close: () => Promise.resolve(),
	discard: () => remove(file),
});

/** A temporary name for a file that will become `name`: hidden, unique, and identifying its program. */
export function partName(name: string): string {
	own ??= neighbourhood() + randomBytes(6).toString('hex');
	return `.${name}.${process.pid}-${own}${(++lastPart).toString(16).padStart(6, '0')}.part`;
}

/** The files of a part that a later attempt can resume. */
export type PartNames = {readonly part: string; readonly journal: string; readonly lock: string};

/** The names of a resumable part: hidden, and determined by the digest, so that different versions never collide. */
export function resumableName(stem: string, digest: string): PartNames {
	const tag = createHash('sha256').update(digest).digest('hex').slice(0, 16);
	return {part: `${stem}.${tag}.part`, journal: `${stem}.${tag}.journal`, lock: `${stem}.${tag}.lock`};
}

/** The resumable parts among the names in a folder, by the number of their document. */
export function resumableIn(folder: string, names: Iterable<string>): ReadonlyMap<number, readonly PartNames[]> {
	const found = new Map<number, PartNames[]>();
	for (const name of names) {
		if (!journalEnding.test(name)) continue;
		const stem = path.join(folder, name.replace(/journal$/, ''));
		const rfc = Number.parseInt(name.slice('.rfc'.length), 10);
		const parts = {part: `${stem}part`, journal: `${stem}journal`, lock: `${stem}lock`};
		found.set(rfc, [...(found.get(rfc) ?? []), parts]);
	}
	return found;
}

/** The unfinished downloads according to the journals in a folder, unless a program is writing to them. Never rejects. */
export async function unfinishedParts(folder: string): Promise<readonly PartOf[]> {
	const found: PartOf[] = [];
	for (const name of await readdir(folder).catch(() => [])) {
		if (!journalEnding.test(name)) continue;
		if (await isLocked(path.join(folder, name.replace(/journal$/, 'lock')))) continue;
		const part = await partOf(path.join(folder, name)).catch(() => undefined);
		if (part) found.push(part);
	}
	return found;
}

/** Reads only the first line of the journal: after days of a slow download there are millions. */
async function partOf(journal: string): Promise<PartOf | undefined> {
	const {handle} = await openFile(journal);
	const head = await readPiece(handle, 0, mostLine + 1).finally(() => handle.close());
	return readJournal(head, '')?.part;
}

/** Removes leftovers of programs that have ended, except resumable parts. Never rejects. */
export async function removeLeftovers(folder: string): Promise<void> {
	const names = await readdir(folder).catch(() => []);
	const stems = new Set<string>();
	for (const name of names) {
		if (await isLeftover(folder, name)) await remove(path.join(folder, name));
		const stem = anyOfPart.exec(name)?.[1];
		if (stem !== undefined) stems.add(stem);
	}
	for (const stem of stems) {
		const at = path.join(folder, stem);
		if ((await isLocked(`${at}.lock`)) || (await isGoneOnWith(at))) continue;
		for (const name of names) if (name.startsWith(`${stem}.`)) await remove(path.join(folder, name));
	}
}

const remove = (file: string): Promise<void> => rm(file, {force: true}).catch(() => {});

/**
 * Whether part and journal exist, the journal says anything, and the part was not already linked to its final name. Other
 * links do not matter: some backups are made of them.
 */
async function isGoneOnWith(stem: string): Promise<boolean> {
	const final = stem.replace(/\.(rfc\d+\.txt)\.[0-9a-f]+$/, '$1');
	const [part, journal, document] = await Promise.all(
		[`${stem}.part`, `${stem}.journal`, final].map(file => lstat(file).catch(() => undefined)),
	);
	const isNamed = part !== undefined && document?.ino === part.ino && document.dev === part.dev;
	return part !== undefined && journal !== undefined && journal.size > 0 && !isNamed;
}

/** Whether it is a temporary file of a program that has ended, as far as can be known. */
async function isLeftover(folder: string, name: string): Promise<boolean> {
	const [, pid, where] = ending.exec(name) ?? [];
	if (pid === undefined) return false;
	if (where === neighbourhood()) return Number(pid) === process.pid || !isRunning(Number(pid));
	const facts = await stat(path.join(folder, name)).catch(() => undefined);
	return facts !== undefined && Date.now() - facts.mtimeMs > abandonedMs;
}

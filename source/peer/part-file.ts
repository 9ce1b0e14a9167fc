/** A document on its way into the downloads: a file under a temporary name. */
import {createHash, randomBytes} from 'node:crypto';
import {type FileHandle, open, readdir, readFile, rm, stat} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type {Adoptable} from './adopt.ts';
import {type PartOf, readJournal} from './journal.ts';
import {isLocked} from './lock.ts';
import {codeOf} from './safe-file.ts';

const ending = /^\.rfc\d+\.txt\.(\d+)-[0-9a-f]+\.part$/;
const journalEnding = /^\.rfc\d+\.txt\.[0-9a-f]{16}\.journal$/;
const anyOfPart = /^(\.rfc\d+\.txt\.[0-9a-f]{16})\.(?:part|journal|lock)(?:\.[0-9a-f]+)?$/;
/** Tells programs apart that have one number in different machines. */
const own = randomBytes(6).toString('hex');
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

	/** Creates the file. Rejects with the system's error, also when something has that name. */
	static async create(path: string): Promise<PartFile> {
		return new PartFile(path, await open(path, 'wx+'));
	}

	/** Bytes written so far. */
	get bytes(): number {
		return this.#bytes;
	}

	/** Adds to the end. One call at a time. */
	async write(bytes: Uint8Array): Promise<void> {
		await this.#writeAt(bytes, this.#bytes);
		this.#bytes += bytes.length;
	}

	/** Puts bytes before everything written so far. */
	async prepend(prefix: Uint8Array): Promise<void> {
		if (prefix.length === 0) return;
		const buffer = Buffer.allocUnsafe(shiftBytes);
		// From the end, so that nothing is written over before it was read.
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

	/** Closes the file, which stays under its temporary name. */
	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		await this.#handle.close();
	}

	/** Closes and removes the file. Never rejects. */
	async discard(): Promise<void> {
		try {
			await this.close();
		} catch {
			// What could not be written is not wanted either.
		}
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

/** A document that was written whole under a temporary name. */
export const writtenPart = (file: string, bytes: number): Adoptable => ({
	path: file,
	bytes,
	close: () => Promise.resolve(),
	discard: () => remove(file),
});

/** A name for a file that becomes `name`: hidden, new each time, and telling whose it is. */
export const partName = (name: string): string =>
	`.${name}.${process.pid}-${own}${(++lastPart).toString(16).padStart(6, '0')}.part`;

/** The files of a part that a later try goes on with. */
export type PartNames = {readonly part: string; readonly journal: string; readonly lock: string};

/** Their names: hidden, the same each time for one digest, others for another. */
export function resumableName(stem: string, digest: string): PartNames {
	const tag = createHash('sha256').update(digest).digest('hex').slice(0, 16);
	return {part: `${stem}.${tag}.part`, journal: `${stem}.${tag}.journal`, lock: `${stem}.${tag}.lock`};
}

/** What the journals in a folder say was begun. Never rejects. */
export async function unfinishedParts(folder: string): Promise<readonly PartOf[]> {
	const found: PartOf[] = [];
	for (const name of await readdir(folder).catch(() => [])) {
		if (!journalEnding.test(name)) continue;
		const bytes = await readFile(path.join(folder, name)).catch(() => Buffer.alloc(0));
		const journal = readJournal(bytes, '');
		if (journal) found.push(journal.part);
	}
	return found;
}

/** Removes what downloads of programs that are gone have left, but for what a later try goes on with. Never rejects. */
export async function removeLeftovers(folder: string): Promise<void> {
	const names = await readdir(folder).catch(() => []);
	const stems = new Set<string>();
	for (const name of names) {
		const pid = ending.exec(name)?.[1];
		if (pid !== undefined && !isRunning(Number(pid))) await remove(path.join(folder, name));
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

/** Whether a part and its journal are there, and the part has not got the document's name, as a second one, already. */
async function isGoneOnWith(stem: string): Promise<boolean> {
	const [part, journal] = await Promise.all(
		[`${stem}.part`, `${stem}.journal`].map(file => stat(file).catch(() => undefined)),
	);
	return journal !== undefined && part?.nlink === 1;
}

function isRunning(pid: number): boolean {
	if (pid === process.pid) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return codeOf(error) === 'EPERM';
	}
}

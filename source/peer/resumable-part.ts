/** A part of a large document in the downloads: its file, its journal, and the lock that says who writes. */
import {rm} from 'node:fs/promises';
import type {Adoptable} from './adopt.ts';
import type {Disk} from './disk.ts';
import type {JournalSource, PartOf} from './journal.ts';
import {type Lock, takeLock} from './lock.ts';
import type {PartNames} from './part-file.ts';
import {exists} from './safe-file.ts';
import type {PartContents} from './stored-part.ts';

export class ResumablePart implements Adoptable {
	readonly path: string;
	readonly bytes: number;
	/** What was there when it was opened. */
	readonly contents: PartContents;
	readonly #disk: Disk;
	readonly #names: PartNames;
	readonly #lock: Lock;
	readonly #id: number;
	#open = true;

	private constructor(opened: {
		disk: Disk;
		names: PartNames;
		lock: Lock;
		of: PartOf;
		contents: PartContents & {part: number};
	}) {
		this.path = opened.names.part;
		this.bytes = opened.of.bytes;
		this.contents = opened.contents;
		this.#disk = opened.disk;
		this.#names = opened.names;
		this.#lock = opened.lock;
		this.#id = opened.contents.part;
	}

	/** Opens what is there, or begins. Undefined when another program writes into it. Rejects with the system's error. */
	static async open(disk: Disk, names: PartNames, of: PartOf): Promise<ResumablePart | undefined> {
		const lock = await takeLock(names.lock);
		if (!lock) return undefined;
		try {
			const contents = await disk.do('open', {place: names, of});
			return new ResumablePart({disk, names, lock, of, contents});
		} catch (error) {
			await lock.release();
			throw error;
		}
	}

	/** Says who is meant by `source` in `write`. */
	source(source: number, {host, address, port}: JournalSource): Promise<void> {
		return this.#disk.do('source', {part: this.#id, source, about: {host, address, port}});
	}

	/** Writes bytes where they belong, and records that they are there. */
	write(position: number, bytes: Uint8Array, source: number): Promise<void> {
		return this.#disk.do('write', {part: this.#id, position, bytes, source});
	}

	/** The digest of the whole, when it is. */
	digest(): Promise<string> {
		return this.#disk.do('digest', {part: this.#id});
	}

	/** Its bytes are on the disk then. It stays ours until `done`, `leave` or `discard`. */
	async close(): Promise<void> {
		if (!this.#open) return;
		this.#open = false;
		await this.#disk.do('close', {part: this.#id, whole: true});
	}

	/** It has another name now: what was beside it goes. */
	async done(): Promise<void> {
		await rm(this.#names.journal, {force: true});
		await this.#lock.release();
	}

	/** Leaves it to a later try. Never rejects. */
	async leave(): Promise<void> {
		await this.#shut();
		await this.#lock.release();
	}

	/** Removes it. Never rejects. */
	async discard(): Promise<void> {
		await this.#shut();
		// The journal goes first: a part without one is nothing, a journal without its part says what is not so.
		await rm(this.#names.journal, {force: true}).catch(() => {});
		await rm(this.path, {force: true}).catch(() => {});
		await this.#lock.release();
	}

	async #shut(): Promise<void> {
		if (!this.#open) return;
		this.#open = false;
		await this.#disk.do('close', {part: this.#id, whole: false}).catch(() => {});
	}
}

/** Removes what is there of a document that nobody wants any more, unless a program writes into it. Never rejects. */
export async function discardUnfinished({part, journal, lock: file}: PartNames): Promise<void> {
	if (!(await exists(journal)) && !(await exists(part))) return;
	const lock = await takeLock(file).catch(() => undefined);
	if (!lock) return;
	await rm(journal, {force: true}).catch(() => {});
	await rm(part, {force: true}).catch(() => {});
	await lock.release();
}

/** A part of a large document in the folder for downloads: its file, its journal, and the lock of its writer. */
import {rm, stat} from 'node:fs/promises';
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
	/** What it contained when it was opened. */
	readonly contents: PartContents;
	readonly #disk: Disk;
	readonly #names: PartNames;
	readonly #lock: Lock;
	readonly #id: number;
	#open = true;
	#empty: boolean;
	#changed = false;

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
		this.#empty = opened.contents.have.length === 0;
	}

	/**
	 * Opens an existing part or creates one. Undefined when another program is writing to it, also when the signal aborts
	 * while that is found out. Rejects with the system's error.
	 */
	static async open(
		disk: Disk,
		{signal, ...names}: PartNames & {readonly signal?: AbortSignal},
		of: PartOf,
	): Promise<ResumablePart | undefined> {
		const lock = await takeLock(names.lock, signal ? {signal} : {});
		if (!lock) return undefined;
		try {
			const contents = await disk.do('open', {place: names, of});
			return new ResumablePart({disk, names, lock, of, contents});
		} catch (error) {
			await lock.release();
			throw error;
		}
	}

	/** Whether nothing of the document was ever written to it. */
	get empty(): boolean {
		return this.#empty;
	}

	/** Whether another program has changed the file, as far as `digest` found out: then nobody is to be blamed. */
	get changed(): boolean {
		return this.#changed;
	}

	/** Defines which holder the number `source` in `write` stands for. */
	source(source: number, {host, address, port}: JournalSource): Promise<void> {
		return this.#disk.do('source', {part: this.#id, source, about: {host, address, port}});
	}

	/** Writes bytes at their position and records them in the journal. */
	write(position: number, bytes: Uint8Array, source: number): Promise<void> {
		this.#empty = false;
		return this.#disk.do('write', {part: this.#id, position, bytes, source});
	}

	/** The digest of the complete document, as it is in the file. Rejects with the reason of the signal as soon as that aborts. */
	async digest(signal?: AbortSignal): Promise<string> {
		signal?.throwIfAborted();
		const {promise: stopped, reject} = Promise.withResolvers<never>();
		const stop = () => reject(signal?.reason);
		signal?.addEventListener('abort', stop, {once: true});
		try {
			const {digest, changed} = await Promise.race([this.#disk.do('digest', {part: this.#id}), stopped]);
			this.#changed = changed;
			return digest;
		} finally {
			signal?.removeEventListener('abort', stop);
		}
	}

	/** Closes and syncs the files. The lock is kept until `done`, `leave` or `discard`. */
	async close(): Promise<void> {
		if (!this.#open) return;
		this.#open = false;
		await this.#disk.do('close', {part: this.#id, whole: true});
	}

	/** Removes journal and lock after the part got its final name. Never rejects. */
	async done(): Promise<void> {
		await rm(this.#names.journal, {force: true}).catch(() => {});
		await this.#lock.release();
	}

	/** Closes everything and keeps it for a later attempt, unless nothing in it is certain. Never rejects. */
	async leave(): Promise<void> {
		await this.#shut();
		const journal = await stat(this.#names.journal).catch(() => undefined);
		if (journal?.size === 0) await this.discard();
		else await this.#lock.release();
	}

	/** Removes the part with everything beside it. Never rejects. */
	async discard(): Promise<void> {
		await this.#shut();
		// The journal first: a part without one is harmless, a journal without its part would lie.
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

/** Removes an unfinished download that nobody wants any more, unless a program is writing to it. Never rejects. */
export async function discardUnfinished({part, journal, lock: file}: PartNames): Promise<void> {
	if (!(await exists(journal)) && !(await exists(part))) return;
	const lock = await takeLock(file).catch(() => undefined);
	if (!lock) return;
	await rm(journal, {force: true}).catch(() => {});
	await rm(part, {force: true}).catch(() => {});
	await lock.release();
}

/**
 * After a crash the index server keeps the peer's name reserved until the lease expires. The token that proves the
 * name is ours is therefore stored in a file, so that the next start can reclaim it.
 */
import {rm} from 'node:fs/promises';
import {membersOf} from '../../text/json-text.ts';
import {type Lock, lockBeside} from '../disk/lock.ts';
import {readSmallFile, writeSmallFile} from '../disk/small-file.ts';

const mostBytes = 4096;

export class TokenStore {
	readonly #file: string | undefined;
	readonly #server: string;
	#lock: Promise<Lock | undefined> | undefined;
	#saving: Promise<void> | undefined;

	/** `file`: without it nothing is stored. `server`: as given; a token is valid at one server only. */
	constructor(file: string | undefined, server: string) {
		this.#file = file;
		this.#server = server;
	}

	/** The token of a program that has ended; undefined when none is known or the program still runs. Never rejects. */
	async token(): Promise<string | undefined> {
		if (this.#file === undefined || (await this.#own()) === undefined) return undefined;
		const {server, token} = membersOf((await readSmallFile(this.#file, mostBytes).catch(() => undefined)) ?? '');
		return server === this.#server && typeof token === 'string' ? token : undefined;
	}

	/** Stores a token for the next start. Never rejects: without it the next start merely has to wait longer. */
	remember(token: string): Promise<void> {
		this.#saving = this.#save(token);
		return this.#saving;
	}

	async #save(token: string): Promise<void> {
		if (this.#file === undefined || (await this.#own()) === undefined) return;
		const text = `${JSON.stringify({server: this.#server, token})}\n`;
		await writeSmallFile(this.#file, text, ownerOnly).catch(() => {});
	}

	/**
	 * Releases the file. `isGone`: the server holds nothing that could be reclaimed, so the token is removed. Never
	 * rejects.
	 */
	async close({isGone}: {readonly isGone: boolean}): Promise<void> {
		// Otherwise it would be written after it was removed.
		await this.#saving;
		const lock = await this.#lock;
		if (this.#file === undefined || lock === undefined) return;
		if (isGone) await rm(this.#file, {force: true}).catch(() => {});
		await lock.release();
		this.#lock = undefined;
	}

	/** Two running programs of the same name must not take each other's name away. */
	#own(): Promise<Lock | undefined> {
		this.#lock ??= lockBeside(this.#file ?? '').catch(() => undefined);
		return this.#lock;
	}
}

/** The token is as good as a password. */
const ownerOnly = 0o600;

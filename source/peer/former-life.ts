/**
 * What a peer that crashed left at its index server keeps its name taken until the lease is over. The token that proves
 * the name ours is remembered, so that the next start can take back what the last one left.
 */
import {mkdir, rm} from 'node:fs/promises';
import path from 'node:path';
import {type Lock, takeLock} from './lock.ts';
import {membersOf, readSmallFile, writeSmallFile} from './small-file.ts';

const mostBytes = 4096;

export class FormerLife {
	readonly #file: string | undefined;
	readonly #server: string;
	#lock: Promise<Lock | undefined> | undefined;

	/** `file`: nothing is remembered without. `server`: as it was given; a token is good at one server. */
	constructor(file: string | undefined, server: string) {
		this.#file = file;
		this.#server = server;
	}

	/** The token of a program that is gone; undefined when none is known, or while it still runs. Never rejects. */
	async token(): Promise<string | undefined> {
		if (this.#file === undefined || (await this.#own()) === undefined) return undefined;
		const {server, token} = membersOf((await readSmallFile(this.#file, mostBytes).catch(() => undefined)) ?? '');
		return server === this.#server && typeof token === 'string' ? token : undefined;
	}

	/** Remembers a token for the next start. Never rejects: without it the next start only waits for longer. */
	async remember(token: string): Promise<void> {
		if (this.#file === undefined || (await this.#own()) === undefined) return;
		const text = `${JSON.stringify({server: this.#server, token})}\n`;
		await writeSmallFile(this.#file, text, ownerOnly).catch(() => {});
	}

	/** Ends this life. `isGone`: nothing of it is left at the server that could be taken back. Never rejects. */
	async close({isGone}: {readonly isGone: boolean}): Promise<void> {
		const lock = await this.#lock;
		if (this.#file === undefined || lock === undefined) return;
		if (isGone) await rm(this.#file, {force: true}).catch(() => {});
		await lock.release();
		this.#lock = undefined;
	}

	/** Two programs of one name that run at a time must not take each other's name away. */
	#own(): Promise<Lock | undefined> {
		this.#lock ??= lockBeside(this.#file ?? '').catch(() => undefined);
		return this.#lock;
	}
}

async function lockBeside(file: string): Promise<Lock | undefined> {
	await mkdir(path.dirname(file), {recursive: true});
	return takeLock(`${file}.lock`);
}

/** It is as good as a password. */
const ownerOnly = 0o600;

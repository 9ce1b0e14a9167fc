/**
 * Two peers on one machine that share the same folder have nothing to offer each other, which is hard to notice. So
 * each running peer writes a note of its folder beside its memory file, and looks for the notes of others.
 */
import {readdir, realpath, rm} from 'node:fs/promises';
import path from 'node:path';
import {hostPort} from '../text/address.ts';
import type {Failure} from '../text/failures.ts';
import {membersOf} from '../text/json-text.ts';
import {isLocked, type Lock, takeLock} from './disk/lock.ts';
import {makeFolder} from './disk/make-folder.ts';
import {readSmallFile, writeSmallFile} from './disk/small-file.ts';
import type {PeerOptions} from './peer-facade.ts';
import {besideMemory} from './places.ts';

const noteName = 'folder.json';
const mostBytes = 16_384;
/** The most peer folders that are looked through. */
const mostPeers = 200;

type Noted = Pick<PeerOptions, 'name' | 'server' | 'rfcs' | 'memory'>;

export class FolderNote {
	readonly #name: string;
	readonly #rfcs: string | undefined;
	readonly #server: string;
	readonly #note: string | undefined;
	readonly #warn: (failure: Failure) => void;
	#lock: Lock | undefined;
	#writing: Promise<void> | undefined;

	/** A peer without a folder or a memory file writes no note. */
	constructor({name, server, rfcs, memory}: Noted, warn: (failure: Failure) => void) {
		this.#name = name;
		this.#rfcs = rfcs;
		// Compared as given: peers of different servers do not meet.
		this.#server = hostPort(server.host, server.port);
		this.#warn = warn;
		this.#note = besideMemory(memory, noteName);
	}

	/** Writes the note, and warns if another peer is sharing the folder. Never rejects. */
	write(): Promise<void> {
		this.#writing ??= this.#write();
		return this.#writing;
	}

	/** Removes the note, also one that is being written. Never rejects. */
	async remove(): Promise<void> {
		await this.#writing;
		if (this.#lock === undefined || this.#note === undefined) return;
		await rm(this.#note, {force: true}).catch(() => {});
		await this.#lock.release();
	}

	async #write(): Promise<void> {
		const note = this.#note;
		const name = this.#name;
		const server = this.#server;
		const rfcs = this.#rfcs;
		if (note === undefined || rfcs === undefined) return;
		try {
			const folder = await realpath(rfcs);
			await makeFolder(path.dirname(note));
			this.#lock = await takeLock(lockOf(note));
			if (this.#lock !== undefined) await writeSmallFile(note, `${JSON.stringify({name, server, folder})}\n`);
			const by = await this.#other(path.dirname(note), folder);
			if (by !== undefined) this.#warn({kind: 'folder-twice', folder: rfcs, by});
		} catch {
			// Only a hint is lost.
		}
	}

	async #other(own: string, folder: string): Promise<string | undefined> {
		const all = path.dirname(own);
		const others = (await readdir(all)).filter(peer => peer !== path.basename(own));
		for (const peer of others.slice(0, mostPeers)) {
			const note = path.join(all, peer, noteName);
			const other = membersOf((await readSmallFile(note, mostBytes).catch(() => undefined)) ?? '');
			if (other.server !== this.#server || other.folder !== folder || typeof other.name !== 'string') continue;
			if (await isLocked(lockOf(note))) return other.name;
		}
		return undefined;
	}
}

const lockOf = (note: string): string => `${note}.lock`;

/**
 * Which folders are fast enough to be read on the main thread, which costs half as much as reading in a worker: those
 * on local file systems, as long as no read in them takes long. A network mount may hang for ever, and a sleeping
 * disk for seconds: those must not block anything else.
 */

import {stat} from 'node:fs/promises';
import path from 'node:path';
import {isLocal} from '../disk/local-folder.ts';

/** A read that takes longer shows that the folder is slow at the moment; a busy machine may cause part of it. */
const slowMs = 100;
const distrustMs = 30_000;

/** What the reader of documents needs to know about folders. */
export interface FolderSpeeds {
	/** The device of a fast folder, by the path of a file in it; undefined when it is slow or unknown. */
	device(file: string): number | undefined;
	/** Reports that reading a file took this many milliseconds. */
	took(file: string, ms: number): void;
}

type Known = {readonly device: number | undefined; slowUntil: number};

export class QuickFolders implements FolderSpeeds {
	readonly #known = new Map<string, Known>();
	readonly #now: () => number;

	/** `now` returns milliseconds; `performance.now` by default. */
	constructor(now: () => number = () => performance.now()) {
		this.#now = now;
	}

	device(file: string): number | undefined {
		const folder = path.dirname(file);
		const known = this.#known.get(folder);
		if (!known) {
			this.#known.set(folder, {device: undefined, slowUntil: 0});
			void this.learn(folder);
			return undefined;
		}
		return known.device === undefined || known.slowUntil > this.#now() ? undefined : known.device;
	}

	took(file: string, ms: number): void {
		const known = ms > slowMs ? this.#known.get(path.dirname(file)) : undefined;
		if (known) known.slowUntil = this.#now() + distrustMs;
	}

	/** Examines a folder; if that hangs, the folder stays unknown. Never rejects. */
	async learn(folder: string): Promise<void> {
		try {
			const [local, {dev}] = await Promise.all([isLocal(folder), stat(folder)]);
			if (local) this.#known.set(folder, {device: dev, slowUntil: 0});
		} catch {
			// A folder that cannot be examined is not fast.
		}
	}
}

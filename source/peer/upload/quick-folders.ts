/**
 * Which folders are fast enough to be read on the main thread, which costs half as much as reading in a worker: those
 * on local file systems, as long as no read in them takes long. A network mount may hang for ever, and a sleeping
 * disk for seconds: those must not block anything else.
 */

import {stat, statfs} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

/** Linux magic numbers of local and in-memory file systems (statfs(2)). Unknown ones are not trusted. */
const localTypes: ReadonlySet<number> = new Set([
	0xef53, // ext2, ext3, ext4
	0x58_46_53_42, // XFS
	0x91_23_68_3e, // Btrfs
	0x2f_c1_2f_c1, // ZFS
	0xf2_f5_20_10, // F2FS
	0x01_02_19_94, // tmpfs
	0x79_4c_76_30, // overlayfs
]);

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
			const [{type}, {dev}] = await Promise.all([statfs(folder), stat(folder)]);
			if (process.platform === 'linux' && localTypes.has(type >>> 0))
				this.#known.set(folder, {device: dev, slowUntil: 0});
		} catch {
			// A folder that cannot be examined is not fast.
		}
	}
}

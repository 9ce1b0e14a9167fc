/**
 * Which folders are quick enough to be read without a thread in between, which costs half as much: those on file systems
 * of this machine's own disks, as long as no reading in them takes long. A network mount may hang for ever, and a disk
 * that sleeps for seconds: those never hold anything else up.
 */
import {stat, statfs} from 'node:fs/promises';
import path from 'node:path';

/** What Linux calls file systems of local disks and of memory (statfs(2)). Whatever is not known here is not trusted. */
const localTypes: ReadonlySet<number> = new Set([
	0xef53, // ext2, ext3, ext4
	0x58_46_53_42, // XFS
	0x91_23_68_3e, // Btrfs
	0x2f_c1_2f_c1, // ZFS
	0xf2_f5_20_10, // F2FS
	0x01_02_19_94, // tmpfs
	0x79_4c_76_30, // overlayfs
]);

/** A reading that takes longer says that the folder is not quick now; a busy machine may take a part of that. */
const slowMs = 100;
const distrustMs = 30_000;

/** What the reader of documents asks about folders. */
export interface FolderSpeeds {
	/** The device of a quick folder, by the path of a file in it; undefined when it is not quick, or not known yet. */
	device(file: string): number | undefined;
	/** A reading of a file took so many milliseconds. */
	took(file: string, ms: number): void;
}

type Known = {readonly device: number | undefined; slowUntil: number};

export class QuickFolders implements FolderSpeeds {
	readonly #known = new Map<string, Known>();
	readonly #now: () => number;

	/** `now` gives milliseconds; the clock of this program unless said. */
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

	/** Finds out about a folder; where that hangs it stays unknown. Never rejects. */
	async learn(folder: string): Promise<void> {
		try {
			const [{type}, {dev}] = await Promise.all([statfs(folder), stat(folder)]);
			if (process.platform === 'linux' && localTypes.has(type >>> 0))
				this.#known.set(folder, {device: dev, slowUntil: 0});
		} catch {
			// What cannot be looked at is not quick.
		}
	}
}

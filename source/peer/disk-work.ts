/**
 * Everything that downloads do to a disk, one call after the other, as it runs in a thread of its own: there synchronous
 * calls are the fast way, and a folder that hangs (a network mount that is gone) hangs nothing else.
 */
import {createHash} from 'node:crypto';
import {closeSync, linkSync, openSync, readSync, renameSync, rmSync, writeSync} from 'node:fs';
import {setImmediate as breathe} from 'node:timers/promises';
import type {JournalSource, PartOf} from './journal.ts';
import type {RangeSet} from './range-set.ts';
import {type PartContents, type PartPlace, StoredPart} from './stored-part.ts';

export type SaveRequest = {
	/** Where the document is written before it has its name. */
	readonly temporary: string;
	/** The name that it gets; undefined when it is known that something has that. */
	readonly target: string | undefined;
	readonly bytes: Uint8Array;
	/** What the bytes must be. */
	readonly digest: string;
};

export type WriteRequest = {
	readonly part: number;
	readonly position: number;
	readonly bytes: Uint8Array;
	/** Who gave them. */
	readonly source: number;
};

/** `waits`: something has the name, and it is under its temporary one. `wrong`: these are not the bytes, and nothing was written. */
export type SaveEnd = 'saved' | 'waits' | 'wrong';

const syncEveryMs = 1000;
const compareBytes = 256 * 1024;

export class DiskWork {
	readonly #parts = new Map<number, StoredPart>();
	#lastPart = 0;
	#timer: NodeJS.Timeout | undefined;

	/** Opens a part, or begins it. */
	open({place, of}: {readonly place: PartPlace; readonly of: PartOf}): PartContents & {readonly part: number} {
		const stored = new StoredPart(place, of);
		this.#parts.set(++this.#lastPart, stored);
		// Power may fail: what was claimed is on the disk a second later.
		this.#timer ??= setInterval(() => this.#sync(), syncEveryMs).unref();
		return {...stored.contents, part: this.#lastPart};
	}

	write({part, position, bytes, source}: WriteRequest): void {
		this.#part(part).write(position, bytes, source);
	}

	source({part, source, about}: {readonly part: number; readonly source: number; readonly about: JournalSource}): void {
		this.#part(part).source(source, about);
	}

	/** The digest of a part that is whole. */
	async digest({part}: {readonly part: number}): Promise<string> {
		const stored = this.#part(part);
		while (stored.hashOn()) await breathe();
		if (!stored.hashed) throw new Error('the part is not whole');
		return stored.digest();
	}

	/** Closes a part. `whole`: its bytes are on the disk then. */
	async close({part, whole}: {readonly part: number; readonly whole: boolean}): Promise<void> {
		const stored = this.#part(part);
		this.#parts.delete(part);
		if (this.#parts.size === 0) {
			clearInterval(this.#timer);
			this.#timer = undefined;
		}
		if (whole) await stored.close();
		else stored.closeNow();
	}

	/** Writes a small document whole under its name, or under its temporary one, or not at all. */
	save({temporary, target, bytes, digest}: SaveRequest): SaveEnd {
		if (digest !== `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`) return 'wrong';
		const fd = openSync(temporary, 'wx');
		let end: SaveEnd | undefined;
		try {
			try {
				for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at, at);
			} finally {
				closeSync(fd);
			}
			end = target !== undefined && giveName(temporary, target) ? 'saved' : 'waits';
			return end;
		} finally {
			if (end !== 'waits') rmSync(temporary, {force: true});
		}
	}

	/** Whether two files hold different bytes in these ranges. */
	async differ({
		one,
		other,
		ranges,
	}: {
		readonly one: string;
		readonly other: string;
		readonly ranges: RangeSet;
	}): Promise<boolean> {
		const [first, second] = [openSync(one, 'r'), openSync(other, 'r')];
		try {
			const [a, b] = [Buffer.allocUnsafe(compareBytes), Buffer.allocUnsafe(compareBytes)];
			for (const {start, end} of ranges) {
				for (let at = start; at < end; at += compareBytes) {
					const most = Math.min(compareBytes, end - at);
					const read = readSync(first, a, 0, most, at);
					if (!a.subarray(0, read).equals(b.subarray(0, readSync(second, b, 0, most, at)))) return true;
					await breathe();
				}
			}
			return false;
		} finally {
			closeSync(first);
			closeSync(second);
		}
	}

	#part(id: number): StoredPart {
		const stored = this.#parts.get(id);
		if (!stored) throw new Error(`no part ${id}`);
		return stored;
	}

	#sync(): void {
		for (const stored of this.#parts.values()) void stored.sync().catch(() => {});
	}
}

/** Gives a file a name that nothing has. False when something does. */
function giveName(from: string, to: string): boolean {
	try {
		// Renaming would replace what is there; a second name does not.
		linkSync(from, to);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
		// A file system without second names.
		renameSync(from, to);
	}
	return true;
}

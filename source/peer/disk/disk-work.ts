/**
 * All disk operations of downloads. They run one at a time in a worker thread, where synchronous calls are fastest
 * and a hanging folder (a dead network mount) blocks nothing else.
 */
import {closeSync, openSync, readSync} from 'node:fs';
import {setImmediate as turn} from 'node:timers/promises';
import type {JournalSource, PartOf} from './journal.ts';
import type {RangeSet} from './range-set.ts';
import {type SaveEnd, type SaveRequest, saveDocument} from './save-document.ts';
import {type PartContents, type PartPlace, StoredPart} from './stored-part.ts';

export type WriteRequest = {
	readonly part: number;
	readonly position: number;
	readonly bytes: Uint8Array;
	/** The source that sent them. */
	readonly source: number;
};

const syncEveryMs = 1000;
const compareBytes = 256 * 1024;

export class DiskWork {
	readonly #parts = new Map<number, StoredPart>();
	#lastPart = 0;
	#timer: NodeJS.Timeout | undefined;

	/** Opens a part, or creates it. */
	open({place, of}: {readonly place: PartPlace; readonly of: PartOf}): PartContents & {readonly part: number} {
		const stored = new StoredPart(place, of);
		this.#parts.set(++this.#lastPart, stored);
		// Limits the loss at a power failure to about a second of writes.
		this.#timer ??= setInterval(() => this.#sync(), syncEveryMs).unref();
		return {...stored.contents, part: this.#lastPart};
	}

	write({part, position, bytes, source}: WriteRequest): void {
		this.#part(part).write(position, bytes, source);
	}

	source({part, source, about}: {readonly part: number; readonly source: number; readonly about: JournalSource}): void {
		this.#part(part).source(source, about);
	}

	/** The digest of a complete part. Rejects when the part is closed meanwhile. */
	async digest({part}: {readonly part: number}): Promise<ReturnType<StoredPart['digest']>> {
		const stored = this.#part(part);
		while (this.#part(part).hashOn()) await turn();
		if (!stored.hashed) throw new Error('the part is not whole');
		return stored.digest();
	}

	/** Closes a part. `whole`: sync it first. */
	async close({part, whole}: {readonly part: number; readonly whole: boolean}): Promise<void> {
		const stored = this.#part(part);
		this.#parts.delete(part);
		if (this.#parts.size === 0) {
			clearInterval(this.#timer);
			this.#timer = undefined;
		}
		if (whole) await stored.close();
		else await stored.leave();
	}

	save(request: SaveRequest): SaveEnd {
		return saveDocument(request);
	}

	/** Whether two files differ in any of these ranges. */
	async differ({
		one,
		other,
		ranges,
	}: {
		readonly one: string;
		readonly other: string;
		readonly ranges: RangeSet;
	}): Promise<boolean> {
		const first = openSync(one, 'r');
		try {
			const second = openSync(other, 'r');
			try {
				return await contentsDiffer(first, second, ranges);
			} finally {
				closeSync(second);
			}
		} finally {
			closeSync(first);
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

/** `first` and `second` are open files. */
async function contentsDiffer(first: number, second: number, ranges: RangeSet): Promise<boolean> {
	const a = Buffer.allocUnsafe(compareBytes);
	const b = Buffer.allocUnsafe(compareBytes);
	for (const {start, end} of ranges) {
		for (let at = start; at < end; at += compareBytes) {
			const most = Math.min(compareBytes, end - at);
			const read = readSync(first, a, 0, most, at);
			if (!a.subarray(0, read).equals(b.subarray(0, readSync(second, b, 0, most, at)))) return true;
			await turn();
		}
	}
	return false;
}

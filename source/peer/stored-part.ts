/**
 * A part of a large document on the disk, with its journal: the synchronous half, which runs in the disk's thread.
 *
 * Bytes are written where they belong, in any order. The digest is computed as far as they are there without a gap, right
 * after they were written and while the processor still has them, so little of that is left to do when the last one comes.
 */
import {createHash, type Hash} from 'node:crypto';
import {
	closeSync,
	constants,
	fdatasync,
	fstatSync,
	ftruncateSync,
	openSync,
	readFileSync,
	readSync,
	writeSync,
} from 'node:fs';
import {promisify} from 'node:util';
import {bootId} from './boot.ts';
import {
	type Journal,
	type JournalRecord,
	type JournalSource,
	journalLine,
	type PartOf,
	readJournal,
} from './journal.ts';
import {add, type Range, type RangeSet, within} from './range-set.ts';

const hashPieceBytes = 512 * 1024;
/** Used by one call at a time. */
const hashPiece = Buffer.allocUnsafe(hashPieceBytes);
const claimBytes = 256 * 1024;
const sync = promisify(fdatasync);

export type PartPlace = {readonly part: string; readonly journal: string};

/** What a part that was opened holds already. */
export type PartContents = {
	readonly have: RangeSet;
	readonly given: Journal['given'];
	readonly sources: ReadonlyArray<readonly [number, JournalSource]>;
};

export class StoredPart {
	readonly contents: PartContents;
	readonly #fd: number;
	readonly #journal: number;
	readonly #bytes: number;
	readonly #hash: Hash = createHash('sha256');
	#have: RangeSet;
	/** The digest is computed up to here. */
	#hashed = 0;
	/** Written, and not said yet: less than `claimBytes` for each source. */
	readonly #unclaimed = new Map<number, Range>();
	#claims = 0;
	#syncedClaims = 0;
	#syncing: Promise<void> | undefined;

	/** Opens or begins a part. What is there and belongs to something else is thrown away. Throws the system's errors. */
	constructor({part, journal}: PartPlace, of: PartOf) {
		this.#journal = openSync(journal, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND);
		this.#fd = openSync(part, constants.O_RDWR | constants.O_CREAT);
		this.#bytes = of.bytes;
		const boot = bootId();
		const found = readJournal(readFileSync(this.#journal), boot);
		const known = found && isSame(found.part, of) ? found : undefined;
		ftruncateSync(this.#journal, known?.validBytes ?? 0);
		if (!known) {
			ftruncateSync(this.#fd, 0);
			this.#append({kind: 'part', version: 1, ...of});
		}
		this.#append({kind: 'open', boot});
		// Somebody may have cut the file since.
		const whole = {start: 0, end: fstatSync(this.#fd).size};
		const have = known ? within(known.have, whole) : [];
		this.#have = have;
		this.contents = {have, given: known?.given ?? [], sources: [...(known?.sources ?? [])]};
	}

	/** Writes bytes where they belong, then says that they are there, not necessarily at once. */
	write(position: number, bytes: Uint8Array, source: number): void {
		writeAll(this.#fd, bytes, position);
		this.#claim(position, bytes.length, source);
		this.#have = add(this.#have, {start: position, end: position + bytes.length});
		if (position === this.#hashed) {
			this.#hash.update(bytes);
			this.#hashed += bytes.length;
		}
		// What came before its turn is read again as soon as the gap before it is filled, so that little is left for the end.
		for (let pieces = 0; pieces < 2 && this.hashOn(); pieces++);
	}

	source(source: number, about: JournalSource): void {
		this.#append({kind: 'source', source, ...about});
	}

	/** Syncs what was written, then says so. */
	sync(): Promise<void> {
		for (const source of this.#unclaimed.keys()) this.#flush(source);
		if (this.#claims === this.#syncedClaims) return Promise.resolve();
		this.#syncing ??= this.#sync().finally(() => {
			this.#syncing = undefined;
		});
		return this.#syncing;
	}

	/** Computes the digest a little further. Gives whether there is more to do with what is here. */
	hashOn(): boolean {
		const [next] = within(this.#have, {start: this.#hashed, end: this.#hashed + hashPieceBytes});
		if (!next || next.start !== this.#hashed) return false;
		const read = readSync(this.#fd, hashPiece, 0, next.end - next.start, this.#hashed);
		if (read === 0) throw new Error('the file was cut while it was written');
		this.#hash.update(hashPiece.subarray(0, read));
		this.#hashed += read;
		return true;
	}

	/** Whether the digest is of the whole. */
	get hashed(): boolean {
		return this.#hashed === this.#bytes;
	}

	/** `sha-256=:base64:` of the whole; the part takes no more bytes then. */
	digest(): string {
		return `sha-256=:${this.#hash.copy().digest('base64')}:`;
	}

	/** Its bytes are on the disk then. */
	async close(): Promise<void> {
		try {
			// One that is under way knows nothing of what was written since it began.
			await this.#syncing?.catch(() => {});
			await this.sync();
		} finally {
			await this.leave();
		}
	}

	/** Closes it without making sure that it is on the disk. */
	async leave(): Promise<void> {
		// Whoever opens a file next may get the numbers that are closed here, and whatever is still done by them.
		await this.#syncing?.catch(() => {});
		try {
			for (const source of this.#unclaimed.keys()) this.#flush(source);
		} finally {
			closeSync(this.#fd);
			closeSync(this.#journal);
		}
	}

	/** Many small pieces are one claim. */
	#claim(start: number, bytes: number, source: number): void {
		const before = this.#unclaimed.get(source);
		if (before && before.end !== start) this.#flush(source);
		const range = {start: before?.end === start ? before.start : start, end: start + bytes};
		this.#unclaimed.set(source, range);
		if (range.end - range.start >= claimBytes || range.end === this.#bytes) this.#flush(source);
	}

	#flush(source: number): void {
		const range = this.#unclaimed.get(source);
		if (!range) return;
		this.#unclaimed.delete(source);
		this.#append({kind: 'have', ...range, source});
		this.#claims++;
	}

	async #sync(): Promise<void> {
		const claims = this.#claims;
		await sync(this.#fd);
		this.#append({kind: 'synced', have: claims});
		await sync(this.#journal);
		this.#syncedClaims = claims;
	}

	#append(record: JournalRecord): void {
		writeAll(this.#journal, Buffer.from(journalLine(record)), undefined);
	}
}

const isSame = (one: PartOf, other: PartOf): boolean =>
	one.rfc === other.rfc && one.bytes === other.bytes && one.digest === other.digest;

function writeAll(fd: number, bytes: Uint8Array, position: number | undefined): void {
	for (let written = 0; written < bytes.length; ) {
		const at = position === undefined ? null : position + written;
		written += writeSync(fd, bytes, written, bytes.length - written, at);
	}
}

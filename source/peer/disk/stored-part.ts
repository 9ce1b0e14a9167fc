/**
 * A part of a large document on the disk, with its journal: the synchronous half, which runs in the disk thread.
 */
import {closeSync, constants, fdatasync, fstatSync, ftruncateSync, openSync, readFileSync} from 'node:fs';
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
import {RunningDigest} from './running-digest.ts';
import {NoFileError} from './safe-file.ts';
import {writeAll} from './write-all.ts';

const claimBytes = 256 * 1024;
/** A sync begins whenever this much is new, so that little is left to wait for at the end of a fast download. */
const syncBytes = 64 * 1024 * 1024;
const syncToDisk: Sync = promisify(fdatasync);

/** Makes the system write a file to the disk, as fdatasync(2) does. */
type Sync = (descriptor: number) => Promise<void>;

// The names are predictable: a link planted there must not redirect the writes. Windows has no such flag.
const toWrite = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);

export type PartPlace = {readonly part: string; readonly journal: string};

/** The contents of a part when it was opened. */
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
	readonly #toDisk: Sync;
	readonly #digest: RunningDigest;
	#have: RangeSet;
	/** Written but not yet in the journal: less than `claimBytes` for each source. */
	readonly #unclaimed = new Map<number, Range>();
	#claims = 0;
	/** Bytes written since a sync last began. */
	#unsynced = 0;
	/** How many of the claims are synced; -1 as long as an earlier program may have left something unsynced. */
	#syncedClaims: number;
	#syncing: Promise<void> | undefined;
	/** Why a sync failed. What it was to sync may be lost, and another one would succeed all the same (fsync(2)). */
	#syncFailure: unknown;

	/** Opens or creates a part, truncates that of another document. `toDisk` syncs a file. Throws the system's errors. */
	constructor(place: PartPlace, of: PartOf, toDisk = syncToDisk) {
		const opened = openPart(place, of);
		this.#fd = opened.fd;
		this.#journal = opened.journal;
		this.#digest = new RunningDigest(opened.fd);
		this.#bytes = of.bytes;
		this.#toDisk = toDisk;
		this.#have = opened.contents.have;
		this.#syncedClaims = this.#have.length === 0 ? 0 : -1;
		this.contents = opened.contents;
	}

	/**
	 * Writes bytes at their position, and records them in the journal now or a little later. Throws the system's errors,
	 * also that of a sync.
	 */
	write(position: number, bytes: Uint8Array, source: number): void {
		if (this.#syncFailure !== undefined) throw this.#syncFailure;
		this.#digest.startAgain();
		writeAll(this.#fd, bytes, position);
		this.#digest.wrote(position, bytes);
		this.#claim(position, bytes.length, source);
		this.#unsynced += bytes.length;
		if (this.#unsynced >= syncBytes && !this.#syncing) void this.sync().catch(() => {});
		this.#have = add(this.#have, {start: position, end: position + bytes.length});
		// Bytes that arrived ahead of a gap are read again as soon as it is filled, so that little is left for the end.
		for (let pieces = 0; pieces < 2 && !this.#digest.changed && this.hashOn(); pieces++);
	}

	source(source: number, about: JournalSource): void {
		this.#append({kind: 'source', source, ...about});
	}

	/** Syncs what was written, then records that in the journal. Rejects for good once a sync failed. */
	async sync(): Promise<void> {
		if (this.#syncFailure !== undefined) throw this.#syncFailure;
		for (const source of this.#unclaimed.keys()) this.#flush(source);
		if (this.#claims === this.#syncedClaims) return;
		this.#syncing ??= this.#sync().finally(() => {
			this.#syncing = undefined;
		});
		await this.#syncing;
	}

	/** Continues the digest by one piece. Returns whether more can be hashed now. */
	hashOn(): boolean {
		return this.#digest.goOn(this.#have);
	}

	/** Whether the digest covers the whole document. */
	get hashed(): boolean {
		return this.#digest.covered === this.#bytes;
	}

	/**
	 * `sha-256=:base64:` of the whole document; call it when nothing more will be written. `changed`: another program has
	 * written to it.
	 */
	digest(): {readonly digest: string; readonly changed: boolean} {
		const {value, changed} = this.#digest;
		return {digest: value, changed};
	}

	/** Syncs and closes both files. */
	async close(): Promise<void> {
		try {
			// A sync in progress does not cover what was written since it began.
			await this.#syncing?.catch(() => {});
			await this.sync();
		} finally {
			await this.leave();
		}
	}

	/** Closes both files without syncing. */
	async leave(): Promise<void> {
		// A pending sync must not run on descriptors that were closed and then reused for other files.
		await this.#syncing?.catch(() => {});
		try {
			for (const source of this.#unclaimed.keys()) this.#flush(source);
		} finally {
			closeSync(this.#fd);
			closeSync(this.#journal);
		}
	}

	/** Collects adjacent small pieces into one `have` record. */
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
		this.#unsynced = 0;
		await this.#surely(this.#fd);
		this.#append({kind: 'synced', have: claims});
		await this.#surely(this.#journal);
		this.#syncedClaims = claims;
	}

	async #surely(fd: number): Promise<void> {
		try {
			await this.#toDisk(fd);
		} catch (error) {
			this.#syncFailure = error;
			// No later attempt may believe what was claimed.
			ftruncateSync(this.#journal, 0);
			throw error;
		}
	}

	#append(record: JournalRecord): void {
		if (this.#syncFailure !== undefined) return;
		append(this.#journal, record);
	}
}

type OpenPart = {readonly fd: number; readonly journal: number; readonly contents: PartContents};

/** Opens both files, or neither. */
function openPart({part, journal: file}: PartPlace, of: PartOf): OpenPart {
	const journal = openSync(file, toWrite | constants.O_APPEND);
	let fd: number | undefined;
	try {
		fd = openSync(part, toWrite);
		// Reading a pipe would never end.
		for (const [each, path] of [[journal, file] as const, [fd, part] as const]) {
			const facts = fstatSync(each);
			if (!facts.isFile()) throw new NoFileError(facts, path);
		}
		return {fd, journal, contents: goOnWith({fd, journal}, of)};
	} catch (error) {
		if (fd !== undefined) closeSync(fd);
		closeSync(journal);
		throw error;
	}
}

/** The usable contents for this document; anything else is truncated. */
function goOnWith({fd, journal}: Pick<OpenPart, 'fd' | 'journal'>, of: PartOf): PartContents {
	const boot = bootId();
	const found = readJournal(readFileSync(journal), boot);
	const known = found && isSame(found.part, of) ? found : undefined;
	ftruncateSync(journal, known?.validBytes ?? 0);
	if (!known) {
		ftruncateSync(fd, 0);
		append(journal, {kind: 'part', version: 1, ...of});
	}
	append(journal, {kind: 'open', boot});
	// The file may have been cut or extended since; what is behind the document would stay in it, verified or not.
	const {size} = fstatSync(fd);
	if (size > of.bytes) ftruncateSync(fd, of.bytes);
	const whole = {start: 0, end: size};
	const have = known ? within(known.have, whole) : [];
	return {have, given: known?.given ?? [], sources: [...(known?.sources ?? [])]};
}

const append = (journal: number, record: JournalRecord): void => writeAll(journal, Buffer.from(journalLine(record)));

const isSame = (one: PartOf, other: PartOf): boolean =>
	one.rfc === other.rfc && one.bytes === other.bytes && one.digest === other.digest;

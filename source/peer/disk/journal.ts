/**
 * The journal beside a part file records which document the part belongs to and which bytes are there. Pure: lines
 * in, facts out.
 *
 * Each line is a checksum and a JSON record. Lines are only ever appended; a torn or invalid line ends the journal. A
 * `have` record is written after its bytes, so it is true whenever the program dies. After a power failure only those
 * `have` records count that a later `synced` record covers, which is written after the bytes were synced to the disk.
 */
import {crc32} from 'node:zlib';
import {isCount, isRfcNumber} from '../../protocol/numbers.ts';
import {isDigest} from '../../protocol/values.ts';
import {type Members, membersOf} from '../../text/json-text.ts';
import {add, type Range, type RangeSet} from './range-set.ts';

/** The document that a part file belongs to. */
export type PartOf = {readonly rfc: number; readonly bytes: number; readonly digest: string};

export type JournalRecord =
	| ({readonly kind: 'part'; readonly version: 1} & PartOf)
	/** A program began to write. `boot` identifies the machine's boot. */
	| {readonly kind: 'open'; readonly boot: string}
	/** Defines which holder the number `source` stands for from here on. */
	| {
			readonly kind: 'source';
			readonly source: number;
			readonly host: string;
			readonly address: string;
			readonly port: number;
	  }
	/** These bytes were written; they came from that source. */
	| {readonly kind: 'have'; readonly start: number; readonly end: number; readonly source: number}
	/** The first `have` records since `open`, this many, are on the disk. */
	| {readonly kind: 'synced'; readonly have: number};

export type JournalSource = Omit<Extract<JournalRecord, {kind: 'source'}>, 'kind' | 'source'>;

export type Journal = {
	readonly part: PartOf;
	/** Bytes that are present. */
	readonly have: RangeSet;
	/** Which source sent which of them, in the order in which they were written. */
	readonly given: ReadonlyArray<Range & {readonly source: number}>;
	readonly sources: ReadonlyMap<number, JournalSource>;
	/** Length of the valid prefix of the journal; the rest is ignored. */
	readonly validBytes: number;
};

const lineFeed = 10;
/** In bytes, without its end. */
export const mostLine = 4096;

/** A record as the line to append. */
export function journalLine(record: JournalRecord): string {
	const json = JSON.stringify(record);
	return `${checksum(json)} ${json}\n`;
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');

/** Reads a journal. `boot` is the current one. Undefined when not even the first line is valid. */
export function readJournal(bytes: Buffer, boot: string): Journal | undefined {
	let validBytes = 0;
	let part: PartOf | undefined;
	const reader = new Reader(boot);
	for (;;) {
		const end = bytes.indexOf(lineFeed, validBytes);
		if (end < 0 || end - validBytes > mostLine) break;
		const record = recordIn(bytes.toString('utf8', validBytes, end));
		if (!record || (part === undefined) !== (record.kind === 'part')) break;
		// Sources are numbered in order of appearance.
		if (record.kind === 'source' && record.source > reader.sources.size) break;
		if (record.kind === 'part') part = {rfc: record.rfc, bytes: record.bytes, digest: record.digest};
		else reader.take(record);
		validBytes = end + 1;
	}
	if (!part) return undefined;
	const {bytes: size} = part;
	const given = reader.given().filter(({end}) => end <= size);
	return {part, have: given.reduce<RangeSet>(add, []), given, sources: reader.sources, validBytes};
}

class Reader {
	readonly #boot: string;
	readonly sources = new Map<number, JournalSource>();
	#given: Array<Range & {source: number}> = [];
	/** Written by the last program, and not covered by a `synced` record yet. */
	#unsure: Array<Range & {source: number}> = [];
	#sure = 0;
	#sameBoot = false;

	constructor(boot: string) {
		this.#boot = boot;
	}

	take(record: JournalRecord): void {
		if (record.kind === 'open') {
			this.#endSession();
			this.#sameBoot = record.boot === this.#boot;
		} else if (record.kind === 'source') {
			const {host, address, port} = record;
			this.sources.set(record.source, {host, address, port});
		} else if (record.kind === 'have') {
			const {start, end, source} = record;
			this.#unsure.push({start, end, source});
		} else if (record.kind === 'synced') this.#sure = record.have;
	}

	given(): ReadonlyArray<Range & {readonly source: number}> {
		this.#endSession();
		return this.#given;
	}

	#endSession(): void {
		// Hours of a slow download leave more records than a call takes arguments.
		this.#given = this.#given.concat(this.#sameBoot ? this.#unsure : this.#unsure.slice(0, this.#sure));
		this.#unsure = [];
		this.#sure = 0;
	}
}

function recordIn(line: string): JournalRecord | undefined {
	const json = line.slice(9);
	if (line[8] !== ' ' || line.slice(0, 8) !== checksum(json)) return undefined;
	const members = membersOf(json);
	return isRecord(members) ? members : undefined;
}

/** The checksum proves that one of our programs wrote it, but not that it was this version. */
function isRecord(it: Members): it is Members & JournalRecord {
	switch (it.kind) {
		case 'part':
			return it.version === 1 && isRfcNumber(it.rfc) && isCount(it.bytes) && isDigest(it.digest);
		case 'open':
			return typeof it.boot === 'string';
		case 'source':
			return isCount(it.source) && typeof it.host === 'string' && typeof it.address === 'string' && isCount(it.port);
		case 'have':
			return isCount(it.start) && isCount(it.end) && it.start < it.end && isCount(it.source);
		case 'synced':
			return isCount(it.have);
		default:
			return false;
	}
}

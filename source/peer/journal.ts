/**
 * What the journal beside a part file says: whose part it is, and which bytes are there. Pure: lines in, facts out.
 *
 * A line is a checksum and a JSON record. Lines are only ever appended; what is torn or wrong at the end was never said.
 * `have` is written after the bytes were written, so it is true however the program ends; after a power failure only those
 * count that a later `synced` covers, which is written after the bytes were synced to the disk.
 */
import {crc32} from 'node:zlib';
import {add, type Range, type RangeSet} from './range-set.ts';

/** What a part file is a part of. */
export type PartOf = {readonly rfc: number; readonly bytes: number; readonly digest: string};

export type JournalRecord =
	| ({readonly kind: 'part'; readonly version: 1} & PartOf)
	/** A program began to write. `boot` names the time since the machine was started. */
	| {readonly kind: 'open'; readonly boot: string}
	/** Who is meant by `source` from here on. */
	| {
			readonly kind: 'source';
			readonly source: number;
			readonly host: string;
			readonly address: string;
			readonly port: number;
	  }
	/** These bytes were written; they came from that source. */
	| {readonly kind: 'have'; readonly start: number; readonly end: number; readonly source: number}
	/** The first so many `have` since `open` are on the disk. */
	| {readonly kind: 'synced'; readonly have: number};

export type JournalSource = Omit<Extract<JournalRecord, {kind: 'source'}>, 'kind' | 'source'>;

export type Journal = {
	readonly part: PartOf;
	/** Bytes that are there. */
	readonly have: RangeSet;
	/** Who gave which of them, in the order of the writing. */
	readonly given: ReadonlyArray<Range & {readonly source: number}>;
	readonly sources: ReadonlyMap<number, JournalSource>;
	/** Bytes of the journal that make sense: what follows was never said. */
	readonly validBytes: number;
};

const lineFeed = 10;
const mostLine = 4096;

/** A record as it is appended. */
export function journalLine(record: JournalRecord): string {
	const json = JSON.stringify(record);
	return `${checksum(json)} ${json}\n`;
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');

/** Reads a journal. `boot` is the present one. Undefined when not even its first line makes sense. */
export function readJournal(bytes: Buffer, boot: string): Journal | undefined {
	let validBytes = 0;
	let part: PartOf | undefined;
	const reader = new Reader(boot);
	for (;;) {
		const end = bytes.indexOf(lineFeed, validBytes);
		if (end < 0 || end - validBytes > mostLine) break;
		const record = recordIn(bytes.toString('utf8', validBytes, end));
		if (!record || (part === undefined) !== (record.kind === 'part')) break;
		if (record.kind === 'part') part = {rfc: record.rfc, bytes: record.bytes, digest: record.digest};
		else reader.take(record);
		validBytes = end + 1;
	}
	if (!part) return undefined;
	const {bytes: size} = part;
	const given = reader.given().filter(({start, end}) => start < end && end <= size);
	return {part, have: given.reduce<RangeSet>(add, []), given, sources: reader.sources, validBytes};
}

class Reader {
	readonly #boot: string;
	readonly sources = new Map<number, JournalSource>();
	#given: Array<Range & {source: number}> = [];
	/** Of the program that wrote last: what is not yet sure. */
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
		} else if (record.kind === 'synced') this.#sure = Math.max(this.#sure, record.have);
	}

	given(): ReadonlyArray<Range & {readonly source: number}> {
		this.#endSession();
		return this.#given;
	}

	#endSession(): void {
		this.#given.push(...(this.#sameBoot ? this.#unsure : this.#unsure.slice(0, this.#sure)));
		this.#unsure = [];
		this.#sure = 0;
	}
}

function recordIn(line: string): JournalRecord | undefined {
	const json = line.slice(9);
	if (line[8] !== ' ' || line.slice(0, 8) !== checksum(json)) return undefined;
	try {
		// The checksum says that it is a line of ours.
		return JSON.parse(json) as JournalRecord;
	} catch {
		return undefined;
	}
}

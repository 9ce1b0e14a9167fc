/** Records on the wire: data lines of P2P-CI/1.0 (RFC 900001, section 4) and NDJSON of P2P-CI/1.1 (RFC 900002). */
import {limits, type PeerRecord, type RfcRecord, type SearchHit, type Version, type WatchEvent} from './message.ts';
import {decimal, isCount, isPort, isRfcNumber} from './numbers.ts';
import {isDigest} from './values.ts';

/** A 1.0 data line, with its CRLF. `host` is an address that a 1.0 client can connect to. */
export const classicLine = (
	rfc: number,
	title: string,
	place: {readonly host: string; readonly port: number},
): string => `RFC ${rfc} ${title} ${place.host} ${place.port}\r\n`;

/** IPv6 as people write it before a port. */
const bracketed = /^\[([\da-f:.]+)\]$/i;

/**
 * Parses a data line of any 1.0 index server: `RFC n`, `RFC-n` or `n`, then title, host and port, separated by runs
 * of spaces. Undefined for anything else, for instance a heading.
 */
export function parseClassicLine(line: string): RfcRecord | undefined {
	// Servers that split lines at LF only keep the CR after values, and send it back.
	const words = line.trim().split(/[ \t\r]+/);
	if (/^RFC[-:]?$/i.test(words[0] ?? '')) words.shift();
	const rfc = decimal((words.shift() ?? '').replace(/^RFC[-:]?/i, ''));
	const port = decimal(words.pop() ?? '');
	const host = words.pop();
	if (!isRfcNumber(rfc) || !isPort(port) || host === undefined) return undefined;
	return {rfc, title: words.join(' '), host, address: bracketed.exec(host)?.[1] ?? host, port};
}

type Place = Pick<RfcRecord, 'host' | 'address' | 'port'>;

/** A record as a line of NDJSON, with its LF. */
export const recordLine = (record: RfcRecord): string => recordLineAt(record, record);

/** The same from what is said about a document, and about the place where it is. */
export const recordLineAt = (record: Omit<RfcRecord, keyof Place>, place: Place): string =>
	`${JSON.stringify({
		rfc: record.rfc,
		title: record.title,
		host: place.host,
		address: place.address,
		port: place.port,
		size: record.size,
		digest: record.digest,
		modified: record.modified,
	})}\n`;

/** A peer as a line of NDJSON, with its LF. */
export const peerLine = (peer: PeerRecord): string =>
	`${JSON.stringify({
		host: peer.host,
		address: peer.address,
		port: peer.port,
		rfcs: peer.rfcs,
		version: peer.version,
		reachable: peer.reachable,
		os: peer.os,
		agent: peer.agent,
		joined: peer.joined,
		seen: peer.seen,
	})}\n`;

/** RFC 3339, section 5.6, in UTC. */
const timestamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/** Whether a value is a text of at most this many characters, each of one or two units of a string. */
const isText = (value: unknown, most: number): value is string => typeof value === 'string' && value.length <= 2 * most;
const isTitle = (value: unknown): value is string => isText(value, limits.maxTitleLength);
/** As long as a host name at most. */
const isWord = (value: unknown): value is string => isText(value, limits.maxHostLength);

/**
 * Parses a line of NDJSON as a record. Undefined when a required member is missing, or has another type or range, or is
 * too long; such optional members are dropped.
 */
export function parseRecordLine(line: string): RfcRecord | undefined {
	return recordOf(parseObject(line));
}

function recordOf(value: Members | undefined): RfcRecord | undefined {
	if (!value || !isRfcNumber(value.rfc) || !isPort(value.port)) return undefined;
	const {title, host, address, size, digest, modified} = value;
	if (!isTitle(title) || !isWord(host) || !isWord(address)) return undefined;
	// A list has thousands of records: spreading the optional members would take longer than all the rest.
	const record: {-readonly [Member in keyof RfcRecord]: RfcRecord[Member]} = {
		rfc: value.rfc,
		title,
		host,
		address,
		port: value.port,
	};
	if (isCount(size)) record.size = size;
	if (isDigest(digest)) record.digest = digest;
	if (isWord(modified) && timestamp.test(modified)) record.modified = modified;
	return record;
}

/** Parses a line of NDJSON as a peer. As `parseRecordLine`. */
export function parsePeerLine(line: string): PeerRecord | undefined {
	return peerOf(parseObject(line));
}

function peerOf(value: Members | undefined): PeerRecord | undefined {
	if (!value || !isPort(value.port)) return undefined;
	const {host, address, rfcs, version, reachable, os, agent, joined, seen} = value;
	if (!isWord(host) || !isWord(address) || !isCount(rfcs)) return undefined;
	if (!isVersion(version) || !isWord(joined) || !isWord(seen)) return undefined;
	return {
		host,
		address,
		port: value.port,
		rfcs,
		version,
		...(typeof reachable === 'boolean' ? {reachable} : {}),
		...(isWord(os) ? {os} : {}),
		...(isWord(agent) ? {agent} : {}),
		joined,
		seen,
	};
}

const isVersion = (value: unknown): value is Version => value === '1.0' || value === '1.1';

/** Parses a line of a SEARCH answer. As `parseRecordLine`. */
export function parseSearchLine(line: string): SearchHit | undefined {
	const value = parseObject(line);
	if (!value || !isRfcNumber(value.rfc)) return undefined;
	const {rfc, title, holders} = value;
	return isTitle(title) && isCount(holders) ? {rfc, title, holders} : undefined;
}

const generation = /^[^\s"]{1,64}-\d{1,15}$/;

/** Whether a text is a generation of an index: `epoch-number`. */
export const isGeneration = (text: string): boolean => generation.test(text);

/** Parses a line of WATCH. Undefined for an unknown event, and as `parseRecordLine`. */
export function parseEventLine(line: string): WatchEvent | undefined {
	const value = parseObject(line);
	if (typeof value?.generation !== 'string' || !isGeneration(value.generation)) return undefined;
	const at = value.generation;
	switch (value.event) {
		case 'heartbeat':
		case 'resync':
			return {event: value.event, generation: at};
		case 'peer-joined':
		case 'peer-left': {
			const peer = peerOf(value);
			return peer && {event: value.event, generation: at, peer};
		}
		case 'rfc-added':
		case 'rfc-changed':
		case 'rfc-removed': {
			const record = recordOf(value);
			return record && {event: value.event, generation: at, record};
		}
		default:
			return undefined;
	}
}

type Members = Readonly<Record<string, unknown>>;

function parseObject(line: string): Members | undefined {
	try {
		const value: unknown = JSON.parse(line);
		return typeof value === 'object' && value !== null ? (value as Members) : undefined;
	} catch {
		return undefined;
	}
}

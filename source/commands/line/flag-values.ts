/** Parses values of flags. Undefined when they are invalid. */
import {defaultPort} from '../../protocol/message.ts';
import {decimal} from '../../protocol/numbers.ts';
import {type HostPort, hostPort, parseHostPort, plainAddress} from '../../text/address.ts';
import type {Invocation, Missing} from './command.ts';

const ratePattern = /^(\d+(?:\.\d+)?)\s*(B|kB|MB|KiB|MiB|k|m)?(?:\/s)?$/i;
const rateUnits: Readonly<Record<string, number>> = {
	b: 1,
	kb: 1000,
	mb: 1_000_000,
	kib: 1024,
	mib: 1024 ** 2,
	k: 1024,
	m: 1024 ** 2,
};

/** A rate in bytes a second: `60KiB/s`, `1.5 MiB`, `2000`. 0 is full speed. */
export function rate(text: string): number | undefined {
	const [, amount, unit = 'B'] = ratePattern.exec(text.trim()) ?? [];
	if (amount === undefined) return undefined;
	const bytes = Number(amount) * (rateUnits[unit.toLowerCase()] ?? 1);
	return bytes === 0 || bytes >= 1 ? Math.round(bytes) : undefined;
}

export const rateExpected = 'a rate such as 60KiB/s, 1MiB/s or 2000 (bytes a second)';

/** A limit of simultaneous things: 1..1,000. */
export function atATime(text: string): number | undefined {
	const value = decimal(text);
	return value !== undefined && value >= 1 && value <= 1000 ? value : undefined;
}

/** The --pace flag in bytes a second; undefined is full speed. */
export const paceOf = (invocation: Invocation): number | undefined =>
	invocation.value('pace', rate, rateExpected) || undefined;

/** The --server flag. */
export const serverOf = (invocation: Invocation): HostPort =>
	invocation.value('server', text => parseHostPort(text, defaultPort), addressExpected) ?? localServer;

const addressExpected = 'HOST, HOST:PORT or [IPV6]:PORT, for instance 192.168.1.20:5555';
const localServer: HostPort = {host: '127.0.0.1', port: defaultPort};

/** A host name or an address without a port: IPv6 with or without brackets, IPv4-mapped addresses as IPv4. */
export function plainHost(text: string): string | undefined {
	const host = plainAddress(text.replace(/^\[(.*)\]$/, '$1'));
	return parseHostPort(hostPort(host, 1), 1)?.host === host ? host : undefined;
}

export const plainHostExpected = 'a host name or an IP address, without a port';

/** The --host flag: where to listen. */
export const listenHostOf = (invocation: Invocation): string =>
	invocation.value('host', plainHost, plainHostExpected) ?? '::';

/** The --protocol flag. */
export const protocolOf = (invocation: Invocation): '1.0' | '1.1' | undefined =>
	invocation.value('protocol', text => (text === '1.0' || text === '1.1' ? text : undefined), '1.0 or 1.1');

/** Asked when a key has no file. */
export const missingFile: Missing = {question: 'Which file?', example: 'key lab.key'};

/** Asked when a search has no words. */
export const missingQuery: Missing = {question: 'Search for what?', example: 'search "quic transport"'};

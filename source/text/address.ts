/** Addresses as people read and write them: `host:port`, IPv6 in brackets (RFC 3986, section 3.2.2). */

export type HostPort = {
	/** A name or an IP address, IPv6 without brackets. */
	readonly host: string;
	/** 1..65535. */
	readonly port: number;
};

const longestHost = 255;

/** `10.0.0.5:6002`, `[2001:db8::1]:6002`, `localhost:6002`. */
export function hostPort(address: string, port: number): string {
	return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/**
 * The IPv4 address in an IPv4-mapped IPv6 address (`::ffff:10.0.0.5`, RFC 4291, section 2.5.5.2); any other
 * unchanged.
 */
export function plainAddress(address: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
	return mapped?.[1] ?? address;
}

const loopback = /^(?:127\.\d+\.\d+\.\d+|::1|(?:0{1,4}:){7}0{0,3}1|localhost\.?)$/;

/** Whether the address (127.0.0.0/8, ::1 in any form, also in brackets) or the name `localhost` is a loopback. */
export function isLoopback(address: string): boolean {
	return loopback.test(plainAddress(address.replace(/^\[(.*)\]$/, '$1')).toLowerCase());
}

/** The highest port of TCP (RFC 9293, section 3.1). */
export const highestPort = 65_535;

/** Parses a port number, 1..65535; undefined for anything else. */
export function parsePort(text: string): number | undefined {
	if (!/^\d{1,5}$/.test(text)) return undefined;
	const port = Number(text);
	return port >= 1 && port <= highestPort ? port : undefined;
}

/** Parses a port to listen on: 1..65535, or 0 for any free one; undefined for anything else. */
export const parseListenPort = (text: string): number | undefined => (/^0+$/.test(text) ? 0 : parsePort(text));

/**
 * Digits alone are a port whose host was forgotten: resolvers read 7734 as the address 0.0.30.54. Names are seldom
 * other than ASCII, and to make and run an expression with letters of all scripts takes a millisecond.
 */
const isName = (host: string): boolean =>
	host.length <= longestHost &&
	!/^\d+$/.test(host) &&
	(/^[\w-]+(\.[\w-]+)*\.?$/.test(host) || /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*\.?$/u.test(host));

/**
 * Checks only the shape: groups of at most 4 hexadecimal digits, at least two colons, optionally an IPv4 tail and a
 * zone.
 */
function isIPv6(host: string): boolean {
	return /^(?=[^:]*:[^:]*:)(?!.*:::)(?![^%]*[\da-f]{5})[\da-f:]{2,39}(\d*\.\d+\.\d+\.\d+)?(%[\w.-]+)?$/i.test(host);
}

/**
 * Parses what a person typed as an address: `host`, `host:port`, `[::1]:5555`, `[::1]` or `::1`. Undefined for
 * anything else, URLs included.
 */
export function parseHostPort(text: string, defaultPort: number): HostPort | undefined {
	if (isIPv6(text)) return {host: text, port: defaultPort};
	const match = /^(?:\[([^\]]*)\]|([^:[\]]+))(?::(\d+))?$/.exec(text);
	if (match === null) return undefined;
	const [, bracketed, name, digits] = match;
	const port = digits === undefined ? defaultPort : parsePort(digits);
	if (port === undefined) return undefined;
	if (bracketed !== undefined) return isIPv6(bracketed) ? {host: bracketed, port} : undefined;
	return name !== undefined && isName(name) ? {host: name, port} : undefined;
}

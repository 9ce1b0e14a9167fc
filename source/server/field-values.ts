/** Fields of 1.1 requests: returns their values, or throws a `ProtocolError` 400 with a sentence. */

import {parseHttpDate} from '../protocol/http-date.ts';
import type {Fields} from '../protocol/message.ts';
import {bound, decimal} from '../protocol/numbers.ts';
import {ProtocolError} from '../protocol/status.ts';
import {digestOf, isHostName} from '../protocol/values.ts';
import {plainAddress} from '../text/address.ts';
import type {About} from './index-peer.ts';

/** Characters kept of OS and User-Agent. */
const keptLength = 200;

const controls = /\p{Cc}/gu;

/** A text of a peer about itself, cut to the maximum length; undefined when there is none. */
export function textOf(fields: Fields, name: string): string | undefined {
	const text = fields.get(name)?.replace(controls, ' ').trim() ?? '';
	return text === '' ? undefined : [...text.slice(0, 2 * keptLength)].slice(0, keptLength).join('');
}

/** The Address of a JOIN, IPv6 without brackets; undefined when there is none. */
export function addressOf(fields: Fields): string | undefined {
	const text = fields.get('Address') ?? '';
	if (text === '') return undefined;
	if (!isHostName(text)) throw new ProtocolError(400, 'Address must be an address without white space.');
	return plainAddress(text.replace(/^\[(.*)\]$/, '$1'));
}

/** Offset and Limit; the limit is never more than `most`. */
export const pageOf = (fields: Fields, most: number): {readonly offset: number; readonly limit: number} => ({
	offset: numberOf(fields, 'Offset', bound) ?? 0,
	limit: limitOf(fields, most),
});

/** Limit: how many records or hits to send, never more than `most`. */
export const limitOf = (fields: Fields, most: number): number =>
	Math.min(numberOf(fields, 'Limit', bound) ?? most, most);

/** The Query of a SEARCH. */
export function queryOf(fields: Fields): string {
	const query = fields.get('Query') ?? '';
	if (query.trim() === '') throw new ProtocolError(400, 'Query must say what to search for.');
	return query;
}

function numberOf(fields: Fields, name: string, parse = decimal): number | undefined {
	const text = fields.get(name);
	if (text === undefined) return undefined;
	const value = parse(text);
	if (value === undefined) throw new ProtocolError(400, `${name} must be a decimal number.`);
	return value;
}

/** The Since of a WATCH: a generation, quoted or not; undefined when there is none. */
export function sinceOf(fields: Fields): {readonly epoch: string; readonly number: number} | undefined {
	const text = fields.get('Since');
	if (text === undefined) return undefined;
	const [, epoch, digits] = /^"?([^\s"]+)-(\d+)"?$/.exec(text) ?? [];
	const number = bound(digits ?? '');
	if (epoch === undefined || number === undefined) {
		throw new ProtocolError(400, 'Since must be a generation like k3f9-7.');
	}
	return {epoch, number};
}

/** The facts about the document in an ADD, apart from its title. `now` is in milliseconds since the epoch. */
export function descriptionOf(fields: Fields, now: number): Omit<About, 'title'> {
	const size = numberOf(fields, 'Size');
	const digest = reprDigestOf(fields.get('Repr-Digest'));
	const modified = modifiedOf(fields.get('Last-Modified'), now);
	return {
		...(size === undefined ? {} : {size}),
		...(digest === undefined ? {} : {digest}),
		...(modified === undefined ? {} : {modified}),
	};
}

/** A dictionary of byte sequences (RFC 9530, section 3; RFC 8941, section 3.2). */
const digestList = /^[a-z*][\w.*-]*=:[A-Za-z\d+/]*={0,2}:(?:[ \t]*,[ \t]*[a-z*][\w.*-]*=:[A-Za-z\d+/]*={0,2}:)*$/;

function reprDigestOf(field: string | undefined): string | undefined {
	if (field === undefined) return undefined;
	const digest = digestOf(field);
	// Well-formed digests by other algorithms are accepted and ignored.
	if (digest === undefined && (!digestList.test(field) || /(?:^|,\s*)sha-256=/.test(field))) {
		throw new ProtocolError(400, 'Repr-Digest must be like sha-256=:base64:, with the 32 bytes of a SHA-256 digest.');
	}
	return digest;
}

/** An HTTP-date (RFC 9110, section 5.6.7), in any of its three forms, as RFC 3339 in UTC. */
function modifiedOf(field: string | undefined, now: number): string | undefined {
	if (field === undefined) return undefined;
	const time = parseHttpDate(field, now);
	if (time === undefined) {
		throw new ProtocolError(400, 'Last-Modified must be a date like Sun, 06 Nov 1994 08:49:37 GMT.');
	}
	return new Date(time).toISOString().replace('.000Z', 'Z');
}

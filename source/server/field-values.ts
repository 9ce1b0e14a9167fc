/** Fields that only requests of 1.1 have: what they say, or a `ProtocolError` 400 with a sentence. */

import type {Fields} from '../protocol/message.ts';
import {decimal} from '../protocol/records.ts';
import {ProtocolError} from '../protocol/status.ts';
import {digestOf, isHostName} from '../protocol/values.ts';
import {plainAddress} from '../text/address.ts';
import type {About} from './holding.ts';

/** Characters of OS and User-Agent that are kept. */
const keptLength = 200;

/** RFCs in the answer to a SEARCH without Limit, and with any. */
const defaultHits = 100;
const mostHits = 1000;

const controls = /\p{Cc}/gu;

/** A text about the peer itself, cut to what is kept; undefined when there is none. */
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
export function pageOf(fields: Fields, most: number): {readonly offset: number; readonly limit: number} {
	const offset = numberOf(fields, 'Offset') ?? 0;
	return {offset, limit: Math.min(numberOf(fields, 'Limit') ?? most, most)};
}

/** The Query of a SEARCH. */
export function queryOf(fields: Fields): string {
	const query = fields.get('Query') ?? '';
	if (query.trim() === '') throw new ProtocolError(400, 'Query must say what to search for.');
	return query;
}

/** The Limit of a SEARCH: how many of the best are wanted. */
export const hitLimitOf = (fields: Fields): number => Math.min(numberOf(fields, 'Limit') ?? defaultHits, mostHits);

function numberOf(fields: Fields, name: string): number | undefined {
	const text = fields.get(name);
	if (text === undefined) return undefined;
	const value = decimal(text);
	if (value === undefined) throw new ProtocolError(400, `${name} must be a decimal number.`);
	return value;
}

/** The Since of a WATCH, a generation, quoted or not; undefined when there is none. */
export function sinceOf(fields: Fields): {readonly epoch: string; readonly number: number} | undefined {
	const text = fields.get('Since');
	if (text === undefined) return undefined;
	const [, epoch, digits] = /^"?([^\s"]+)-(\d+)"?$/.exec(text) ?? [];
	const number = decimal(digits ?? '');
	if (epoch === undefined || number === undefined) {
		throw new ProtocolError(400, 'Since must be a generation like k3f9-7.');
	}
	return {epoch, number};
}

/** Whether an If-None-Match names this entity tag, or any (RFC 9110, section 13.1.2: weak tags compare alike). */
export function hasTag(field: string | undefined, tag: string): boolean {
	if (field === undefined) return false;
	return field.trim() === '*' || field.split(',').some(each => each.trim().replace(/^W\//, '') === tag);
}

/** What an ADD says of the document beside its title. */
export function descriptionOf(fields: Fields): Omit<About, 'title'> {
	const size = numberOf(fields, 'Size');
	const digest = reprDigestOf(fields.get('Repr-Digest'));
	const modified = modifiedOf(fields.get('Last-Modified'));
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
	// Digests by other algorithms are well formed, and nothing that this index keeps.
	if (digest === undefined && (!digestList.test(field) || /(?:^|,\s*)sha-256=/.test(field))) {
		throw new ProtocolError(400, 'Repr-Digest must be like sha-256=:base64:, with the 32 bytes of a SHA-256 digest.');
	}
	return digest;
}

const obsoleteDates =
	/^[A-Z][a-z]+, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$|^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/** An HTTP-date (RFC 9110, section 5.6.7), any of its three forms, as RFC 3339 in UTC. */
function modifiedOf(field: string | undefined): string | undefined {
	if (field === undefined) return undefined;
	const obsolete = obsoleteDates.test(field);
	const date = new Date(obsolete && !field.endsWith('GMT') ? `${field} GMT` : field);
	const valid = !Number.isNaN(date.getTime()) && (obsolete || date.toUTCString() === field);
	if (!valid) {
		throw new ProtocolError(400, 'Last-Modified must be a date like Sun, 06 Nov 1994 08:49:37 GMT.');
	}
	return date.toISOString().replace('.000Z', 'Z');
}

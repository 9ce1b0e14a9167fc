/**
 * What of a document answers a request: all of it, a part, or only the word that nothing is new
 * (RFC 9110, sections 8.8, 13 and 14). Pure.
 */
import type {Fields, Request} from '../protocol/message.ts';
import {type Coding, codings, preferredCoding} from './content-coding.ts';
import {type AskedRange, type ByteRange, parseRange, resolveRange} from './range-request.ts';

/** A file as it was when it was read. Times are milliseconds since the epoch. */
export type DocumentFacts = {
	readonly bytes: number;
	readonly modified: number;
	/** When anything about it changed, its times too. */
	readonly changed: number;
	readonly inode: number;
	/** `sha-256=:base64:` of just these bytes; absent when it is not known. */
	readonly digest?: string;
};

export type Selection =
	/** `coding`: the one to send it in, where that pays. */
	| {readonly kind: 'whole'; readonly coding?: Coding}
	| {readonly kind: 'part'; readonly range: ByteRange}
	| {readonly kind: 'not-modified'; readonly tag: string}
	| {readonly kind: 'unsatisfiable'};

/** A date as fields have it (RFC 9110, section 5.6.7). */
export const fixdate = (time: number): string => new Date(time).toUTCString();

const digestValue = /:([^:]*):$/;
const number = (value: number): string => Math.round(value).toString(36);

/** A strong entity tag that the facts of the file make. */
export const factsTag = ({bytes, modified, changed, inode}: DocumentFacts): string =>
	// Microseconds: two changes in one millisecond must differ.
	`"${number(bytes)}.${number(modified * 1000)}.${number(changed * 1000)}.${number(inode)}"`;

/** The strong entity tag of a document: its digest, where that is known. */
export function entityTag(document: DocumentFacts): string {
	const value = document.digest === undefined ? undefined : digestValue.exec(document.digest)?.[1];
	return value === undefined ? factsTag(document) : `"${value}"`;
}

/** Who got the tag that the facts make may go on with it when the digest has become known meanwhile. */
const entityTags = (document: DocumentFacts): readonly string[] => [entityTag(document), factsTag(document)];

/** The tag of a document in a coding: other bytes, another tag. */
export const codedTag = (tag: string, coding: Coding): string => `${tag.slice(0, -1)}-${coding}"`;

/** `mayEncode`: whether this document pays to be encoded for this party. `now` is in milliseconds since the epoch. */
export function select(
	{method, fields}: Pick<Request, 'method' | 'fields'>,
	document: DocumentFacts,
	{mayEncode, now}: {readonly mayEncode: boolean; readonly now: number},
): Selection {
	const tag = knownTag(fields.get('If-None-Match'), document);
	if (tag !== undefined) return {kind: 'not-modified', tag};
	// Range is defined for GET alone (RFC 9110, section 14.2).
	const asked = method === 'GET' ? askedRange(fields) : undefined;
	if (asked && isSameAs(fields.get('If-Range'), document, now)) {
		const range = resolveRange(asked, document.bytes);
		if (range === 'unsatisfiable') return {kind: 'unsatisfiable'};
		if (range !== 'whole') return {kind: 'part', range};
	}
	const coding = method === 'GET' && mayEncode ? codingFor(fields) : undefined;
	return coding === undefined ? {kind: 'whole'} : {kind: 'whole', coding};
}

/** The range that a request asks for, whether or not it is going to have it. */
export const askedRange = (fields: Fields): AskedRange | undefined => parseRange(fields.get('Range'));

/** The coding that a request may have: never with a Range (PROTOCOL.md 4), also one that is ignored. */
export const codingFor = (fields: Fields): Coding | undefined =>
	fields.has('Range') ? undefined : preferredCoding(fields.get('Accept-Encoding'));

const anyTag = /"[^"]*"/g;

/** The tag of an If-None-Match field that is this document's, in whichever coding it was sent: all of them hold the same. */
function knownTag(value: string | undefined, document: DocumentFacts): string | undefined {
	if (value === undefined) return undefined;
	const own = entityTags(document);
	if (value === '*') return own[0];
	const all = new Set(own.flatMap(tag => [tag, ...codings.map(coding => codedTag(tag, coding))]));
	return value.match(anyTag)?.find(tag => all.has(tag));
}

/** Whether an If-Range field (a strong tag, or the very date) names the document as it is. Without one it does. */
function isSameAs(value: string | undefined, document: DocumentFacts, now: number): boolean {
	if (value === undefined) return true;
	if (value.startsWith('"')) return entityTags(document).includes(value);
	// Within the second of a change the date cannot tell one from the next (RFC 9110, section 8.8.2.2).
	return value === fixdate(document.modified) && now - document.modified >= 1000;
}

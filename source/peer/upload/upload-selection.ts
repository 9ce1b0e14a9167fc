/**
 * Decides what answers a request for a document: all of it, a range, or 304 Not Modified (RFC 9110, sections 8.8, 13
 * and 14). Pure.
 */
import {namedTag} from '../../protocol/entity-tag.ts';
import {parseHttpDate} from '../../protocol/http-date.ts';
import type {Fields, Request} from '../../protocol/message.ts';
import type {Range} from '../disk/range-set.ts';
import type {FileFacts} from '../disk/safe-file.ts';
import {type Coding, codings, preferredCoding} from './content-coding.ts';
import {type AskedRange, parseRange, resolveRange} from './range-request.ts';

/** The facts of a file when it was read. */
export type DocumentFacts = FileFacts & {
	/** `sha-256=:base64:` of exactly these bytes; absent when it is not known. */
	readonly digest?: string;
};

export type Selection =
	/** `coding`: the coding to send it in, where that pays. */
	| {readonly kind: 'whole'; readonly coding?: Coding}
	| {readonly kind: 'part'; readonly range: Range}
	| {readonly kind: 'not-modified'; readonly tag: string}
	| {readonly kind: 'unsatisfiable'};

const digestValue = /:([^:]*):$/;
const number = (value: number): string => Math.round(value).toString(36);

/** A strong entity tag derived from the facts of the file. */
export const factsTag = ({bytes, modified, changed, inode}: DocumentFacts): string =>
	// Microseconds: two changes within one millisecond must differ.
	`"${number(bytes)}.${number(modified * 1000)}.${number(changed * 1000)}.${number(inode)}"`;

/** The strong entity tag of a document: its digest, if known. */
export function entityTag(document: DocumentFacts): string {
	const value = document.digest === undefined ? undefined : digestValue.exec(document.digest)?.[1];
	return value === undefined ? factsTag(document) : `"${value}"`;
}

/** The tag derived from the facts stays valid when the digest becomes known. */
const entityTags = (document: DocumentFacts): readonly string[] => [entityTag(document), factsTag(document)];

/** The tag of a document in a coding: other bytes, another tag. */
export const codedTag = (tag: string, coding: Coding): string => `${tag.slice(0, -1)}-${coding}"`;

/** `mayEncode`: whether encoding pays for this document. `now` is in milliseconds since the epoch. */
export function select(
	{method, fields}: Pick<Request, 'method' | 'fields'>,
	document: DocumentFacts,
	{mayEncode, now}: {readonly mayEncode: boolean; readonly now: number},
): Selection {
	const tag = knownTag(fields.get('If-None-Match'), document) ?? unmodifiedTag(fields, document, now);
	if (tag !== undefined) return {kind: 'not-modified', tag};
	// Range is defined only for GET (RFC 9110, section 14.2).
	const asked = method === 'GET' ? askedRange(fields) : undefined;
	if (asked && isSameAs(fields.get('If-Range'), document, now)) {
		const range = resolveRange(asked, document.bytes);
		if (range === 'unsatisfiable') return {kind: 'unsatisfiable'};
		if (range !== 'whole') return {kind: 'part', range};
	}
	const coding = method === 'GET' && mayEncode ? codingFor(fields) : undefined;
	return coding === undefined ? {kind: 'whole'} : {kind: 'whole', coding};
}

/** The requested range, whether or not it will be served. */
export const askedRange = (fields: Fields): AskedRange | undefined => parseRange(fields.get('Range'));

/** The acceptable coding of a request: none with a Range (RFC 900003), even an ignored one. */
export const codingFor = (fields: Fields): Coding | undefined =>
	fields.has('Range') ? undefined : preferredCoding(fields.get('Accept-Encoding'));

/** The tag in an If-None-Match field that matches this document, in any coding. */
const knownTag = (field: string | undefined, document: DocumentFacts): string | undefined =>
	namedTag(
		field,
		entityTags(document).flatMap(tag => [tag, ...codings.map(coding => codedTag(tag, coding))]),
	);

/** The tag of a document that is unmodified since the date in a request without tags (RFC 9110, section 13.1.3). */
function unmodifiedTag(fields: Fields, document: DocumentFacts, now: number): string | undefined {
	const since = parseHttpDate(fields.get('If-Modified-Since') ?? '', now);
	if (since === undefined || fields.has('If-None-Match') || !isDated(document, now)) return undefined;
	return document.modified < since + 1000 ? entityTag(document) : undefined;
}

const wholeSecond = (time: number): number => Math.floor(time / 1000) * 1000;

/** Whether its date is a strong validator: within the second of a change it is not (RFC 9110, section 8.8.2.2). */
const isDated = ({modified}: DocumentFacts, now: number): boolean => now - modified >= 1000;

/** Whether an If-Range field (a strong tag, or the exact date) matches the document. True without the field. */
function isSameAs(value: string | undefined, document: DocumentFacts, now: number): boolean {
	if (value === undefined) return true;
	if (value.startsWith('"')) return entityTags(document).includes(value);
	return parseHttpDate(value, now) === wholeSecond(document.modified) && isDated(document, now);
}

/** What the head of an answer to GET or HEAD in 1.1 says about the document and the bytes that follow (PROTOCOL.md 4). */
import type {Fields, ResponseHead} from './message.ts';
import {decimal} from './records.ts';
import {digestOf} from './values.ts';

export type TransferHead = {
	readonly code: number;
	readonly phrase: string;
	/** Bytes of the body; to HEAD: of the document. */
	readonly length: number;
	/** Where the body's bytes belong, of 206 only. */
	readonly range?: ContentRange;
	/** Of the document, `sha-256=:base64:`. */
	readonly digest?: string;
	readonly etag?: string;
	/** How the body is encoded; absent when its bytes are the document's. */
	readonly encoding?: string;
	/** Seconds after which to ask again, of 503. */
	readonly retryAfter?: number;
};

/** Half-open: `end` is behind the last byte. `total`: bytes of the document. */
export type ContentRange = {readonly start: number; readonly end: number; readonly total: number};

const contentRange = /^bytes[ \t]+(\d+)-(\d+)\/(\d+)$/i;

/** Reads a Content-Range field (RFC 9110, section 14.4); undefined when it is none, or makes no sense. */
export function contentRangeOf(text: string): ContentRange | undefined {
	const [first, last, total] = (contentRange.exec(text) ?? []).slice(1).map(digits => decimal(digits));
	if (first === undefined || last === undefined || total === undefined) return undefined;
	return first <= last && last < total ? {start: first, end: last + 1, total} : undefined;
}

/** Reads a head. */
export function transferHead({code, phrase, fields}: ResponseHead): TransferHead {
	const range = code === 206 ? contentRangeOf(fields.get('Content-Range') ?? '') : undefined;
	const digest = digestIn(fields);
	const etag = fields.get('ETag');
	const encoding = encodingIn(fields);
	const retryAfter = code === 503 ? decimal(fields.get('Retry-After') ?? '') : undefined;
	return {
		code,
		phrase,
		length: decimal(fields.get('Content-Length') ?? '') ?? 0,
		...(range === undefined ? {} : {range}),
		...(digest === undefined ? {} : {digest}),
		...(etag === undefined ? {} : {etag}),
		...(encoding === undefined ? {} : {encoding}),
		...(retryAfter === undefined ? {} : {retryAfter}),
	};
}

/** Of the document: Repr-Digest is, where the bytes are not encoded; Unencoded-Digest is always. */
function digestIn(fields: Fields): string | undefined {
	const plain = encodingIn(fields) === undefined ? digestOf(fields.get('Repr-Digest') ?? '') : undefined;
	return plain ?? digestOf(fields.get('Unencoded-Digest') ?? '');
}

function encodingIn(fields: Fields): string | undefined {
	const encoding = fields.get('Content-Encoding')?.toLowerCase();
	return encoding === undefined || encoding === '' || encoding === 'identity' ? undefined : encoding;
}

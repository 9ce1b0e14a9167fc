/** Interprets the head of a 1.1 answer to GET or HEAD (RFC 900003). */
import type {Fields, ResponseHead} from './message.ts';
import {decimal} from './numbers.ts';
import {retryAfterIn} from './retry-after.ts';
import {digestOf} from './values.ts';

export type TransferHead = {
	readonly code: number;
	readonly phrase: string;
	/** Size of the body; for HEAD: of the document. */
	readonly length: number;
	/** Position of the body in the document, only with 206. */
	readonly range?: ContentRange;
	/** The digest of the document, `sha-256=:base64:`. */
	readonly digest?: string;
	readonly etag?: string;
	/** The content coding of the body; absent when it is not encoded. */
	readonly encoding?: string;
	/** Seconds to wait before the next request, only with 503. */
	readonly retryAfter?: number;
};

/** Half-open: `end` is after the last byte. `total`: size of the document. */
export type ContentRange = {readonly start: number; readonly end: number; readonly total: number};

const contentRange = /^bytes[ \t]+(\d+)-(\d+)\/(\d+)$/i;

/** Parses a Content-Range field (RFC 9110, section 14.4); undefined when it is invalid. */
export function contentRangeOf(text: string): ContentRange | undefined {
	const [first, last, total] = (contentRange.exec(text) ?? []).slice(1).map(digits => decimal(digits));
	if (first === undefined || last === undefined || total === undefined) return undefined;
	return first <= last && last < total ? {start: first, end: last + 1, total} : undefined;
}

/** Whether only 1.1 has such a head: some implementations of 1.0 echo the version, but have no such fields. */
export const isNamedHead = ({digest, etag}: TransferHead): boolean => digest !== undefined || etag !== undefined;

/** Interprets a head. */
export function transferHead({code, phrase, fields}: ResponseHead): TransferHead {
	const range = code === 206 ? contentRangeOf(fields.get('Content-Range') ?? '') : undefined;
	const digest = digestIn(fields);
	const etag = fields.get('ETag');
	const encoding = encodingIn(fields);
	const retryAfter = code === 503 ? retryAfterIn(fields) : undefined;
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

/** The digest of the document itself: Repr-Digest if the body is not encoded, Unencoded-Digest always. */
function digestIn(fields: Fields): string | undefined {
	const plain = encodingIn(fields) === undefined ? digestOf(fields.get('Repr-Digest') ?? '') : undefined;
	return plain ?? digestOf(fields.get('Unencoded-Digest') ?? '');
}

function encodingIn(fields: Fields): string | undefined {
	const encoding = fields.get('Content-Encoding')?.toLowerCase();
	if (encoding === undefined || encoding === '' || encoding === 'identity') return undefined;
	// The older name (RFC 9110, section 8.4.1.3).
	return encoding === 'x-gzip' ? 'gzip' : encoding;
}

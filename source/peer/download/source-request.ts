/** Requests a document or a range of it from one uploader in 1.1, and checks the answer against the index. */
import {type Field, maxDocumentBytes} from '../../protocol/message.ts';
import type {TransferHead} from '../../protocol/transfer-head.ts';
import {FailureError} from '../../text/failures.ts';
import type {Range} from '../disk/range-set.ts';
import {CodingError, type ContentDecoder, codingFields, contentDecoder} from './content-decoder.ts';
import {checkedCode, type Holder} from './source-failure.ts';
import type {Uploader} from './uploader.ts';

/** How much longer than the document a coding of it may be: without a limit it might bring nothing for ever. */
const mostCodingBytes = 16 * 1024;

/** What the index says about the document. */
export type Expected = {readonly digest?: string | undefined; readonly bytes?: number | undefined};

export type Asking = {
	readonly uploader: Uploader;
	readonly holder: Holder;
	readonly expected: Expected;
	/** Called before any byte with the head and the size of the whole document. */
	readonly onStart?: (head: TransferHead, total: number) => void;
	/** Receives the bytes with their position in the document, in order; as `TransferRequest.onBody`. */
	readonly onBytes: (bytes: Uint8Array, at: number) => void | Promise<void>;
	readonly signal?: AbortSignal | undefined;
};

/**
 * Requests a whole document. `encoded`: a content coding is accepted. Returns the head. Rejects as `UploaderLink.request`
 * does, and with a `FailureError`.
 */
export async function askWhole(asking: Asking, {encoded}: {readonly encoded: boolean}): Promise<TransferHead> {
	const {uploader, holder, expected, onStart, onBytes, signal} = asking;
	let decoder: ContentDecoder | undefined;
	let at = 0;
	const take = (bytes: Uint8Array): void | Promise<void> => {
		const here = at;
		at += bytes.length;
		return onBytes(bytes, here);
	};
	const onHead = (head: TransferHead): void => {
		checkWhole(head, asking);
		if (head.encoding !== undefined) {
			decoder = encoded ? contentDecoder(head.encoding, expected.bytes ?? maxDocumentBytes, take) : undefined;
			if (!decoder) throw garbage(holder, `the coding ${head.encoding}, which nobody asked for`);
		}
		onStart?.(head, head.encoding === undefined ? head.length : (expected.bytes ?? 0));
	};
	const fields = encoded ? codingFields(holder.address) : [];
	const onBody = (bytes: Uint8Array) => (decoder ? decoder.write(bytes) : take(bytes));
	try {
		const head = await uploader.link.request({method: 'GET', rfc: holder.rfc, fields, onHead, onBody, signal});
		checkedCode(head, holder);
		await decoder?.end();
		if (decoder) checkLength(at, asking);
		return head;
	} catch (error) {
		throw error instanceof CodingError ? garbage(holder, error.message) : error;
	}
}

/**
 * Requests a range. An uploader may send only its beginning, or the whole document, of which the bytes from the
 * range's start on are used. `etag`: the version as this uploader named it before.
 */
export async function askRange(asking: Asking, range: Range, etag?: string): Promise<void> {
	const {uploader, holder, expected, onStart, onBytes, signal} = asking;
	let at = range.start;
	let skip = 0;
	const onHead = (head: TransferHead): void => {
		checkVersion(head, asking);
		if (head.encoding !== undefined) throw garbage(holder, 'a coding, which nobody asked for');
		if (head.digest === undefined && etag !== undefined && head.etag !== etag) {
			throw otherVersion(holder, 'it changed meanwhile');
		}
		if (head.code === 200) {
			checkLength(head.length, asking);
			skip = range.start;
			onStart?.(head, head.length);
			return;
		}
		const got = head.range;
		if (!got || got.start !== range.start || got.end > range.end || got.end - got.start !== head.length) {
			throw garbage(holder, 'another range than was asked for');
		}
		if (got.total !== expected.bytes) throw otherVersion(holder, `${got.total} bytes, not ${expected.bytes}`);
		onStart?.(head, got.total);
	};
	const onBody = (bytes: Uint8Array): void | Promise<void> => {
		const wanted = bytes.subarray(Math.min(skip, bytes.length));
		skip -= bytes.length - wanted.length;
		if (wanted.length === 0) return;
		const here = at;
		at += wanted.length;
		return onBytes(wanted, here);
	};
	const fields: Field[] = [['Range', `bytes=${range.start}-${range.end - 1}`]];
	// A weak tag is not for ranges (RFC 9110, section 13.1.5): the answer would be the whole document each time.
	if (etag?.startsWith('"')) fields.push(['If-Range', etag]);
	checkedCode(await uploader.link.request({method: 'GET', rfc: holder.rfc, fields, onHead, onBody, signal}), holder);
}

/** Throws a `FailureError` when a successful answer does not match the index. */
export function checkWhole(head: TransferHead, about: Pick<Asking, 'holder' | 'expected'>): void {
	checkVersion(head, about);
	if (head.code !== 200) throw garbage(about.holder, `${head.code} to a request for the whole`);
	if (head.encoding === undefined) checkLength(head.length, about);
	else if (head.length > (about.expected.bytes ?? maxDocumentBytes) + mostCodingBytes) {
		throw garbage(about.holder, 'a coding that is longer than the document');
	}
}

function checkVersion({digest}: TransferHead, {holder, expected}: Pick<Asking, 'holder' | 'expected'>): void {
	if (digest !== undefined && expected.digest !== undefined && digest !== expected.digest) {
		throw otherVersion(holder, 'its digest is another');
	}
}

function checkLength(length: number, {holder, expected: {bytes}}: Pick<Asking, 'holder' | 'expected'>): void {
	if (bytes !== undefined && length !== bytes) throw otherVersion(holder, `${length} bytes, not ${bytes}`);
	if (length <= maxDocumentBytes || bytes !== undefined) return;
	const {rfc, host: from} = holder;
	throw new FailureError({kind: 'announced-too-large', rfc, from, bytes: length, limit: maxDocumentBytes});
}

/** The failure for an answer that breaks the protocol. */
export const garbage = ({rfc, host: from}: Holder, reason: string) =>
	new FailureError({kind: 'garbage-answer', rfc, from, reason});

const otherVersion = ({rfc, host: from}: Holder, reason: string) =>
	new FailureError({kind: 'other-version', rfc, from, reason});

/** Asking one uploader for a document in 1.1, whole or a range of it, and holding its answer against what the index says. */
import {maxDocumentBytes} from '../net/classic-download.ts';
import type {Field} from '../protocol/message.ts';
import type {TransferHead} from '../protocol/transfer-head.ts';
import {FailureError} from '../text/failures.ts';
import {acceptedCodings, CodingError, type ContentDecoder, contentDecoder} from './content-decoder.ts';
import type {Range} from './range-set.ts';
import {checkedCode, type Holder} from './source-failure.ts';
import type {Uploader} from './uploaders.ts';

/** What the index says of the bytes that are wanted. */
export type Expected = {readonly digest?: string | undefined; readonly bytes?: number | undefined};

export type Asking = {
	readonly uploader: Uploader;
	readonly holder: Holder;
	readonly expected: Expected;
	/** Told what the answer announces, before any byte: the bytes of the whole document, and what names its version. */
	readonly onStart?: (head: TransferHead, total: number) => void;
	/** Takes the bytes with their place in the document, in order; as `TransferRequest.onBody`. */
	readonly onBytes: (bytes: Uint8Array, at: number) => void | Promise<void>;
	readonly signal?: AbortSignal | undefined;
};

/** Gets a whole document. `encoded`: it may come in a content coding. Gives the head. Rejects as `Uploader.request` does and with a `FailureError`. */
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
		checkVersion(head, asking);
		if (head.code !== 200) throw garbage(holder, `${head.code} to a request for the whole`);
		if (head.encoding === undefined) checkLength(head.length, asking);
		else {
			decoder = encoded ? contentDecoder(head.encoding, expected.bytes ?? maxDocumentBytes, take) : undefined;
			if (!decoder) throw garbage(holder, `the coding ${head.encoding}, which nobody asked for`);
		}
		onStart?.(head, head.encoding === undefined ? head.length : (expected.bytes ?? 0));
	};
	const fields: readonly Field[] = encoded ? [['Accept-Encoding', acceptedCodings]] : [];
	const onBody = (bytes: Uint8Array) => (decoder ? decoder.write(bytes) : take(bytes));
	try {
		const head = await uploader.request({method: 'GET', rfc: holder.rfc, fields, onHead, onBody, signal});
		checkedCode(head, holder);
		await decoder?.end();
		if (decoder) checkLength(at, asking);
		return head;
	} catch (error) {
		throw error instanceof CodingError ? garbage(holder, error.message) : error;
	}
}

/**
 * Gets a range, or its beginning: an uploader may send less. One that sends the whole instead is used from
 * the range's start to the document's end. `etag`: what it called this version before.
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
	if (etag !== undefined) fields.push(['If-Range', etag]);
	checkedCode(await uploader.request({method: 'GET', rfc: holder.rfc, fields, onHead, onBody, signal}), holder);
}

function checkVersion({digest}: TransferHead, {holder, expected}: Asking): void {
	if (digest !== undefined && expected.digest !== undefined && digest !== expected.digest) {
		throw otherVersion(holder, 'its digest is another');
	}
}

function checkLength(length: number, {holder, expected: {bytes}}: Asking): void {
	if (bytes !== undefined && length !== bytes) throw otherVersion(holder, `${length} bytes, not ${bytes}`);
	if (length <= maxDocumentBytes || bytes !== undefined) return;
	const {rfc, host: from} = holder;
	throw new FailureError({kind: 'announced-too-large', rfc, from, bytes: length, limit: maxDocumentBytes});
}

const garbage = ({rfc, host: from}: Holder, reason: string) =>
	new FailureError({kind: 'garbage-answer', rfc, from, reason});

const otherVersion = ({rfc, host: from}: Holder, reason: string) =>
	new FailureError({kind: 'other-version', rfc, from, reason});

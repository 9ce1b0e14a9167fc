/** What an upload server writes (PROTOCOL.md 4): answers framed as 1.0 to the byte, and those of 1.1 with their fields. */
import {answerHead, emptyAnswer, encodeFields, problemAnswer, statusLine} from '../protocol/encode.ts';
import type {Field, Version} from '../protocol/message.ts';
import {classicCode, type ProtocolError} from '../protocol/status.ts';
import type {Coding} from './content-coding.ts';
import type {ByteRange} from './range-request.ts';
import {codedTag, type DocumentFacts, entityTag, fixdate} from './upload-selection.ts';

export type Sender = {
	/** What the OS field says. */
	readonly os: string;
	/** Milliseconds since the epoch. */
	readonly now: number;
};

let lastDate = {second: 0, text: ''};

/** The same text for a whole second: making it costs as much as the rest of a head. */
function dateOf(now: number): string {
	const second = Math.floor(now / 1000);
	if (second !== lastDate.second) lastDate = {second, text: fixdate(now)};
	return lastDate.text;
}

const senderFields = ({os, now}: Sender): readonly Field[] => [
	['Date', dateOf(now)],
	['OS', os],
];

const plainText: Field = ['Content-Type', 'text/plain'];

/** The head before a document's bytes in 1.0. */
export function classicHead({bytes, modified}: Pick<DocumentFacts, 'bytes' | 'modified'>, sender: Sender): string {
	const length: Field = ['Content-Length', String(bytes)];
	const fields = [...senderFields(sender), ['Last-Modified', fixdate(modified)] as const, length, plainText];
	return `${statusLine(200, '1.0')}${encodeFields(fields)}\r\n`;
}

/** How a document goes out in 1.1: whole unless `range` or `encoded` says otherwise. */
export type Form = {
	readonly range?: ByteRange | undefined;
	readonly encoded?: {readonly coding: Coding; readonly bytes: number} | undefined;
	/** Another party may get the same in another coding. */
	readonly varies?: boolean;
};

/** The head before a document's bytes, or those of a range of it, in 1.1; also the answer to HEAD. */
export function documentHead(document: DocumentFacts, {range, encoded, varies}: Form, sender: Sender): string {
	const tag = entityTag(document);
	const {bytes, modified, digest} = document;
	const fields: Field[] = [
		...senderFields(sender),
		['Last-Modified', fixdate(modified)],
		['ETag', encoded ? codedTag(tag, encoded.coding) : tag],
	];
	// Both are the file's (PROTOCOL.md 4); the name says what the bytes that follow are.
	if (digest !== undefined) fields.push([encoded ? 'Unencoded-Digest' : 'Repr-Digest', digest]);
	fields.push(['Accept-Ranges', 'bytes'], plainText);
	if (encoded) fields.push(['Content-Encoding', encoded.coding]);
	if (varies) fields.push(['Vary', 'Accept-Encoding']);
	if (range === undefined) return answerHead(200, fields, encoded?.bytes ?? bytes);
	fields.push(['Content-Range', `bytes ${range.start}-${range.end - 1}/${bytes}`]);
	return answerHead(206, fields, range.end - range.start);
}

/** The whole answer to who has the document already. */
export const notModified = (tag: string, varies: boolean, sender: Sender): string =>
	emptyAnswer(304, [
		...senderFields(sender),
		['ETag', tag],
		...(varies ? ([['Vary', 'Accept-Encoding']] as const) : []),
	]);

/** A whole answer that tells an error. `fields`: those that go with it in 1.1. `bodyless`: what a HEAD gets. */
export function uploadError(
	error: ProtocolError,
	{
		version,
		bodyless,
		fields = [],
	}: {readonly version: Version; readonly bodyless: boolean; readonly fields?: readonly Field[]},
	sender: Sender,
): string {
	if (version === '1.0') {
		return `${statusLine(classicCode(error.status), '1.0')}${encodeFields(senderFields(sender))}\r\n`;
	}
	const answer = problemAnswer(error, [...senderFields(sender), ...fields]);
	return bodyless ? answer.slice(0, answer.indexOf('\r\n\r\n') + 4) : answer;
}

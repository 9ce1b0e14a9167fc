/** The answers of an upload server (RFC 900003): framed as 1.0 to the byte, or as 1.1 with its fields. */
import {answerHead, emptyAnswer, encodeFields, headOf, problemAnswer, statusLine} from '../../protocol/encode.ts';
import {httpDate} from '../../protocol/http-date.ts';
import type {Field, Version} from '../../protocol/message.ts';
import {classicCode, type ProtocolError} from '../../protocol/status.ts';
import type {Range} from '../disk/range-set.ts';
import type {Coding} from './content-coding.ts';
import {codedTag, type DocumentFacts, entityTag} from './upload-selection.ts';

export type Sender = {
	/** The value of the OS field. */
	readonly os: string;
	/** Milliseconds since the epoch. */
	readonly now: number;
};

let lastDate = {second: 0, text: ''};

/** Cached for a whole second: formatting the date costs as much as the rest of a head. */
function dateOf(now: number): string {
	const second = Math.floor(now / 1000);
	if (second !== lastDate.second) lastDate = {second, text: httpDate(now)};
	return lastDate.text;
}

const senderFields = ({os, now}: Sender): readonly Field[] => [
	['Date', dateOf(now)],
	['OS', os],
];

/** Never later than the answer itself, whatever the clock was that dated the file (RFC 9110, section 8.8.2.1). */
const lastModified = ({modified}: Pick<DocumentFacts, 'modified'>, {now}: Sender): Field => [
	'Last-Modified',
	httpDate(Math.min(modified, now)),
];

const plainText: Field = ['Content-Type', 'text/plain'];

/** The head of a 1.0 document. */
export function classicHead(document: Pick<DocumentFacts, 'bytes' | 'modified'>, sender: Sender): string {
	const length: Field = ['Content-Length', String(document.bytes)];
	const fields = [...senderFields(sender), lastModified(document, sender), length, plainText];
	return `${statusLine(200, '1.0')}${encodeFields(fields)}\r\n`;
}

/** How a document is sent in 1.1: whole unless `range` or `encoded` says otherwise. */
export type Form = {
	readonly range?: Range | undefined;
	readonly encoded?: {readonly coding: Coding; readonly bytes: number} | undefined;
	/** Other clients may get the document in another coding. */
	readonly varies?: boolean;
};

/** The head of a document, or of a range of it, in 1.1; also the answer to HEAD. */
export function documentHead(document: DocumentFacts, {range, encoded, varies}: Form, sender: Sender): string {
	const tag = entityTag(document);
	const {bytes, digest} = document;
	const fields: Field[] = [
		...senderFields(sender),
		lastModified(document, sender),
		['ETag', encoded ? codedTag(tag, encoded.coding) : tag],
	];
	// Both are of the file itself (RFC 900003); the field name says whether the body is encoded.
	if (digest !== undefined) fields.push([encoded ? 'Unencoded-Digest' : 'Repr-Digest', digest]);
	fields.push(['Accept-Ranges', 'bytes'], plainText);
	if (encoded) fields.push(['Content-Encoding', encoded.coding]);
	if (varies) fields.push(['Vary', 'Accept-Encoding']);
	if (range === undefined) return answerHead(200, fields, encoded?.bytes ?? bytes);
	fields.push(['Content-Range', `bytes ${range.start}-${range.end - 1}/${bytes}`]);
	return answerHead(206, fields, range.end - range.start);
}

/** The complete answer to a client that already has the document. */
export const notModified = (tag: string, varies: boolean, sender: Sender): string =>
	emptyAnswer(304, [
		...senderFields(sender),
		['ETag', tag],
		...(varies ? ([['Vary', 'Accept-Encoding']] as const) : []),
	]);

/** A complete error answer. `fields`: additional fields in 1.1. `bodyless`: the answer to a HEAD. */
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
	return bodyless ? headOf(answer) : answer;
}

/** What an upload server writes (PROTOCOL.md 4): answers framed as 1.0 to the byte, and their like in 1.1. */
import {answerHead, encodeFields, problemAnswer, statusLine} from '../protocol/encode.ts';
import type {Field, Version} from '../protocol/message.ts';
import {classicCode, type ProtocolError} from '../protocol/status.ts';

export type Sender = {
	/** What the OS field says. */
	readonly os: string;
	/** Milliseconds since the epoch. */
	readonly now: number;
};

export type DocumentFacts = {
	readonly bytes: number;
	/** Milliseconds since the epoch. */
	readonly modified: number;
};

/** A date as fields have it (RFC 9110, section 5.6.7). */
export const fixdate = (time: number): string => new Date(time).toUTCString();

const senderFields = ({os, now}: Sender): readonly Field[] => [
	['Date', fixdate(now)],
	['OS', os],
];

/** The head before a document's bytes. */
export function documentHead(version: Version, {bytes, modified}: DocumentFacts, sender: Sender): string {
	const changed: Field = ['Last-Modified', fixdate(modified)];
	const type: Field = ['Content-Type', 'text/plain'];
	if (version === '1.1') return answerHead(200, [...senderFields(sender), changed, type], bytes);
	const fields = [...senderFields(sender), changed, ['Content-Length', String(bytes)] as const, type];
	return `${statusLine(200, '1.0')}${encodeFields(fields)}\r\n`;
}

/** A whole answer that tells an error. `bodyless`: what a HEAD gets. */
export function uploadError(
	error: ProtocolError,
	{version, bodyless}: {readonly version: Version; readonly bodyless: boolean},
	sender: Sender,
): string {
	if (version === '1.0') {
		return `${statusLine(classicCode(error.status), '1.0')}${encodeFields(senderFields(sender))}\r\n`;
	}
	const retry: readonly Field[] = error.status === 503 ? [['Retry-After', '5']] : [];
	const answer = problemAnswer(error, [...senderFields(sender), ...retry]);
	return bodyless ? answer.slice(0, answer.indexOf('\r\n\r\n') + 4) : answer;
}

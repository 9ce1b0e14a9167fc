/**
 * Encodes messages for the wire, in both versions. Senders follow the grammar exactly (RFC 900001, section 3): CRLF,
 * one space after the colon.
 */
import type {Field, Method, Target, Version} from './message.ts';
import {classicCode, type ProtocolError, phraseOf, type StatusCode} from './status.ts';

/** A request to send. Values must already be valid: see `values.ts`. */
export type OutgoingRequest = {
	readonly method: Method;
	readonly target: Target;
	readonly fields?: readonly Field[];
};

const targetText = (target: Target): string =>
	target.kind === 'rfc' ? `RFC ${target.number}` : target.kind.toUpperCase();

/** The text of a request. */
export const encodeRequest = (request: OutgoingRequest, version: Version): string =>
	`${request.method} ${targetText(request.target)} P2P-CI/${version}\r\n${encodeFields(request.fields ?? [])}\r\n`;

/** Fields as lines of a head. Values must contain no line end. */
export function encodeFields(fields: readonly Field[]): string {
	let text = '';
	for (const [name, value] of fields) text += `${name}: ${value}\r\n`;
	return text;
}

/** The first line of an answer. */
export const statusLine = (code: StatusCode, version: Version): string =>
	`P2P-CI/${version} ${code} ${phraseOf(code)}\r\n`;

/** The start of an index server's 1.0 answer. The data lines follow, then `classicEnd`. */
export const classicBegin = `${statusLine(200, '1.0')}\r\n`;
export const classicEnd = '\r\n';

/** A complete 1.0 answer of an index server without data lines. */
export const classicEmpty = (code: StatusCode): string => `${statusLine(classicCode(code), '1.0')}\r\n\r\n`;

/** The head of a 1.1 answer, including its blank line. `length` (bytes of the body) is omitted only for WATCH. */
export const answerHead = (code: StatusCode, fields: readonly Field[], length?: number): string =>
	`${statusLine(code, '1.1')}${encodeFields(fields)}${length === undefined ? '' : `Content-Length: ${length}\r\n`}\r\n`;

/** A 1.1 answer without a body. */
export const emptyAnswer = (code: StatusCode, fields: readonly Field[] = []): string => answerHead(code, fields, 0);

/** A complete 1.1 error answer with a problem document (RFC 9457). */
export function problemAnswer(error: ProtocolError, fields: readonly Field[] = []): string {
	const {status} = error;
	const body = `${JSON.stringify({title: phraseOf(status), status, detail: error.message, ...error.extra})}\n`;
	const head = answerHead(status, [...fields, ['Content-Type', 'application/problem+json']], Buffer.byteLength(body));
	return head + body;
}

/** The head of a complete answer, which is all that a HEAD gets of it (RFC 900002). */
export const headOf = (answer: string): string => answer.slice(0, answer.indexOf('\r\n\r\n') + 4);

/** A complete error answer of an index server, in the version of the request. */
export const errorAnswer = (error: ProtocolError, version: Version): string =>
	version === '1.1' ? problemAnswer(error) : classicEmpty(error.status);

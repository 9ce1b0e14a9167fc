/** Validates field values (RFC 900001, section 3.4): throws a `ProtocolError` 400 with a sentence. */
import {trimBlankEnd} from './head.ts';
import {type Fields, limits} from './message.ts';
import {decimal, isPort} from './numbers.ts';
import {ProtocolError} from './status.ts';

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u;

/** Whether a text is a valid peer name: 1..255 printable characters without white space. */
export const isHostName = (text: string): boolean =>
	text !== '' && characters(text) <= limits.maxHostLength && !unprintable.test(text);

/** Number of characters (code points). */
function characters(text: string): number {
	let count = 0;
	for (const _ of text) count++;
	return count;
}

/** The value of the Host field. */
export function hostOf(fields: Fields): string {
	const host = fields.get('Host');
	if (host === undefined) throw new ProtocolError(400, 'The field Host is missing.');
	if (!isHostName(host)) {
		throw new ProtocolError(400, 'Host must be 1 to 255 printable characters without white space.');
	}
	return host;
}

/** The value of the Port field. */
export function portOf(fields: Fields): number {
	const text = fields.get('Port');
	if (text === undefined) throw new ProtocolError(400, 'The field Port is missing.');
	const port = decimal(text);
	if (!isPort(port)) throw new ProtocolError(400, 'Port must be a number from 1 to 65535.');
	return port;
}

/** Validates a Port field, which may be missing or empty. */
export function checkOptionalPort(fields: Fields): void {
	if (fields.get('Port')) portOf(fields);
}

const controls = /\p{Cc}/gu;
/** Only plain spaces: other white space and invisible marks belong to the title. */
const firstSpaces = /^ +/;

/** A title with control characters replaced by spaces. Undefined unless 1..1,024 characters are left. */
export function cleanTitle(text: string): string | undefined {
	const title = trimBlankEnd(text.replace(controls, ' ').replace(firstSpaces, ''));
	return title !== '' && characters(title) <= limits.maxTitleLength ? title : undefined;
}

/** The Title field, cleaned. */
export function titleOf(fields: Fields): string {
	const text = fields.get('Title');
	if (text === undefined) throw new ProtocolError(400, 'The field Title is missing.');
	const title = cleanTitle(text);
	if (title === undefined) throw new ProtocolError(400, 'Title must be 1 to 1,024 characters.');
	return title;
}

/** Validates a Title field, which may be missing or empty. */
export function checkOptionalTitle(fields: Fields): void {
	if (fields.get('Title')) titleOf(fields);
}

const sha256Member = /(?:^|,)[ \t]*sha-256[ \t]*=[ \t]*:([A-Za-z0-9+/]{43}=):[ \t]*(?:,|;|$)/;

/** A SHA-256 digest as fields and records carry it (RFC 9530, section 3), from its base64. */
export const digestFrom = (base64: string): string => `sha-256=:${base64}:`;

/** Whether a value is a digest as `digestOf` returns it, and nothing else. */
export const isDigest = (value: unknown): value is string =>
	typeof value === 'string' && /^sha-256=:[A-Za-z0-9+/]{43}=:$/.test(value);

/**
 * The SHA-256 digest in a Repr-Digest field as `sha-256=:base64:` (RFC 9530, section 3); undefined when there is
 * none.
 */
export function digestOf(value: string): string | undefined {
	const member = sha256Member.exec(value)?.[1];
	return member === undefined ? undefined : digestFrom(member);
}

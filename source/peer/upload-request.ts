/** What is asked of an upload server, and of which file. */
import {isThisMachine} from '../net/addresses.ts';
import type {ServerConnection} from '../net/connection.ts';
import type {DecodedRequest} from '../protocol/decoder.ts';
import type {Fields, Request, Version} from '../protocol/message.ts';
import {ProtocolError} from '../protocol/status.ts';
import type {Opened} from './upload-ahead.ts';
import type {DocumentFacts} from './upload-selection.ts';

/** The facts of the file that was opened, with the digest where it is of just these. */
export function documentOf({shared, piece: {facts}}: Opened): DocumentFacts {
	const {digest, bytes, modified} = shared;
	return digest !== undefined && bytes === facts.bytes && modified === facts.modified ? {...facts, digest} : facts;
}

/** The document that is asked for. Throws a `ProtocolError` for everything else. */
export function askedIn(decoded: DecodedRequest): {readonly request: Request; readonly rfc: number} {
	if (decoded.kind === 'bad') throw decoded.error;
	const {request} = decoded;
	const {method, target, version} = request;
	if (method !== 'GET' && (method !== 'HEAD' || version === '1.0')) {
		throw new ProtocolError(400, `This is a peer's upload server: ${method} is for ${otherPort(version, method)}.`);
	}
	if (target.kind !== 'rfc') throw new ProtocolError(400, `${method} needs RFC and a number.`);
	return {request, rfc: target.number};
}

const otherPort = (version: Version, method: string): string =>
	version === '1.0' && method === 'HEAD' ? 'P2P-CI/1.1' : 'the index server';

const elsewhere = new WeakMap<ServerConnection, boolean>();

/** Whether a connection comes from another machine; found out once for each. */
export function isFromElsewhere(connection: ServerConnection): boolean {
	const known = elsewhere.get(connection) ?? !isThisMachine(connection);
	elsewhere.set(connection, known);
	return known;
}

/** Whether a GET asks for no more than the document, though perhaps in a coding. */
export const isPlain = (fields: Fields): boolean => !fields.has('Range') && !fields.has('If-None-Match');

/** How to frame the answer. */
export const versionOf = (decoded: DecodedRequest): Version =>
	decoded.kind === 'request' ? decoded.request.version : decoded.version;

/** Whether the answer has no body. A request that is broken counts by its first word: whoever wrote it expects none. */
export const isHead = (decoded: DecodedRequest): boolean => decoded.text.trimStart().startsWith('HEAD');

/** What an error is to the other side. */
export const problemOf = (error: unknown): ProtocolError =>
	error instanceof ProtocolError ? error : new ProtocolError(500, 'The document could not be read.');

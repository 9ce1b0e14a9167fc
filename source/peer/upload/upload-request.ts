/** Interprets requests to an upload server. */
import type {DecodedRequest} from '../../protocol/decoder.ts';
import type {Fields, Request, Version} from '../../protocol/message.ts';
import {ProtocolError} from '../../protocol/status.ts';
import type {Opened} from './upload-ahead.ts';
import type {DocumentFacts} from './upload-selection.ts';

/** The facts of the opened file, with the digest if it belongs to exactly these facts. */
export function documentOf({shared, piece: {facts}}: Opened): DocumentFacts {
	const {digest, bytes, modified} = shared;
	return digest !== undefined && bytes === facts.bytes && modified === facts.modified ? {...facts, digest} : facts;
}

/** The requested document. Throws a `ProtocolError` for everything else. */
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
	version === '1.0' && method === 'HEAD' ? 'P2P-CI/1.1' : 'the index server, at another port';

/** Whether a GET has no conditions and no range, though perhaps accepts a coding. */
export const isPlain = (fields: Fields): boolean =>
	!fields.has('Range') && !fields.has('If-None-Match') && !fields.has('If-Modified-Since');

/** The version in which to frame the answer. */
export const versionOf = (decoded: DecodedRequest): Version =>
	decoded.kind === 'request' ? decoded.request.version : decoded.version;

/** The error to report to the client. */
export const problemOf = (error: unknown): ProtocolError =>
	error instanceof ProtocolError ? error : new ProtocolError(500, 'The document could not be read.');

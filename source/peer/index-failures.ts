/** What an index server answered or did, when it is not what was wanted, as a failure that a person can be told. */
import {ForeignError, type IndexAnswer} from '../net/client.ts';
import {ConnectError} from '../net/connect.ts';
import {type Failure, FailureError} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';

export type ServerPlace = {readonly host: string; readonly port: number};

/** How long an answer is waited for, in seconds; as `net` has it. */
const patienceSeconds = 10;

/**
 * Why asking failed. `connected`: the connection had been made before. An abort stays the error that it is; so does
 * what is no failure of the network.
 */
export function askingError(error: unknown, {host, port}: ServerPlace, connected: boolean): unknown {
	if (error instanceof ForeignError) {
		const silent = error.reason === 'silent';
		return new FailureError(
			silent ? {kind: 'server-silent', host, port, seconds: patienceSeconds} : {kind: 'server-strange', host, port},
			{cause: error},
		);
	}
	if (!(error instanceof ConnectError) || error.reason === 'aborted') return error;
	return new FailureError(networkFailure(error, {host, port}, connected), {cause: error});
}

function networkFailure(error: ConnectError, {host, port}: ServerPlace, connected: boolean): Failure {
	const reason = connectWords(error);
	if (!connected) return {kind: 'server-absent', host, port, reason};
	if (error.reason === 'timeout') return {kind: 'server-silent', host, port, seconds: patienceSeconds};
	return {kind: 'server-lost', host, port, reason};
}

/** Why a connection failed, in words. */
export function connectWords(error: unknown): string {
	if (!(error instanceof ConnectError)) return reasonOf(error);
	if (error.reason === 'timeout') return 'no answer';
	if (error.cause !== undefined) return reasonOf(innermost(error.cause));
	return error.reason === 'reset' ? 'connection closed' : `connection ${error.reason}`;
}

/** Where several addresses of a name were tried, each has its error: the last one tells. */
const innermost = (error: unknown): unknown =>
	error instanceof AggregateError && error.errors.length > 0 ? error.errors.at(-1) : error;

/** A refusal by status, with what the server says about it. */
export function refusal(request: string, {head, body}: IndexAnswer): FailureError {
	const detail = problemOf(body).detail;
	const {code, phrase} = head;
	const told = typeof detail === 'string' ? {detail: detail.replace(/\.$/, '')} : {};
	return new FailureError({kind: 'server-refused', request, code, phrase, ...told});
}

/** The members of a problem document (RFC 9457); none when the body is no such document. */
export function problemOf(body: Buffer): Readonly<Record<string, unknown>> {
	try {
		const value: unknown = JSON.parse(body.toString('utf8'));
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}

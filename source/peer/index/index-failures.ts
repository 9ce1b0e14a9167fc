/** Turns errors and refusals of an index server into failures that can be shown to a person. */
import {ForeignError, type IndexAnswer} from '../../net/client.ts';
import {ConnectError} from '../../net/connect.ts';
import type {Version} from '../../protocol/message.ts';
import {type Failure, FailureError} from '../../text/failures.ts';
import {reasonOf} from '../../text/reasons.ts';
import {membersOf} from '../disk/small-file.ts';

export type ServerPlace = {readonly host: string; readonly port: number; readonly protocol?: Version | undefined};

/** How long `net` waits for an answer, in seconds. */
const patienceSeconds = 10;

/**
 * Why a request failed. `connected`: the connection had been made before. Aborts and errors that are not network
 * failures are returned unchanged.
 */
export function askingError(error: unknown, {host, port, protocol}: ServerPlace, connected: boolean): unknown {
	if (error instanceof ForeignError) {
		if (error.reason === 'private') return new FailureError({kind: 'network-private', host, port}, {cause: error});
		if (protocol === '1.1') return new FailureError({kind: 'server-older', host, port}, {cause: error});
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
	if (error.reason === 'open') return {kind: 'network-open', host, port};
	if (error.reason === 'no-handshake') return {kind: 'network-open', host, port, unsure: true};
	if (error.reason === 'other-key') return {kind: 'network-other', host, port};
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

/** Where several addresses of a name were tried, each has its own error: the last one is shown. */
const innermost = (error: unknown): unknown =>
	error instanceof AggregateError && error.errors.length > 0 ? error.errors.at(-1) : error;

/** An explanation is a sentence or two: what is longer would only fill the screen. In characters. */
const longestDetail = 1000;

/** A refusal by status, with the server's explanation. */
export function refusal(request: string, {head, body}: IndexAnswer): FailureError {
	const detail = problemOf(body).detail;
	const {code, phrase} = head;
	const told = typeof detail === 'string' ? {detail: detail.slice(0, longestDetail).replace(/\.$/, '')} : {};
	return new FailureError({kind: 'server-refused', request, code, phrase, ...told});
}

/** Resolves when a request was answered; a refusal is an answer, too. Rejects as the request does. */
export async function answered(request: Promise<unknown>): Promise<void> {
	try {
		await request;
	} catch (error) {
		if (!(error instanceof FailureError) || error.failure.kind !== 'server-refused') throw error;
	}
}

/** The members of a problem document (RFC 9457); empty when the body is not one. */
export const problemOf = (body: Buffer): Readonly<Record<string, unknown>> => membersOf(body.toString('utf8'));

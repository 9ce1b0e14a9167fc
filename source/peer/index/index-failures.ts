/** Turns errors and refusals of an index server into failures that can be shown to a person. */

import type {IndexAnswer} from '../../net/client.ts';
import {ConnectError} from '../../net/connect.ts';
import type {ContactOptions} from '../../net/contact.ts';
import {ForeignError} from '../../net/foreign-error.ts';
import {retryAfterIn} from '../../protocol/retry-after.ts';
import type {HostPort} from '../../text/address.ts';
import {type Failure, FailureError} from '../../text/failures.ts';
import {type Members, membersOf} from '../../text/json-text.ts';
import {reasonOf} from '../../text/reasons.ts';

export type ServerPlace = HostPort & Pick<ContactOptions, 'protocol' | 'spokeNamed'>;

/** How long `net` waits for an answer, in seconds. */
const patienceSeconds = 10;

/**
 * Why a request failed. `connected`: the connection had been made before. Aborts and errors that are not network
 * failures are returned unchanged.
 */
export function askingError(error: unknown, place: ServerPlace, connected: boolean): unknown {
	const {host, port, protocol} = place;
	if (error instanceof ForeignError) {
		if (error.reason === 'private') return new FailureError({kind: 'network-private', host, port}, {cause: error});
		if (protocol === '1.1') return new FailureError({kind: 'server-older', host, port}, {cause: error});
		return new FailureError(foreignFailure(error, {host, port}), {cause: error});
	}
	if (!(error instanceof ConnectError) || error.reason === 'aborted') return error;
	return new FailureError(networkFailure(error, place, connected), {cause: error});
}

function foreignFailure({reason}: ForeignError, {host, port}: ServerPlace): Failure {
	if (reason === 'silent') return {kind: 'server-silent', host, port, seconds: patienceSeconds};
	return {kind: 'server-strange', host, port, ...(reason === 'closed' ? {closed: true} : {})};
}

function networkFailure(error: ConnectError, {host, port, spokeNamed}: ServerPlace, connected: boolean): Failure {
	const reason = connectWords(error);
	if (error.reason === 'open') return {kind: 'network-open', host, port};
	// Who was in our private network before is stopped now, and not open.
	if (error.reason === 'no-handshake' && !spokeNamed) return {kind: 'network-open', host, port, unsure: true};
	if (error.reason === 'other-key') return {kind: 'network-other', host, port};
	if (!connected && !error.opened) return {kind: 'server-absent', host, port, reason};
	if (error.reason === 'timeout') return {kind: 'server-silent', host, port, seconds: patienceSeconds};
	return {kind: 'server-lost', host, port, reason};
}

/** Why a connection failed, in words. */
export function connectWords(error: unknown): string {
	if (!(error instanceof ConnectError)) return reasonOf(error);
	if (error.cause !== undefined && error.reason !== 'timeout') return reasonOf(innermost(error.cause));
	if (error.reason === 'timeout' || error.reason === 'no-handshake') return 'no answer';
	return error.reason === 'reset' ? 'connection closed' : `connection ${error.reason}`;
}

/** Where several addresses of a name were tried, each has its own error: the last one is shown. */
const innermost = (error: unknown): unknown =>
	error instanceof AggregateError && error.errors.length > 0 ? error.errors.at(-1) : error;

/** An explanation is a sentence or two: what is longer would only fill the screen. In characters. */
const longestDetail = 1000;

/** The explanation in a problem document, without the full stop at its end; undefined when there is none. */
export function detailIn(body: Buffer): string | undefined {
	const {detail} = problemOf(body);
	return typeof detail === 'string' ? detail.slice(0, longestDetail).replace(/\.$/, '') : undefined;
}

/** A refusal by status, with the server's explanation. */
export function refusal(request: string, answer: IndexAnswer): FailureError {
	const detail = detailIn(answer.body);
	const {code, phrase} = answer.head;
	const told = detail === undefined ? {} : {detail};
	const retryAfter = waitIn(answer);
	const later = retryAfter === undefined ? {} : {retryAfter};
	return new FailureError({kind: 'server-refused', request, code, phrase, ...told, ...later});
}

/** The refusal of a JOIN: another peer has the name. */
export function nameTaken(answer: IndexAnswer, name: string): FailureError {
	const {joined} = problemOf(answer.body);
	const freeIn = waitIn(answer);
	return new FailureError({
		kind: 'name-taken',
		name,
		...(typeof joined === 'number' ? {joinedAgo: joined} : {}),
		...(freeIn === undefined ? {} : {freeIn}),
	});
}

/** In seconds. Nothing is gained by waiting longer than a day, and timers cannot wait for more than 24 of them. */
export const longestWait = 86_400;

/** Seconds after which a refused request may succeed; undefined when the server did not say. */
function waitIn({head}: IndexAnswer): number | undefined {
	const seconds = retryAfterIn(head.fields);
	return seconds === undefined ? undefined : Math.min(seconds, longestWait);
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
const problemOf = (body: Buffer): Members => membersOf(body.toString('utf8'));

/** Whether another peer has the name, or had it and its lease has not expired. */
export const isTaken = (error: unknown): boolean =>
	error instanceof FailureError && error.failure.kind === 'name-taken';

/** Whether the index server does not know us: it has forgotten us, or is another one. */
export const isForgotten = (error: unknown): boolean =>
	error instanceof FailureError && error.failure.kind === 'server-refused' && error.failure.code === 401;

/**
 * The refusal of one document; undefined for other errors, and where the server takes nothing at all from us: it does
 * not know us, or no version that we speak.
 */
export function refusalOfOne(error: unknown): Failure | undefined {
	if (!(error instanceof FailureError) || error.failure.kind !== 'server-refused') return undefined;
	return error.failure.code === 401 || error.failure.code === 505 ? undefined : error.failure;
}

/** Seconds that the server asked to wait; undefined when it did not. */
export function retryAfterOf(failure: Failure): number | undefined {
	if (failure.kind === 'name-taken') return failure.freeIn;
	return failure.kind === 'server-refused' ? failure.retryAfter : undefined;
}

/** Codes of a refusal that may pass by itself: too many requests, or not now. */
const passing: readonly number[] = [429, 503];
const usualWait = 30;

/** Seconds after which a request may be sent again that the server refused for now; undefined for any other error. */
export function passesIn(error: unknown): number | undefined {
	if (!(error instanceof FailureError) || error.failure.kind !== 'server-refused') return undefined;
	const {code, retryAfter = usualWait} = error.failure;
	return passing.includes(code) ? Math.max(1, retryAfter) : undefined;
}

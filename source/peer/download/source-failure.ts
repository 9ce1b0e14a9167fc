/** Turns what went wrong with one source of a document into a failure that can be shown to a person. */
import {ConnectError} from '../../net/connect.ts';
import {TransferBroken} from '../../net/transfer-broken.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import type {TransferHead} from '../../protocol/transfer-head.ts';
import {type Failure, FailureError} from '../../text/failures.ts';
import {reasonOf} from '../../text/reasons.ts';
import type {TransferFailure} from '../../text/transfer-failures.ts';

export type Holder = Pick<RfcRecord, 'rfc' | 'host' | 'address' | 'port'>;

/** The failure behind a transfer error; undefined when it is not the source's fault but, for instance, the disk's. */
export function sourceFailure(error: unknown, {rfc, host: from, address, port}: Holder): Failure | undefined {
	if (error instanceof FailureError) return error.failure;
	if (error instanceof ConnectError) {
		const {reason: why} = error;
		if (why === 'open' || why === 'other-key') return {kind: 'peer-outside', rfc, from, how: why};
		const reason = why === 'timeout' || why === 'no-handshake' ? 'no answer' : reasonOf(error.cause ?? error);
		return {kind: 'peer-refused', rfc, from, address, port, reason};
	}
	if (!(error instanceof TransferBroken)) return undefined;
	const {kind, received, total, detail, seconds} = error;
	if (kind === 'slow') return {kind: 'peer-slow', rfc, from, seconds, received};
	if (kind === 'silent' || detail === 'silent') return {kind: 'peer-silent', rfc, from, seconds, received};
	if (detail === 'private') return {kind: 'peer-outside', rfc, from, how: 'private'};
	if (kind === 'foreign' && detail === 'classic') return {kind: 'peer-older', rfc, from};
	if (kind === 'closed' || detail === 'closed') {
		return {kind: 'closed-early', rfc, from, received, ...(total === undefined ? {} : {total})};
	}
	return {kind: 'garbage-answer', rfc, from, ...(detail === '' ? {} : {reason: words[detail] ?? detail})};
}

const words: Readonly<Record<string, string>> = {
	'bad-head': 'a head that breaks the grammar',
	'no-status-line': 'no status line',
	'no-length': 'no length',
	classic: 'another version in the middle',
};

/** Throws the failure for an answer without a document; returns the head of a 200 or 206. */
export function checkedCode(head: TransferHead, {rfc, host: from}: Holder): TransferHead {
	const {code, phrase, retryAfter} = head;
	if (code === 200 || code === 206) return head;
	throw new FailureError(refusal());

	function refusal(): TransferFailure {
		if (code === 404) return {kind: 'peer-lacks', rfc, from};
		if (code === 416) return {kind: 'other-version', rfc, from, reason: 'it is shorter'};
		if (code !== 503) return {kind: 'other-status', rfc, from, code, phrase};
		return {kind: 'peer-busy', rfc, from, ...(retryAfter === undefined ? {} : {seconds: retryAfter})};
	}
}

const passing: ReadonlySet<Failure['kind']> = new Set([
	'peer-refused',
	'peer-silent',
	'peer-slow',
	'closed-early',
	'peer-busy',
]);

/**
 * How to go on after a failure: `again` when it may pass, `never` ask this source for the document again, `stop` when
 * no source can help.
 */
export function outlook({kind}: Failure): 'again' | 'never' | 'stop' {
	if (kind === 'disk-full' || kind === 'folder-gone' || kind === 'write-failed' || kind === 'in-use') return 'stop';
	return passing.has(kind) ? 'again' : 'never';
}

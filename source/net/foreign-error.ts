import type {Foreign} from '../protocol/response-head.ts';

/** `no-watch`: it speaks 1.1 but does not support WATCH. */
type ForeignReason = Foreign | 'closed' | 'silent' | 'no-watch';

/** The other side does not speak P2P-CI/1.1; `reason` says what it did instead (RFC 900002, section 7). */
export class ForeignError extends Error {
	override readonly name = 'ForeignError';
	readonly reason: ForeignReason;
	/** What it answered instead, where that came with the head: a problem document (RFC 9457), if it is one. */
	readonly body: Buffer | undefined;

	constructor(reason: ForeignReason, body?: Buffer) {
		super(`the other side does not speak P2P-CI/1.1 (${reason})`);
		this.reason = reason;
		this.body = body;
	}
}

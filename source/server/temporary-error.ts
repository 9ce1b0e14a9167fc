/** A refusal that may be temporary. */
import {ProtocolError, type StatusCode} from '../protocol/status.ts';

/** The same request may succeed `retryAfter` seconds from now (RFC 9110, section 10.2.3). */
export class TemporaryError extends ProtocolError {
	readonly retryAfter: number;

	constructor(
		status: StatusCode,
		detail: string,
		more: {readonly retryAfter: number; readonly extra?: Readonly<Record<string, string | number>>},
	) {
		super(status, detail, more.extra);
		this.retryAfter = more.retryAfter;
	}
}

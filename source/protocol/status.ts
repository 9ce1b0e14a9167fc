/**
 * Status codes of P2P-CI (RFC 900001, section 4, and RFC 900002, section 6; phrases as in RFC 9110, section 15) and
 * the error that carries one.
 */

const phrases = {
	200: 'OK',
	206: 'Partial Content',
	304: 'Not Modified',
	400: 'Bad Request',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'Not Found',
	408: 'Request Timeout',
	409: 'Conflict',
	416: 'Range Not Satisfiable',
	429: 'Too Many Requests',
	431: 'Request Header Fields Too Large',
	500: 'Internal Server Error',
	503: 'Service Unavailable',
	505: 'P2P-CI Version Not Supported',
} as const;

export type StatusCode = keyof typeof phrases;

/** The phrase that follows a code in a status line. */
export const phraseOf = (code: StatusCode): string => phrases[code];

/** The codes that P2P-CI/1.0 knows; every other failure is 400 there (RFC 900001, section 4). */
const classicCodes: ReadonlySet<StatusCode> = new Set([200, 400, 404, 505]);

/** The code to send to a 1.0 client in place of `code`. */
export const classicCode = (code: StatusCode): StatusCode => (classicCodes.has(code) ? code : 400);

/**
 * A failure to be reported to the other side. `detail` is one sentence for the person there; in 1.1 it becomes the
 * `detail` of a problem document (RFC 9457), and `extra` its further members. The error has no stack.
 */
export class ProtocolError extends Error {
	override readonly name = 'ProtocolError';
	readonly status: StatusCode;
	readonly extra: Readonly<Record<string, string | number>>;

	constructor(status: StatusCode, detail: string, extra: Readonly<Record<string, string | number>> = {}) {
		// The error is part of the protocol, not a bug of ours, and capturing a stack would cost more than the answer.
		const limit = Error.stackTraceLimit;
		Error.stackTraceLimit = 0;
		super(detail);
		Error.stackTraceLimit = limit;
		this.status = status;
		this.extra = extra;
	}
}

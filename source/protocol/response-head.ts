/** Parses status lines and heads of responses, for clients. */
import {defaultHeadLimits, parseField, regularHead, trimBlankEnd} from './head.ts';
import type {Line} from './line-buffer.ts';
import {type Field, Fields, type ResponseHead, type Version} from './message.ts';

type StatusLine = {readonly version: Version | 'other'; readonly code: number; readonly phrase: string};

// A line may end with CR CR LF, or LF CR, whose CR stands before the next line. Servers that split lines at LF only send
// the version of the request back with its CR.
const pattern = /^\r?P2P-CI\/(\S{1,16})[ \t\r]+(\d{3})(?:[ \t\r]+(.*))?$/s;

/** Parses a status line. Undefined when it is not P2P-CI. */
function parseStatusLine(text: string): StatusLine | undefined {
	const match = pattern.exec(trimBlankEnd(text));
	if (!match) return undefined;
	const [, version, code, phrase = ''] = match;
	return {
		version: version === '1.0' || version === '1.1' ? version : 'other',
		code: Number(code),
		phrase: phrase.trimEnd(),
	};
}

/** The code and phrase of a status line of 1.0. Some programs leave out the version before an error. */
export function parseClassicStatus(text: string): Pick<StatusLine, 'code' | 'phrase'> | undefined {
	const status = parseStatusLine(text);
	if (status) return {code: status.code, phrase: status.phrase};
	const [, code, phrase] = /^([45]\d\d)[ \t]+(\S.*)$/.exec(text.trim()) ?? [];
	return code === undefined || phrase === undefined ? undefined : {code: Number(code), phrase};
}

/** This many blank lines before a status line are skipped; a sender of more sends nothing else. */
const mostBlank = 1024;

/**
 * Why bytes are not a response of P2P-CI/1.1. `classic`: framed as 1.0. `private`: a TLS alert, so the port belongs to a
 * private network (RFC 900002, section 8).
 */
export type Foreign = 'classic' | 'no-status-line' | 'bad-head' | 'no-length' | 'private';

/** Type and version at the beginning of a TLS alert (RFC 8446, section 5.1). */
export const alertStart = '\x15\x03';

/** Parses a whole head. Undefined unless it is a valid one of 1.1: `ResponseHeadReader` then says what it is. */
export function parseRegularHead(text: string): ResponseHead | undefined {
	const head = regularHead(text, defaultHeadLimits.fields);
	const status = head && parseStatusLine(head.start);
	if (status?.version !== '1.1') return undefined;
	return {version: '1.1', code: status.code, phrase: status.phrase, fields: new Fields(head?.fields)};
}

/** Collects the lines of one 1.1 response head. */
export class ResponseHeadReader {
	#status: StatusLine | undefined;
	#fields: Field[] = [];
	#bytes = 0;
	/** Number of blank lines before the status line. */
	#blank = 0;
	/** The head as received. */
	text = '';

	/** Takes the next line. Returns the head when it is complete, the reason when it is invalid, else undefined. */
	take(line: Line): ResponseHead | Foreign | undefined {
		const isEmpty = trimBlankEnd(line.text) === '';
		if (!this.#status && isEmpty) return ++this.#blank > mostBlank ? 'no-status-line' : undefined;
		this.text += line.text + line.ending;
		this.#bytes += line.length;
		if (!this.#status) return this.#takeStatus(line.text);
		if (isEmpty) {
			return {version: '1.1', code: this.#status.code, phrase: this.#status.phrase, fields: new Fields(this.#fields)};
		}
		const field = parseField(line.text);
		if (!field || this.#fields.length >= defaultHeadLimits.fields || this.#bytes > defaultHeadLimits.head)
			return 'bad-head';
		this.#fields.push(field);
		return undefined;
	}

	#takeStatus(text: string): Foreign | undefined {
		const status = parseStatusLine(text);
		if (!status) return text.startsWith(alertStart) ? 'private' : 'no-status-line';
		if (status.version !== '1.1') return 'classic';
		this.#status = status;
		return undefined;
	}
}

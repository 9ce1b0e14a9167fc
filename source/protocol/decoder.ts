/**
 * Bytes in, requests out, incrementally; survives anything. Every limit of size lives here, the limits of time in
 * `net/connection.ts`. A head goes through these states:
 *
 *   blank lines -> request line -> field lines -> blank line: one request, or one error, comes out -> blank lines
 *        any limit passed -> dead: one fatal error comes out and everything after it is ignored
 */
import {defaultHeadLimits, type HeadLimits, mostRegularBytes, parseField, regularHead, trimBlankEnd} from './head.ts';
import {type Line, LineBuffer} from './line-buffer.ts';
import {type Field, Fields, type Request, type Version} from './message.ts';
import {parseRequestLine, type RequestLine} from './request-line.ts';
import {ProtocolError} from './status.ts';

export type DecodedRequest = {
	/** The head as received, line ends included. */
	readonly text: string;
	/** Size of the head, line ends included. */
	readonly bytes: number;
} & (
	| {readonly kind: 'request'; readonly request: Request}
	| {
			readonly kind: 'bad';
			readonly error: ProtocolError;
			/** The version in which to frame the answer. */
			readonly version: Version;
			/** The connection has to be closed after the answer. */
			readonly fatal: boolean;
	  }
);

/** Whether the answer has no body. For an invalid request the first word decides. */
export const isHead = ({text}: DecodedRequest): boolean => /^\r?HEAD[ \t]/.test(text);

/** Whether nothing but the blanks that may be at the end of any line stands in it. */
const isEmpty = ({text}: Line): boolean => trimBlankEnd(text) === '';

/** Where lines end with LF CR, which some write for CRLF, the CR of one stands before the text of the next. */
const withoutReturn = (text: string): string => (text.startsWith('\r') ? text.slice(1) : text);

export class RequestDecoder {
	readonly #limits: HeadLimits;
	readonly #mostRegular: number;
	readonly #input = new LineBuffer();
	#heads = 0;
	#dead = false;
	#start: RequestLine | undefined;
	#error: ProtocolError | undefined;
	#fields: Field[] = [];
	#names = new Set<string>();
	#text = '';
	#bytes = 0;
	#counted = 0;

	constructor(limits: HeadLimits = defaultHeadLimits) {
		this.#limits = limits;
		this.#mostRegular = mostRegularBytes(limits);
	}

	/** The number of the incomplete head, counting up with each head; undefined between heads. */
	get openHead(): number | undefined {
		return !this.#dead && (this.#start !== undefined || this.#input.begun) ? this.#heads : undefined;
	}

	/** Takes bytes and returns the requests that they complete. */
	push(bytes: Uint8Array): DecodedRequest[] {
		const decoded: DecodedRequest[] = [];
		if (this.#dead) return decoded;
		this.#input.push(bytes);
		while (!this.#dead) {
			const regular = this.#start ? undefined : this.#takeRegular();
			if (regular) {
				decoded.push(regular);
				continue;
			}
			const line = this.#input.line(this.#start ? this.#limits.fieldLine : this.#limits.startLine);
			const result = line === undefined ? this.#checkPartial() : this.#takeLine(line);
			if (result) decoded.push(result);
			if (line === undefined) break;
		}
		return decoded;
	}

	/** The other side sends no more: an incomplete head is an error. */
	end(): DecodedRequest | undefined {
		return this.openHead === undefined
			? undefined
			: this.#die(new ProtocolError(400, 'The request ended before its blank line.'));
	}

	/** The other side speaks TLS: all that it sent is one error. */
	encrypted(bytes: Uint8Array): DecodedRequest {
		this.#input.push(bytes);
		return this.#die(new ProtocolError(400, 'This port is open: it does not speak TLS.'));
	}

	/** The time limit for a head has passed. */
	expire(): DecodedRequest | undefined {
		return this.openHead === undefined
			? undefined
			: this.#die(new ProtocolError(408, 'No blank line ended the request in time.'));
	}

	/** Takes a whole head if it is a valid one, as nearly all are; anything else is read line by line. */
	#takeRegular(): DecodedRequest | undefined {
		const text = this.#input.peekHead(this.#mostRegular);
		const head = text === undefined ? undefined : regularHead(text, this.#limits.fields);
		if (text === undefined || !head) return undefined;
		const start = parseRequestLine(head.start);
		if (start.kind === 'bad' || (start.version === '1.1' && hasDouble(head.fields))) return undefined;
		this.#input.skip(text.length);
		this.#heads++;
		const {method, target, version} = start;
		const request = {method, target, version, fields: new Fields(head.fields)};
		return {kind: 'request', request, text, bytes: text.length};
	}

	#takeLine(line: Line | 'too-long'): DecodedRequest | undefined {
		if (line === 'too-long') {
			// Which limit was passed first must not depend on how the bytes arrived.
			if (this.#start && this.#counted + this.#limits.fieldLine > this.#limits.head) return this.#headTooLarge();
			const what = this.#start
				? `A field line is longer than ${this.#limits.fieldLine}`
				: `The request line is longer than ${this.#limits.startLine}`;
			return this.#die(new ProtocolError(400, `${what} bytes.`));
		}
		if (!this.#start) {
			if (!isEmpty(line)) this.#begin(line);
			return undefined;
		}
		this.#count(line);
		if (this.#counted > this.#limits.head) return this.#headTooLarge();
		if (isEmpty(line)) return this.#complete(this.#start);
		return this.#takeField(withoutReturn(line.text));
	}

	#begin(line: Line): void {
		this.#count(line);
		this.#start = parseRequestLine(withoutReturn(line.text));
		if (this.#start.kind === 'bad') this.#error = this.#start.error;
	}

	#takeField(text: string): DecodedRequest | undefined {
		if (this.#fields.length === this.#limits.fields) return this.#headTooLarge();
		const field = parseField(text);
		// An invalid line counts as a field all the same, so that the number of lines is limited.
		this.#fields.push(field ?? ['', '']);
		if (!field)
			this.#error ??= new ProtocolError(
				400,
				'A field line must be: Name: value, without white space before the colon.',
			);
		else if (this.#start?.version === '1.1') this.#checkDouble(field[0].toLowerCase());
		return undefined;
	}

	// In 1.0 the first of two fields counts, as `Fields` does it.
	#checkDouble(name: string): void {
		if (this.#names.has(name)) this.#error ??= new ProtocolError(400, 'A field comes twice.');
		this.#names.add(name);
	}

	#checkPartial(): DecodedRequest | undefined {
		return this.#start && this.#counted + this.#input.lengthSoFar > this.#limits.head
			? this.#headTooLarge()
			: undefined;
	}

	#count(line: Line): void {
		this.#text += line.text + line.ending;
		this.#bytes += line.length + line.ending.length;
		this.#counted += line.length;
	}

	#complete(start: RequestLine): DecodedRequest {
		const {text, bytes} = {text: this.#text, bytes: this.#bytes};
		const error = this.#error;
		const fields = this.#fields;
		this.#reset();
		if (start.kind === 'bad' || error) {
			const problem = error ?? new ProtocolError(400, 'The request could not be read.');
			return {kind: 'bad', error: problem, version: start.version, fatal: false, text, bytes};
		}
		const {method, target, version} = start;
		return {kind: 'request', request: {method, target, version, fields: new Fields(fields)}, text, bytes};
	}

	#headTooLarge(): DecodedRequest {
		return this.#die(
			new ProtocolError(431, `A head may have ${this.#limits.head} bytes and ${this.#limits.fields} fields.`),
		);
	}

	#die(error: ProtocolError): DecodedRequest {
		const rest = this.#input.partialLine;
		const text = this.#text + rest;
		const bytes = this.#bytes + Buffer.byteLength(rest);
		const version = this.#start?.version ?? '1.0';
		this.#reset();
		this.#dead = true;
		return {kind: 'bad', error, version, fatal: true, text, bytes};
	}

	#reset(): void {
		this.#heads++;
		this.#start = undefined;
		this.#error = undefined;
		this.#fields = [];
		if (this.#names.size > 0) this.#names = new Set();
		this.#text = '';
		this.#bytes = 0;
		this.#counted = 0;
	}
}

const hasDouble = (fields: readonly Field[]): boolean =>
	fields.length > 1 && new Set(fields.map(([name]) => name.toLowerCase())).size < fields.length;

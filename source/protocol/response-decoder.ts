/**
 * Bytes in, responses of P2P-CI/1.1 out (RFC 900002 and RFC 900003), incrementally. Each response yields `head`, any
 * number of `body`, then `end`. Anything else yields one `foreign`, after which the decoder ignores all input.
 */
import {defaultHeadLimits, mostRegularBytes} from './head.ts';
import {LineBuffer} from './line-buffer.ts';
import type {Method, ResponseHead} from './message.ts';
import {decimal} from './numbers.ts';
import {alertStart, type Foreign, parseRegularHead, ResponseHeadReader} from './response-head.ts';

export type DecodedResponse =
	/** `length`: size of the body; `stream` lasts as long as the connection (WATCH). */
	| {readonly kind: 'head'; readonly head: ResponseHead; readonly length: number | 'stream'; readonly text: string}
	| {readonly kind: 'body'; readonly bytes: Buffer}
	| {readonly kind: 'end'}
	| {readonly kind: 'foreign'; readonly reason: Foreign; readonly text: string};

const mostRegular = mostRegularBytes(defaultHeadLimits);

export class ResponseDecoder {
	readonly #methodOfNext: () => Method | undefined;
	readonly #input: LineBuffer;
	#reader = new ResponseHeadReader();
	#left: number | 'head' | 'dead' = 'head';

	/**
	 * `methodOfNext` returns the method of the request that the next response answers, which decides whether a body
	 * follows. `reused`: the caller reuses the memory of a chunk once `push` has returned and its events were handled.
	 */
	constructor(methodOfNext: () => Method | undefined, options: {readonly reused?: boolean} = {}) {
		this.#methodOfNext = methodOfNext;
		this.#input = new LineBuffer(options);
	}

	push(bytes: Uint8Array): DecodedResponse[] {
		const decoded: DecodedResponse[] = [];
		this.#input.push(bytes);
		while (this.#left !== 'dead') {
			const more = this.#left === 'head' ? this.#readHead(decoded) : this.#readBody(decoded, this.#left);
			if (!more) break;
		}
		return decoded;
	}

	#readHead(decoded: DecodedResponse[]): boolean {
		const regular = this.#reader.text === '' ? this.#input.peekHead(mostRegular) : undefined;
		const parsed = regular && parseRegularHead(regular);
		if (regular !== undefined && parsed) {
			this.#input.skip(regular.length);
			return this.#onHead(decoded, parsed, regular);
		}
		const line = this.#input.line(defaultHeadLimits.fieldLine);
		if (line === undefined) {
			if (this.#isAlert()) return this.#die(decoded, 'private');
			return this.#isClassic() && this.#die(decoded, 'classic');
		}
		const result =
			line === 'too-long' ? (this.#reader.text === '' ? 'no-status-line' : 'bad-head') : this.#reader.take(line);
		if (result === undefined) return true;
		return typeof result === 'string' ? this.#die(decoded, result) : this.#onHead(decoded, result, this.#reader.text);
	}

	#onHead(decoded: DecodedResponse[], head: ResponseHead, text: string): boolean {
		const length = this.#lengthOf(head);
		if (length === undefined) return this.#die(decoded, 'no-length', text);
		decoded.push({kind: 'head', head, length, text});
		this.#reader = new ResponseHeadReader();
		this.#left = length === 'stream' ? Number.POSITIVE_INFINITY : length;
		return true;
	}

	/** Whether a 1.0 status line has begun: some servers send no line end after it. */
	#isClassic(): boolean {
		return (
			this.#reader.text === '' && this.#input.partialLength > 10 && /^P2P-CI\/1\.0\s/.test(this.#input.partialStart(11))
		);
	}

	#isAlert(): boolean {
		return this.#reader.text === '' && this.#input.partialLine.startsWith(alertStart);
	}

	/** Size of the body after this head; undefined when a required length is missing. */
	#lengthOf({code, fields}: ResponseHead): number | 'stream' | undefined {
		const method = this.#methodOfNext();
		if (method === 'HEAD' || code === 304) return 0;
		const length = decimal(fields.get('Content-Length') ?? '');
		return length ?? (method === 'WATCH' && code === 200 ? 'stream' : undefined);
	}

	#readBody(decoded: DecodedResponse[], left: number): boolean {
		const bytes = left === 0 ? undefined : this.#input.bytes(left);
		if (bytes?.length === 0) return false;
		if (bytes) decoded.push({kind: 'body', bytes});
		const still = left - (bytes?.length ?? 0);
		this.#left = still === 0 ? 'head' : still;
		if (still === 0) decoded.push({kind: 'end'});
		return true;
	}

	#die(decoded: DecodedResponse[], reason: Foreign, text = this.#reader.text): false {
		decoded.push({kind: 'foreign', reason, text});
		this.#left = 'dead';
		return false;
	}
}

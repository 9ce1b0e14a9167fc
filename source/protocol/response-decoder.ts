/**
 * Bytes in, responses of P2P-CI/1.1 out (PROTOCOL.md 3 and 4), incrementally. For each response: `head`, any number of
 * `body`, then `end`. What is no such response gives one `foreign`, after which the decoder takes nothing more.
 */
import {defaultHeadLimits} from './head.ts';
import {LineBuffer} from './line-buffer.ts';
import type {Method, ResponseHead} from './message.ts';
import {decimal} from './records.ts';
import {type Foreign, ResponseHeadReader} from './response-head.ts';

export type DecodedResponse =
	/** `length`: bytes of the body; `stream` goes on for as long as the connection lasts (WATCH). */
	| {readonly kind: 'head'; readonly head: ResponseHead; readonly length: number | 'stream'; readonly text: string}
	| {readonly kind: 'body'; readonly bytes: Buffer}
	| {readonly kind: 'end'}
	| {readonly kind: 'foreign'; readonly reason: Foreign; readonly text: string};

export class ResponseDecoder {
	readonly #methodOfNext: () => Method | undefined;
	readonly #input: LineBuffer;
	#reader = new ResponseHeadReader();
	#left: number | 'head' | 'dead' = 'head';

	/**
	 * `methodOfNext` tells the method of the request that the next response answers: it decides whether a body comes.
	 * `reused`: the caller uses the memory of a chunk again once `push` has returned and its events were dealt with.
	 */
	constructor(methodOfNext: () => Method | undefined, options: {readonly reused?: boolean} = {}) {
		this.#methodOfNext = methodOfNext;
		this.#input = new LineBuffer(options);
	}

	/** Whether the other side may stop here without having left something out. */
	get between(): boolean {
		return this.#left === 'head' && this.#reader.text === '' && !this.#input.begun;
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
		const line = this.#input.line(defaultHeadLimits.fieldLine);
		if (line === undefined) return false;
		const result =
			line === 'too-long' ? (this.#reader.text === '' ? 'no-status-line' : 'bad-head') : this.#reader.take(line);
		if (result === undefined) return true;
		const text = this.#reader.text;
		if (typeof result === 'string') return this.#die(decoded, result);
		const length = this.#lengthOf(result);
		if (length === undefined) return this.#die(decoded, 'no-length');
		decoded.push({kind: 'head', head: result, length, text});
		this.#reader = new ResponseHeadReader();
		this.#left = length === 'stream' ? Number.POSITIVE_INFINITY : length;
		return true;
	}

	/** Bytes of the body that follows this head; undefined when it should say so and does not. */
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

	#die(decoded: DecodedResponse[], reason: Foreign): false {
		decoded.push({kind: 'foreign', reason, text: this.#reader.text});
		this.#left = 'dead';
		return false;
	}
}

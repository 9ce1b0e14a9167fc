/**
 * Bytes in, lines out, remainder kept: what every decoder of this folder reads from.
 * Chunks are kept as they came and joined only where a line spans two of them, so a line that trickles in
 * byte by byte costs its length once.
 */
export type Line = {
	/** Without its line end; UTF-8, bytes that are not become U+FFFD. */
	readonly text: string;
	/** Bytes without the line end. */
	readonly length: number;
	/** The line end as it was: CRLF or a bare LF. */
	readonly ending: '\r\n' | '\n';
};

const lineFeed = 10;
const carriageReturn = 13;
const nothing = Buffer.alloc(0);

export class LineBuffer {
	#partial: Buffer[] = [];
	#partialLength = 0;
	#chunk: Buffer = nothing;
	#at = 0;
	readonly #reused: boolean;

	/** `reused`: the caller uses the memory of its chunks again, once everything that can be read of one was read. */
	constructor({reused = false}: {readonly reused?: boolean} = {}) {
		this.#reused = reused;
	}

	/** Takes the next bytes. They are kept, not copied: the caller must not change them until they were read. */
	push(bytes: Uint8Array): void {
		const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.#chunk = this.#at === this.#chunk.length ? chunk : Buffer.concat([this.#chunk.subarray(this.#at), chunk]);
		this.#at = 0;
	}

	/** The next whole line; undefined when there is none yet; `too-long` when it is, or is going to be, of more than `limit` bytes. */
	line(limit: number): Line | 'too-long' | undefined {
		const end = this.#chunk.indexOf(lineFeed, this.#at);
		if (end < 0) {
			this.#keepPartial();
			return this.#lengthSoFar() > limit ? 'too-long' : undefined;
		}
		const bytes = this.#join(this.#chunk.subarray(this.#at, end));
		this.#at = end + 1;
		const crlf = bytes[bytes.length - 1] === carriageReturn;
		const length = crlf ? bytes.length - 1 : bytes.length;
		if (length > limit) return 'too-long';
		return {text: bytes.toString('utf8', 0, length), length, ending: crlf ? '\r\n' : '\n'};
	}

	/** Up to `most` of the bytes that have come and belong to no line read so far. Empty when there are none. */
	bytes(most: number): Buffer {
		const rest =
			this.#partialLength === 0 ? this.#chunk.subarray(this.#at) : this.#join(this.#chunk.subarray(this.#at));
		if (rest.length <= most) {
			this.#chunk = nothing;
			this.#at = 0;
			return rest;
		}
		this.#chunk = rest;
		this.#at = most;
		return rest.subarray(0, most);
	}

	/** What has come of a line whose end has not. */
	get partialLine(): string {
		return Buffer.concat([...this.#partial, this.#chunk.subarray(this.#at)]).toString('utf8');
	}

	/** Whether a line has begun that is not going to be a blank one, as far as can be seen. */
	get begun(): boolean {
		return this.#partialLength > 1 || (this.#partialLength === 1 && this.#partial[0]?.[0] !== carriageReturn);
	}

	/** Bytes of a line whose end has not come. */
	get partialLength(): number {
		return this.#partialLength;
	}

	#keepPartial(): void {
		const rest = this.#chunk.subarray(this.#at);
		if (rest.length > 0) {
			// A copy, when the chunk is much larger than the rest, so that a few bytes do not keep a socket's whole buffer alive.
			this.#partial.push(this.#reused || rest.length * 4 < this.#chunk.length ? Buffer.from(rest) : rest);
			this.#partialLength += rest.length;
		}
		this.#chunk = nothing;
		this.#at = 0;
	}

	// A CR at the end may be the first half of the line end.
	#lengthSoFar(): number {
		const last = this.#partial.at(-1);
		return last?.[last.length - 1] === carriageReturn ? this.#partialLength - 1 : this.#partialLength;
	}

	#join(end: Buffer): Buffer {
		if (this.#partialLength === 0) return end;
		const whole = Buffer.concat([...this.#partial, end]);
		this.#partial = [];
		this.#partialLength = 0;
		return whole;
	}
}

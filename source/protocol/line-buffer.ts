/**
 * Bytes in, lines out, remainder kept: the basis of every decoder in this folder. Chunks are joined only where a line
 * spans two of them, so that a line trickling in byte by byte costs only its length.
 */
export type Line = {
	/** Without its line end; as UTF-8, with invalid bytes as U+FFFD. */
	readonly text: string;
	/** Bytes, excluding the line end. */
	readonly length: number;
	/** The actual line end. */
	readonly ending: LineEnd;
};

/** CRLF, a bare LF, or what programs write that convert the LF of their CRLF to CRLF again. */
type LineEnd = '\r\n' | '\n' | '\r\r\n';
const lineEnds: readonly LineEnd[] = ['\n', '\r\n', '\r\r\n'];
/** The longest line end without its LF. */
const mostReturns = 2;

const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const nothing = Buffer.alloc(0);
const headEnd = '\r\n\r\n';
/** Not ASCII, or a line end other than CRLF; a CR behind one belongs to it, too (LF CR). */
const irregular = /[\x80-\xff]|[^\r]\n|\r\r|\n\r[^\n]/;

export class LineBuffer {
	#partial: Buffer[] = [];
	#partialLength = 0;
	#chunk: Buffer = nothing;
	#at = 0;
	readonly #reused: boolean;

	/** `reused`: the caller reuses the memory of a chunk after reading all that can be read of it. */
	constructor({reused = false}: {readonly reused?: boolean} = {}) {
		this.#reused = reused;
	}

	/** Takes the next bytes, without a copy: the caller must not change them until they have been read. */
	push(bytes: Uint8Array): void {
		const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.#chunk = this.#at === this.#chunk.length ? chunk : Buffer.concat([this.#chunk.subarray(this.#at), chunk]);
		this.#at = 0;
	}

	/**
	 * The next complete line; undefined when there is none yet; `too-long` when it has, or will have, more than `limit`
	 * bytes: then it is the partial line, and whatever follows it is dropped.
	 */
	line(limit: number): Line | 'too-long' | undefined {
		const end = this.#chunk.indexOf(lineFeed, this.#at);
		if (end < 0) {
			this.#keepPartial();
			return this.lengthSoFar > limit ? 'too-long' : undefined;
		}
		const bytes = this.#join(this.#chunk.subarray(this.#at, end));
		this.#at = end + 1;
		const returns = returnsAtEnd(bytes);
		const length = bytes.length - returns;
		if (length > limit) {
			this.#chunk = bytes;
			this.#at = 0;
			this.#keepPartial();
			return 'too-long';
		}
		return {text: bytes.toString('utf8', 0, length), length, ending: lineEnds[returns] ?? '\n'};
	}

	/**
	 * The text of the next head, with its line ends and the blank line: if it has at most `most` bytes, has arrived in one
	 * chunk, begins with no blank line, and is ASCII with CRLF line ends. Undefined otherwise. Nothing is taken until
	 * `skip`: `line` can still read any head, but takes several times as long.
	 */
	peekHead(most: number): string | undefined {
		if (this.#partialLength > 0 || (this.#chunk[this.#at] ?? 0) <= space) return undefined;
		const text = this.#chunk.toString('latin1', this.#at, this.#at + most);
		const end = text.indexOf(headEnd);
		if (end < 0) return undefined;
		const head = text.slice(0, end + headEnd.length);
		return irregular.test(head) ? undefined : head;
	}

	/** Takes this many bytes, which `peekHead` showed. */
	skip(bytes: number): void {
		this.#at += bytes;
	}

	/** Up to `most` of the bytes not read as lines so far. Empty when there are none. */
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

	/** The beginning of an incomplete line. */
	get partialLine(): string {
		return Buffer.concat([...this.#partial, this.#chunk.subarray(this.#at)]).toString('utf8');
	}

	/** The first bytes of an incomplete line, this many or a few more: a long line may arrive byte by byte. */
	partialStart(bytes: number): string {
		let start = '';
		for (const piece of this.#partial) {
			if (start.length >= bytes) break;
			start += piece.toString('latin1', 0, bytes);
		}
		return start;
	}

	/** Whether a line has begun that is not blank, as far as can be seen. */
	get begun(): boolean {
		return this.lengthSoFar > 0;
	}

	/** Bytes of an incomplete line, excluding trailing CRs: they may belong to its end. */
	get lengthSoFar(): number {
		let returns = 0;
		for (let at = this.#partial.length - 1; at >= 0 && returns < mostReturns; at--) {
			const piece = this.#partial[at] ?? nothing;
			const found = returnsAtEnd(piece);
			returns += found;
			if (found < piece.length) break;
		}
		return this.#partialLength - Math.min(returns, mostReturns);
	}

	/** Bytes of an incomplete line, trailing CRs included. */
	get partialLength(): number {
		return this.#partialLength;
	}

	#keepPartial(): void {
		const rest = this.#chunk.subarray(this.#at);
		if (rest.length > 0) {
			// Copied when the chunk is much larger, so that a few bytes do not keep a whole socket buffer alive.
			this.#partial.push(this.#reused || rest.length * 4 < this.#chunk.length ? Buffer.from(rest) : rest);
			this.#partialLength += rest.length;
		}
		this.#chunk = nothing;
		this.#at = 0;
	}

	#join(end: Buffer): Buffer {
		if (this.#partialLength === 0) return end;
		const whole = Buffer.concat([...this.#partial, end]);
		this.#partial = [];
		this.#partialLength = 0;
		return whole;
	}
}

/** How many bytes at the end are CRs, as far as they can belong to a line end. */
function returnsAtEnd(bytes: Uint8Array): number {
	if (bytes[bytes.length - 1] !== carriageReturn) return 0;
	return bytes[bytes.length - 2] === carriageReturn ? 2 : 1;
}

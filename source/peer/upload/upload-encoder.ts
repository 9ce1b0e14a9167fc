/** Documents in a content coding: encoded once as a whole, in the thread pool, and cached. */
import {promisify} from 'node:util';
import {constants, gzip, zstdCompress} from 'node:zlib';
import type {Coding} from './content-coding.ts';

/**
 * Smaller documents gain nothing; larger ones would take too much memory, since the length must be known before the
 * first byte.
 */
export const encodedLeast = 1024;
export const encodedMost = 1024 * 1024;

const zstdAsync = promisify(zstdCompress);
const gzipAsync = promisify(gzip);

// Measured on RFC texts: zstd 3 compresses to 0.28 at 135 MB/s, gzip 4 to the same at 63 MB/s; higher levels do not
// pay.
const encoders: Readonly<Record<Coding, (bytes: Uint8Array) => Promise<Buffer>>> = {
	zstd: bytes => zstdAsync(bytes, {params: {[constants.ZSTD_c_compressionLevel]: 3}}),
	gzip: bytes => gzipAsync(bytes, {level: 4}),
};

type Kept = {readonly body: Promise<Buffer | undefined>; cost: number};

/** The cost of an entry besides its bytes. */
const entryCost = 256;

export class Encoder {
	/** Least recently used first. */
	readonly #kept = new Map<string, Kept>();
	readonly #capacity: number;
	#cost = 0;

	/** Caches up to `capacity` bytes. */
	constructor(capacity = 16 * 1024 * 1024) {
		this.#capacity = capacity;
	}

	/**
	 * A document in a coding; undefined if that is not smaller. `tag` identifies exactly these bytes; `read` provides
	 * them if they are not cached. Rejects as `read` does.
	 */
	encoded(tag: string, coding: Coding, read: () => Promise<Uint8Array>): Promise<Buffer | undefined> {
		const key = `${coding} ${tag}`;
		const known = this.#kept.get(key);
		if (known) {
			this.#kept.delete(key);
			this.#kept.set(key, known);
			return known.body;
		}
		const kept: Kept = {body: encode(coding, read), cost: 0};
		this.#kept.set(key, kept);
		kept.body.then(
			body => this.#count(key, kept, entryCost + (body?.length ?? 0)),
			() => this.#kept.delete(key),
		);
		return kept.body;
	}

	#count(key: string, kept: Kept, cost: number): void {
		if (this.#kept.get(key) !== kept) return;
		kept.cost = cost;
		this.#cost += cost;
		for (const [oldest, {cost: freed}] of this.#kept) {
			if (this.#cost <= this.#capacity) break;
			// An entry that is still being encoded occupies nothing yet.
			if (freed === 0) continue;
			this.#kept.delete(oldest);
			this.#cost -= freed;
		}
	}
}

async function encode(coding: Coding, read: () => Promise<Uint8Array>): Promise<Buffer | undefined> {
	const bytes = await read();
	const body = await encoders[coding](bytes);
	return body.length < bytes.length ? body : undefined;
}

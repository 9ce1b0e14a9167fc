/**
 * Receivers that read as fast as data is sent get it in large pieces. Others get small ones, one after another: the
 * system reports only when a whole piece was taken.
 */

/** Bytes at a time for receivers not known to be fast, and the largest document that they get in one go. */
export const carefulBytes = 64 * 1024;
export const carefulDocument = 256 * 1024;

/**
 * A receiver that took this much without a pause is fast: it is more than any system buffers for one that reads
 * nothing.
 */
const provenBytes = 8 * 1024 * 1024;
const pauseMs = 250;

export class QuickReaders {
	readonly #taken = new WeakMap<object, number>();

	/** Whether a connection takes pieces of any size. */
	has(connection: object): boolean {
		return (this.#taken.get(connection) ?? 0) >= provenBytes;
	}

	/** Records that a connection took this many bytes within this many milliseconds. */
	took(connection: object, bytes: number, ms: number): void {
		this.#taken.set(connection, ms > pauseMs ? 0 : (this.#taken.get(connection) ?? 0) + bytes);
	}
}

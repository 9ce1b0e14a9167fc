/**
 * A pool of buffers for small documents on their way to the disk. Fresh memory would have to be zeroed for each of
 * them and stay until the next garbage collection. The buffers are shared with the disk thread, so that nothing is
 * copied to it.
 */

const step = 64 * 1024;
/** The most unused memory that is kept. */
const mostIdle = 4 * 1024 * 1024;

export class BufferPool {
	readonly #idle = new Map<number, SharedArrayBuffer[]>();
	#idleBytes = 0;

	/** A buffer of this size, with arbitrary contents. */
	take(bytes: number): Buffer {
		const size = step * Math.max(1, Math.ceil(bytes / step));
		const found = this.#idle.get(size)?.pop();
		if (found) this.#idleBytes -= size;
		return Buffer.from(found ?? new SharedArrayBuffer(size), 0, bytes);
	}

	/** Returns a buffer of `take` to the pool. Nobody may write to it any more. */
	giveBack({buffer}: Uint8Array): void {
		if (!(buffer instanceof SharedArrayBuffer) || this.#idleBytes + buffer.byteLength > mostIdle) return;
		const idle = this.#idle.get(buffer.byteLength) ?? [];
		this.#idle.set(buffer.byteLength, idle);
		idle.push(buffer);
		this.#idleBytes += buffer.byteLength;
	}
}

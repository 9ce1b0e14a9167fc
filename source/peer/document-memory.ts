/**
 * Memory for small documents on their way to the disk, used again and again: new memory for each would be cleared before it
 * is filled, and stay until the garbage is collected. It is shared with the disk's thread, so that nothing is copied to it.
 */

const step = 64 * 1024;
/** As much is kept that nobody uses. */
const mostIdle = 4 * 1024 * 1024;

export class DocumentMemory {
	readonly #idle = new Map<number, SharedArrayBuffer[]>();
	#idleBytes = 0;

	/** Room for so many bytes, with anything in it. */
	take(bytes: number): Buffer {
		const size = step * Math.max(1, Math.ceil(bytes / step));
		const found = this.#idle.get(size)?.pop();
		if (found) this.#idleBytes -= size;
		return Buffer.from(found ?? new SharedArrayBuffer(size), 0, bytes);
	}

	/** Gives room back that `take` gave. Nobody may write to it any more. */
	giveBack({buffer}: Uint8Array): void {
		if (!(buffer instanceof SharedArrayBuffer) || this.#idleBytes + buffer.byteLength > mostIdle) return;
		const idle = this.#idle.get(buffer.byteLength) ?? [];
		this.#idle.set(buffer.byteLength, idle);
		idle.push(buffer);
		this.#idleBytes += buffer.byteLength;
	}
}

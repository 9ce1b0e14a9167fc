/**
 * The memory that one connection reads into: a few buffers, filled by the socket in turn and free again when what was in
 * them is dealt with. Shared memory, so that a thread can write them to a disk without a copy.
 */
const bufferBytes = 256 * 1024;
const most = 4;

export class ReadBuffers {
	readonly #free: Uint8Array[] = [];
	readonly #uses = new Map<Uint8Array, number>();
	readonly #onFree: () => void;
	#made = 0;

	/** `onFree`: a buffer is free again. */
	constructor(onFree: () => void) {
		this.#onFree = onFree;
	}

	/** The next buffer to read into; undefined when all are in use. */
	take(): Uint8Array | undefined {
		const free = this.#free.pop();
		if (free || this.#made === most) return free;
		this.#made++;
		return new Uint8Array(new SharedArrayBuffer(bufferBytes));
	}

	/** Whether there is one to take besides the one that is to be taken next. */
	get spare(): boolean {
		return this.#free.length + most - this.#made > 1;
	}

	/** Keeps a buffer until `done` has settled. */
	hold(buffer: Uint8Array, done: Promise<unknown>): void {
		this.#uses.set(buffer, (this.#uses.get(buffer) ?? 0) + 1);
		const release = () => {
			const uses = (this.#uses.get(buffer) ?? 1) - 1;
			this.#uses.set(buffer, uses);
			if (uses === 0) this.#release(buffer);
		};
		done.then(release, release);
	}

	/** Whether something in the buffer is still needed. */
	isHeld(buffer: Uint8Array): boolean {
		return (this.#uses.get(buffer) ?? 0) > 0;
	}

	#release(buffer: Uint8Array): void {
		this.#free.push(buffer);
		this.#onFree();
	}
}

/**
 * The memory that one connection reads into: a few buffers, filled by the socket in turn and free again when what was in
 * them is dealt with. Shared memory, so that a thread can write them to a disk without a copy.
 */
const bufferBytes = 1024 * 1024;
/** A connection has so many in any case. */
const least = 2;
/** What one connection uses while there is room: with these it is read from while a disk writes what came before. */
const most = 4;
/** What all connections of this program have together beyond their least. */
const mostTogether = 32;
let together = 0;

export class ReadBuffers {
	readonly #free: Uint8Array[] = [];
	readonly #uses = new Map<Uint8Array, number>();
	readonly #onFree: () => void;
	#made = 0;
	#closed = false;

	/** `onFree`: a buffer is free again. */
	constructor(onFree: () => void) {
		this.#onFree = onFree;
	}

	/** The next buffer to read into; there is one at first, and whenever `reserve` was called after the one before. */
	take(): Uint8Array | undefined {
		if (this.#free.length === 0) this.#make();
		return this.#free.pop();
	}

	/** Sees to it that there is one to take. Gives whether there is another one after it, whatever others use meanwhile. */
	reserve(): boolean {
		while (this.#free.length < 2 && this.#make());
		return this.#free.length > 1;
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

	/** Nothing is read any more: others have the room. */
	close(): void {
		if (!this.#closed) together -= Math.max(0, this.#made - least);
		this.#closed = true;
	}

	#make(): boolean {
		if (this.#closed || this.#made === most || (this.#made >= least && together >= mostTogether)) return false;
		if (this.#made >= least) together++;
		this.#made++;
		this.#free.push(new Uint8Array(new SharedArrayBuffer(bufferBytes)));
		return true;
	}

	#release(buffer: Uint8Array): void {
		this.#free.push(buffer);
		this.#onFree();
	}
}

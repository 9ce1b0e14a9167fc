/**
 * The buffers that one connection reads into: filled by the socket in turn, and reused once their contents have been
 * dealt with. They are shared memory, so that another thread can write them to disk without a copy.
 */
const bufferBytes = 1024 * 1024;
/** Each connection is guaranteed this many. */
const least = 2;
/** Each connection may use this many while there is room: enough to keep reading while a disk write is in progress. */
const most = 4;
/** All connections of this process together may use this many beyond the guaranteed ones. */
const mostTogether = 32;
let together = 0;

const newBuffer = (): Uint8Array => new Uint8Array(new SharedArrayBuffer(bufferBytes));

export class ReadBuffers {
	readonly #free: Uint8Array[] = [];
	readonly #uses = new Map<Uint8Array, number>();
	readonly #onFree: () => void;
	/** Read into, and not free before `leave`. */
	#current: Uint8Array | undefined;
	#made = 0;
	#closed = false;

	/** `onFree` is called when a buffer becomes free again. */
	constructor(onFree: () => void) {
		this.#onFree = onFree;
	}

	/**
	 * The buffer to read into, until `leave`. There is one at first, and after each call of `reserve`; for more, the limit
	 * is exceeded.
	 */
	get current(): Uint8Array {
		this.#current ??= this.#take();
		return this.#current;
	}

	/** No more is read into the current buffer: it becomes free once nothing in it is held. */
	leave(): void {
		const buffer = this.#current;
		this.#current = undefined;
		if (buffer && !this.#uses.get(buffer)) this.#release(buffer);
	}

	/**
	 * Makes sure that there is a buffer to take. Returns whether another one will follow, whatever other connections
	 * use.
	 */
	reserve(): boolean {
		while (this.#free.length < 2 && this.#make());
		return this.#free.length > 1;
	}

	/** Keeps the contents of the current buffer until `done` settles. */
	hold(done: Promise<unknown>): void {
		const buffer = this.current;
		this.#uses.set(buffer, (this.#uses.get(buffer) ?? 0) + 1);
		const release = () => {
			const uses = (this.#uses.get(buffer) ?? 1) - 1;
			this.#uses.set(buffer, uses);
			if (uses === 0 && buffer !== this.#current) this.#release(buffer);
		};
		done.then(release, release);
	}

	/** Whether the contents of the current buffer are still in use. */
	get isHeld(): boolean {
		return (this.#uses.get(this.current) ?? 0) > 0;
	}

	/** Ends reading, so that other connections can use the room. */
	close(): void {
		if (!this.#closed) together -= Math.max(0, this.#made - least);
		this.#closed = true;
	}

	#take(): Uint8Array {
		if (this.#free.length === 0) this.#make();
		return this.#free.pop() ?? newBuffer();
	}

	#make(): boolean {
		if (this.#closed || this.#made === most || (this.#made >= least && together >= mostTogether)) return false;
		if (this.#made >= least) together++;
		this.#made++;
		this.#free.push(newBuffer());
		return true;
	}

	#release(buffer: Uint8Array): void {
		this.#free.push(buffer);
		this.#onFree();
	}
}

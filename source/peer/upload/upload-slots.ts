/**
 * Upload slots. A slot is held only while bytes are being sent. When all are taken, a new request gets the slot of a
 * client that reads next to nothing: a client may be as slow as it likes until it keeps others waiting.
 */
import {ProtocolError} from '../../protocol/status.ts';

export type Floor = {
	/**
	 * A client that kept us waiting this long, in milliseconds, is too slow if it took less than `bytes` in that time.
	 */
	readonly waitMs: number;
	readonly bytes: number;
};

/** 1 KiB/s over a minute. */
const usualFloor: Floor = {waitMs: 60_000, bytes: 60 * 1024};
/** Bytes taken within this time are counted together. */
const grainMs = 1000;

/** The client was too slow while others waited. */
export class SlotLostError extends Error {
	override readonly name = 'SlotLostError';

	constructor() {
		super('took less than 1 KiB/s for a minute: its upload slot went to another');
	}
}

export class Slots {
	readonly #count: number;
	readonly #floor: Floor;
	readonly #now: () => number;
	readonly #held = new Set<Slot>();

	/** `now`: milliseconds of a monotonic clock. */
	constructor(count: number, {floor = usualFloor, now = () => performance.now()}: SlotsOptions = {}) {
		this.#count = count;
		this.#floor = floor;
		this.#now = now;
	}

	get free(): number {
		return this.#count - this.#held.size;
	}

	get #takenWords(): string {
		return this.#count === 1 ? 'The only upload slot is taken.' : `All ${this.#count} upload slots are taken.`;
	}

	/**
	 * Takes a slot. `onLost` is called when it is given to another client. Throws a `ProtocolError` 503 when there is
	 * none.
	 */
	take(onLost: () => void): Slot {
		if (this.free <= 0) [...this.#held].find(({isSlow}) => isSlow)?.lose();
		if (this.free <= 0) throw new ProtocolError(503, this.#takenWords);
		const onEnd = () => this.#held.delete(slot);
		const slot = new Slot({floor: this.#floor, now: this.#now, onLost, onEnd});
		this.#held.add(slot);
		return slot;
	}
}

export type SlotsOptions = {readonly floor?: Floor | undefined; readonly now?: () => number};

type SlotOptions = {
	readonly floor: Floor;
	readonly now: () => number;
	readonly onLost: () => void;
	readonly onEnd: () => void;
};

/** A slot in use. Time counts only while we wait for the client: our own pace and disk are not its fault. */
export class Slot {
	readonly #options: SlotOptions;
	#waitsSince: number | undefined;
	#waitedMs = 0;
	/** Bytes taken, with the value of `#waitedMs` at the time. */
	#taken: {readonly at: number; bytes: number}[] = [];
	#lost = false;

	constructor(options: SlotOptions) {
		this.#options = options;
	}

	/** Whether it was given to another client. */
	get lost(): boolean {
		return this.#lost;
	}

	get isSlow(): boolean {
		const {waitMs, bytes} = this.#options.floor;
		const waited = this.#waited;
		return waited >= waitMs && this.#takenSince(waited - waitMs) < bytes;
	}

	/** From now on we wait for the client to take what was sent. */
	waits(): void {
		this.#waitsSince ??= this.#options.now();
	}

	/** The client took everything that was sent, this many bytes. */
	took(bytes: number): void {
		const at = this.#waited;
		this.#waitedMs = at;
		this.#waitsSince = undefined;
		const last = this.#taken.at(-1);
		if (last && at - last.at < grainMs) last.bytes += bytes;
		else {
			this.#taken = this.#taken.filter(each => each.at > at - this.#options.floor.waitMs);
			this.#taken.push({at, bytes});
		}
	}

	/** Releases the slot; a second call does nothing. */
	giveBack(): void {
		this.#options.onEnd();
	}

	/** Takes it away from its holder. */
	lose(): void {
		this.#lost = true;
		this.#options.onEnd();
		this.#options.onLost();
	}

	get #waited(): number {
		return this.#waitedMs + (this.#waitsSince === undefined ? 0 : this.#options.now() - this.#waitsSince);
	}

	#takenSince(since: number): number {
		return this.#taken.reduce((sum, {at, bytes}) => (at > since ? sum + bytes : sum), 0);
	}
}

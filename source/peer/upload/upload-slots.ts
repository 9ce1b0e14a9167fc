/**
 * Upload slots. A slot is held only while bytes are being sent. When all are taken, a new request gets the slot of a
 * client that reads next to nothing: a client may be as slow as it likes until it keeps others waiting. Where one
 * address holds two slots more than that of the new request, more is expected of it: else one program that hardly reads
 * on as many connections as there are slots would have them all.
 */
import type {Endpoint} from '../../net/addresses.ts';
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
/** 16 KiB/s over 10 s. */
const crowdFloor = ({waitMs, bytes}: Floor): Floor => ({waitMs: waitMs / 6, bytes: (bytes * 16) / 6});
/** Bytes taken within this time are counted together. */
const grainMs = 1000;
/** How long what was taken is remembered. */
const keptMs = 60_000;

/** The client was too slow while others waited. */
export class SlotLostError extends Error {
	override readonly name = 'SlotLostError';

	constructor() {
		super('hardly read while others waited: its upload slot went to another');
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
	 * Takes a slot for a connection, which is closed when the slot is given to another client. Throws a `ProtocolError`
	 * 503 when there is none.
	 */
	take(connection: Holder): Slot {
		const {address} = connection.remote;
		if (this.free <= 0) (this.#slowest() ?? this.#slowestOfCrowd(address))?.lose();
		if (this.free <= 0) throw new ProtocolError(503, this.#takenWords);
		const onEnd = () => this.#held.delete(slot);
		const slot = new Slot({address, now: this.#now, onLost: () => connection.destroy(), onEnd});
		this.#held.add(slot);
		return slot;
	}

	#slowest(): Slot | undefined {
		return [...this.#held].find(slot => slot.isBelow(this.#floor));
	}

	#slowestOfCrowd(address: string): Slot | undefined {
		const floor = crowdFloor(this.#floor);
		const byAddress = Map.groupBy(this.#held, slot => slot.address);
		const own = byAddress.get(address)?.length ?? 0;
		return [...byAddress.values()]
			.filter(slots => slots.length > own + 1)
			.sort((one, other) => other.length - one.length)
			.flatMap(slots => slots.filter(slot => slot.isBelow(floor)))[0];
	}
}

/** The connection that a slot is for. */
type Holder = {readonly remote: Pick<Endpoint, 'address'>; destroy(): void};

export type SlotsOptions = {readonly floor?: Floor | undefined; readonly now?: () => number};

type SlotOptions = {
	readonly address: string;
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

	/** Where its bytes go. */
	get address(): string {
		return this.#options.address;
	}

	/** Whether its client took less than this of late. */
	isBelow({waitMs, bytes}: Floor): boolean {
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
			this.#taken = this.#taken.filter(each => each.at > at - keptMs);
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

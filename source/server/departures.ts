/**
 * Takes the records of peers that have left out of the index. They count no more from the moment a peer has left, but a
 * peer may hold hundreds of thousands, and nobody is to wait for all of them: they go some at a time, and before that
 * those of an RFC that somebody asks for. Who needs the whole index waits until they are gone: that comes to pass also
 * where peers join and leave again without end, as more are taken out than are entered.
 */
import type {Holding, IndexPeer} from './index-peer.ts';

/** Records taken out in one turn of the event loop: about a millisecond. */
const atOnce = 500;
/** Records taken out for each one that is entered. */
const forEach = 2;

export class Departures {
	readonly #takeOut: (record: Holding) => void;
	/** Those whose records are not all out yet; what a peer still holds is what is left of them. */
	readonly #peers = new Set<IndexPeer>();
	#records = 0;
	/** How many may still be taken out in this turn. */
	#left = atOnce;
	#next: NodeJS.Immediate | undefined;
	#over: PromiseWithResolvers<void> | undefined;

	/** `takeOut` removes a record from all but its peer's own list. */
	constructor(takeOut: (record: Holding) => void) {
		this.#takeOut = takeOut;
	}

	/** Number of records that are still to be taken out. */
	get records(): number {
		return this.#records;
	}

	/** Resolves when there are none; others may have left when that is seen. Undefined where there are none now. */
	get over(): Promise<void> | undefined {
		if (this.#peers.size === 0) return undefined;
		this.#over ??= Promise.withResolvers<void>();
		return this.#over.promise;
	}

	/** A peer has left. True when its records are gone at once, as those of most are. */
	add(peer: IndexPeer): boolean {
		const {size} = peer.records;
		this.#peers.add(peer);
		this.#records += size;
		this.#plan();
		if (size > this.#left) return false;
		this.#left -= this.#takeSome(peer, size);
		return true;
	}

	/** Takes out the records of one RFC now. `holders`: all that it has. */
	settle(rfc: number, holders: readonly Holding[]): void {
		// Thousands may have left at the same time, and thousands may hold the RFC, but rarely both.
		const leavers =
			this.#peers.size <= holders.length
				? this.#peers
				: holders.map(({peer}) => peer).filter(peer => this.#peers.has(peer));
		for (const peer of leavers) {
			const record = peer.records.delete(rfc);
			if (record) this.#done(peer, record);
		}
	}

	/** A record is about to be entered. */
	entering(): void {
		this.#takeUpTo(forEach);
	}

	/** Leaves the rest where it is. */
	stop(): void {
		clearImmediate(this.#next);
	}

	#plan(): void {
		this.#next ??= setImmediate(() => {
			this.#next = undefined;
			this.#takeUpTo(atOnce);
			this.#left = atOnce;
			if (this.#peers.size > 0) this.#plan();
		});
	}

	#takeUpTo(most: number): void {
		let left = most;
		for (const peer of this.#peers) {
			if (left === 0) break;
			left -= this.#takeSome(peer, left);
		}
	}

	/** Returns how many. */
	#takeSome(peer: IndexPeer, most: number): number {
		const some = peer.records.slice(0, most);
		for (const {rfc} of some) {
			const record = peer.records.delete(rfc);
			if (record) this.#done(peer, record);
		}
		// Also one that held nothing.
		if (peer.records.size === 0) this.#forget(peer);
		return some.length;
	}

	#done(peer: IndexPeer, record: Holding): void {
		this.#takeOut(record);
		this.#records--;
		if (peer.records.size === 0) this.#forget(peer);
	}

	#forget(peer: IndexPeer): void {
		this.#peers.delete(peer);
		if (this.#peers.size > 0) return;
		this.#over?.resolve();
		this.#over = undefined;
	}
}

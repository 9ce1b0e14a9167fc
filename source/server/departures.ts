/**
 * Takes the records of peers that have left out of the index. They count no more from the moment a peer has left, but a
 * peer may hold hundreds of thousands, and nobody is to wait for all of them: they go some at a time, and before that
 * those of an RFC that somebody asks for. Who needs the whole index waits until they are gone.
 */
import type {Holding, IndexPeer} from './index-peer.ts';

/** Records taken out in one turn of the event loop: about a millisecond. */
const atOnce = 500;

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

	/** Resolves when there are none, and nobody has left since; undefined where that is so now. */
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
		this.#takeSome(peer);
		return true;
	}

	/** Takes out the records of one RFC now. */
	settle(rfc: number): void {
		for (const peer of this.#peers) {
			const record = peer.records.delete(rfc);
			if (record) this.#done(peer, record);
		}
	}

	/** Leaves the rest where it is. */
	stop(): void {
		clearImmediate(this.#next);
	}

	#plan(): void {
		this.#next ??= setImmediate(() => {
			this.#next = undefined;
			this.#left = atOnce;
			for (const peer of this.#peers) {
				if (this.#left === 0) break;
				this.#takeSome(peer);
			}
			this.#left = atOnce;
			if (this.#peers.size > 0) this.#plan();
		});
	}

	#takeSome(peer: IndexPeer): void {
		const some = peer.records.slice(0, this.#left);
		this.#left -= some.length;
		for (const {rfc} of some) {
			const record = peer.records.delete(rfc);
			if (record) this.#done(peer, record);
		}
		// Also one that held nothing.
		if (peer.records.size === 0) this.#forget(peer);
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

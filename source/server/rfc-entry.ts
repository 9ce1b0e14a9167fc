/** One RFC in the index: who holds it, what it is called, and whether the holders have the same file. */
import {lowest} from '../order/sorted-list.ts';
import {titleAmong} from '../order/title-among.ts';
import {comparePeers, type Holding, type IndexPeer} from './index-peer.ts';
import {Tally} from './tally.ts';

/** Up to so many holders are looked through whenever somebody asks; of more it is counted what they say. */
const mostUncounted = 64;
/** With fewer than this nothing is counted any more: not the same number, lest one who comes and goes has all counted anew. */
const fewestCounted = 32;

type Said = {readonly titles: Tally; readonly digests: Tally};

export class RfcEntry {
	readonly rfc: number;
	readonly #holders: Holding[] = [];
	/** What many holders say, counted. */
	#said: Said | undefined;

	constructor(rfc: number) {
		this.rfc = rfc;
	}

	/** Sorted by `comparePeers`. Read only, and not to be kept: it changes with the index. */
	get holders(): readonly Holding[] {
		return this.#holders;
	}

	/** As `titleAmong` says. Undefined when nobody holds it any more. */
	get title(): string | undefined {
		const top = this.#said?.titles.top;
		if (!top) return titleAmong(this.#holders);
		const [first] = top;
		return top.size === 1 ? first : this.#holders.find(({title}) => top.has(title))?.title;
	}

	/** How many different digests its holders declare: two or more mean different documents under one number. */
	get versions(): number {
		return this.#said?.digests.size ?? new Set(this.#holders.flatMap(({digest}) => digest ?? [])).size;
	}

	/** Enters a record, or replaces that of the same peer, which is returned. */
	put(record: Holding): Holding | undefined {
		const at = this.#placeOf(record.peer);
		const old = this.#holders[at]?.peer === record.peer ? this.#holders[at] : undefined;
		this.#holders.splice(at, old ? 1 : 0, record);
		if (old) this.#uncount(old);
		this.#count(record);
		return old;
	}

	/** Removes a record that is here. */
	take(record: Holding): void {
		this.#holders.splice(this.#placeOf(record.peer), 1);
		if (this.#holders.length < fewestCounted) this.#said = undefined;
		this.#uncount(record);
	}

	#placeOf(peer: IndexPeer): number {
		return lowest(this.#holders.length, index => {
			const holder = this.#holders[index];
			return holder !== undefined && comparePeers(holder.peer, peer) >= 0;
		});
	}

	#count(record: Holding): void {
		const isFirstCount = !this.#said && this.#holders.length > mostUncounted;
		if (isFirstCount) this.#said = {titles: new Tally(), digests: new Tally()};
		for (const {title, digest} of isFirstCount ? this.#holders : [record]) {
			this.#said?.titles.add(title);
			if (digest !== undefined) this.#said?.digests.add(digest);
		}
	}

	#uncount({title, digest}: Holding): void {
		this.#said?.titles.remove(title);
		if (digest !== undefined) this.#said?.digests.remove(digest);
	}
}

/** The peers in a copy of the index. A record says only the place of its peer, which two peers may have in common. */
import type {PeerRecord} from '../../protocol/message.ts';
import {placeKey} from '../../text/place-key.ts';
import {comparePlaces, type Place, peerKey} from './record-place.ts';

const isAt = (peer: PeerRecord | undefined, place: Place): boolean =>
	peer !== undefined && comparePlaces(peer, place) === 0;

export class PresentPeers {
	readonly #peers = new Map<string, PeerRecord>();
	#sorted: readonly PeerRecord[] | undefined;

	get size(): number {
		return this.#peers.size;
	}

	/** The same peer as it was known before. */
	get(peer: PeerRecord): PeerRecord | undefined {
		return this.#peers.get(peerKey(peer));
	}

	/** The 1.1 peer with this name. */
	named(host: string): PeerRecord | undefined {
		return this.#peers.get(host);
	}

	put(peer: PeerRecord): void {
		this.#peers.set(peerKey(peer), peer);
		this.#sorted = undefined;
	}

	delete(peer: PeerRecord): void {
		this.#peers.delete(peerKey(peer));
		this.#sorted = undefined;
	}

	/** To be called when a peer has more or fewer RFCs. */
	changed(): void {
		this.#sorted = undefined;
	}

	/** All by host, with the number of their RFCs. The same array until something changes. */
	list(rfcsOf: (peer: PeerRecord) => number): readonly PeerRecord[] {
		this.#sorted ??= [...this.#peers.values()].map(peer => ({...peer, rfcs: rfcsOf(peer)})).sort(comparePlaces);
		return this.#sorted;
	}

	/** Updates the reachability of peers from a list; peers that joined or moved meanwhile are left alone. */
	tellReach(peers: readonly PeerRecord[]): void {
		for (const peer of peers) if (isAt(this.get(peer), peer)) this.put(peer);
	}

	/** Whether a peer is at exactly this place. */
	has(place: Place): boolean {
		return isAt(this.named(place.host), place) || this.#peers.has(placeKey(place));
	}

	/** Whether two are at this place: a 1.0 peer with the name and port of a 1.1 peer has records that look the same. */
	isShared(place: Place): boolean {
		return isAt(this.named(place.host), place) && this.#peers.has(placeKey(place));
	}

	/** Whether another peer is at the place of this one. */
	hasAnotherAt(peer: PeerRecord): boolean {
		return peer.version === '1.1' ? this.#peers.has(placeKey(peer)) : isAt(this.named(peer.host), peer);
	}
}

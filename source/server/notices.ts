/** Notices for the operator, limited in number whatever strangers do. */
import type {Stranger} from '../net/admission.ts';
import type {IndexPeer} from './index-peer.ts';
import type {Reachability} from './reachability.ts';
import type {Notice} from './server-state.ts';

/** Maximum number of notices of each kind. */
const most = 20;
const fullAgainMs = 10_000;

export class Notices {
	/** What somebody at this address last took the port for, the longest ago first. */
	readonly #strangers = new Map<string, {readonly how: Stranger; readonly time: number}>();
	#full: (Notice & {readonly kind: 'full'}) | undefined;

	stranger(address: string, how: Stranger, time: number): void {
		this.#strangers.delete(address);
		this.#strangers.set(address, {how, time});
		for (const oldest of this.#strangers.keys()) {
			if (this.#strangers.size <= most) break;
			this.#strangers.delete(oldest);
		}
	}

	/** Records that a connection was rejected. Returns whether it was the first in 10 s. */
	full(connections: number, time: number): boolean {
		const last = this.#full?.time ?? Number.NEGATIVE_INFINITY;
		this.#full = {kind: 'full', connections, time};
		return time - last > fullAgainMs;
	}

	/** All current notices. */
	list<Peer extends IndexPeer>(reachability: Pick<Reachability<Peer>, 'unreachable' | 'failing'>): readonly Notice[] {
		const notices: Notice[] = [];
		for (const peer of reachability.unreachable) {
			if (notices.length === most) break;
			const {host, address, port} = peer.facts;
			const because = reachability.failing(peer)?.because ?? 'silent';
			notices.push({kind: 'unreachable', host, address, port, rfcs: peer.records.size, because});
		}
		for (const [address, last] of this.#strangers) notices.push({kind: 'stranger', address, ...last});
		if (this.#full) notices.push(this.#full);
		return notices;
	}
}

/** Whether peers can be reached: the index server tells no event when that changes, so it is asked while somebody looks. */
import type {PeerRecord} from '../protocol/message.ts';

/** So often at most, in milliseconds. */
const pauseMs = 5000;

export class ReachPoll {
	readonly #ask: () => Promise<readonly PeerRecord[]>;
	readonly #told: (peers: readonly PeerRecord[]) => void;
	#asked = Number.NEGATIVE_INFINITY;

	/** `told` is called with each answer; a question that fails is asked again later. */
	constructor(ask: () => Promise<readonly PeerRecord[]>, told: (peers: readonly PeerRecord[]) => void) {
		this.#ask = ask;
		this.#told = told;
	}

	/** Asks, unless that was done just before. */
	refresh(): void {
		const now = performance.now();
		if (now - this.#asked < pauseMs) return;
		this.#asked = now;
		void this.#ask()
			.then(this.#told)
			// The session tells itself that its server is gone.
			.catch(() => {});
	}
}

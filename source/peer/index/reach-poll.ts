/**
 * Polls which peers can be reached: the index server sends no event for that. It polls only while somebody is
 * looking.
 */
import type {PeerRecord} from '../../protocol/message.ts';

/** The shortest interval, in milliseconds. */
const pauseMs = 5000;

export class ReachPoll {
	readonly #ask: () => Promise<readonly PeerRecord[]>;
	readonly #told: (peers: readonly PeerRecord[]) => void;
	#asked = Number.NEGATIVE_INFINITY;

	/** `told` is called with each answer; a failed request is repeated later. */
	constructor(ask: () => Promise<readonly PeerRecord[]>, told: (peers: readonly PeerRecord[]) => void) {
		this.#ask = ask;
		this.#told = told;
	}

	/** Polls, unless that was just done. */
	refresh(): void {
		const now = performance.now();
		if (now - this.#asked < pauseMs) return;
		this.#asked = now;
		void this.#ask()
			.then(this.#told)
			// The session itself reports the loss of its server.
			.catch(() => {});
	}
}

/**
 * Which 1.0 peers are still here after the connection that they last used has closed (RFC 900001, section 4.11):
 * their upload ports are tried.
 *
 *   lost -> tried at once
 *     refused  -> gone, at once, whenever it happens
 *     silent   -> tried again 3 s later -> silent again -> gone
 *     accepted -> tried again after 1, 3 and 10 s, then every 30 s
 *   back: the peer used a connection again, and nothing is tried any more
 */
import {type Endpoint, endpointKey} from '../net/addresses.ts';
import type {ProbeResult} from '../net/probe.ts';
import type {Agenda} from './agenda.ts';
import type {Clock} from './clock.ts';
import type {IndexPeer} from './index-peer.ts';
import type {ProbeQueue} from './probe-queue.ts';

/** What is known about a lost peer. */
export type Probing = {
	/** Number of probes so far. */
	readonly tries: number;
	/** How many of them were accepted. */
	readonly accepted: number;
	/** Whether the last one was silent. */
	readonly silent: boolean;
	/** When the next one is due. */
	readonly due: number;
};

const firstProbing = (now: number): Probing => ({tries: 0, accepted: 0, silent: false, due: now});

/** After this many silent probes in a row a peer is gone. */
export const mostSilentTries = 2;
const silentAgainMs = 3000;
const acceptedAgainMs = [1000, 3000, 10_000];
const acceptedAtLastMs = 30_000;

/**
 * Applies the result of a probe to a lost peer. A probe that was made for another peer's sake cannot count as silent
 * before this one's is due.
 */
function afterTry(probing: Probing, result: ProbeResult, now: number): Probing | 'gone' {
	if (result === 'refused') return 'gone';
	const tries = probing.tries + 1;
	if (result === 'accepted') {
		const wait = acceptedAgainMs[probing.accepted] ?? acceptedAtLastMs;
		return {tries, accepted: probing.accepted + 1, silent: false, due: now + wait};
	}
	if (probing.due > now) return probing;
	return probing.silent ? 'gone' : {...probing, tries, silent: true, due: now + silentAgainMs};
}

/** One upload port, with all lost peers that claimed it. */
type Watch<Peer> = {
	readonly target: Endpoint;
	readonly probings: Map<Peer, Probing>;
	/** Cancels the next probe. */
	cancel: () => void;
	/** Withdraws the probe that was requested; undefined when there is none. */
	withdraw: (() => void) | undefined;
};

export type PresenceOptions<Peer> = {
	readonly clock: Clock;
	readonly agenda: Agenda;
	readonly queue: ProbeQueue;
	/** Called when a peer is gone. */
	readonly onGone: (peer: Peer, result: ProbeResult) => void;
	/** Called after each probe. */
	readonly onTried?: (peers: readonly Peer[], result: ProbeResult) => void;
};

export class Presence<Peer extends IndexPeer> {
	readonly #options: PresenceOptions<Peer>;
	readonly #watches = new Map<string, Watch<Peer>>();

	constructor(options: PresenceOptions<Peer>) {
		this.#options = options;
	}

	/** To be called when the connection that a peer last used has closed. */
	lost(peer: Peer): void {
		const target = targetOf(peer);
		let watch = this.#watches.get(endpointKey(target));
		if (!watch) {
			watch = {target, probings: new Map(), cancel: () => {}, withdraw: undefined};
			this.#watches.set(endpointKey(target), watch);
		}
		watch.probings.set(peer, firstProbing(this.#options.clock.now()));
		this.#try(watch);
	}

	/** To be called when a peer uses a connection again, or has left. */
	back(peer: Peer): void {
		const key = endpointKey(targetOf(peer));
		const watch = this.#watches.get(key);
		if (!watch?.probings.delete(peer) || watch.probings.size > 0) return;
		watch.cancel();
		watch.withdraw?.();
		this.#watches.delete(key);
	}

	/** Probes the port of a lost peer now. Silence before the regular time does not count. */
	tryNow(peer: Peer): void {
		const watch = this.#watches.get(endpointKey(targetOf(peer)));
		if (watch?.probings.has(peer)) this.#try(watch);
	}

	/** What is known about a peer; undefined when it is not lost. */
	probing(peer: Peer): Probing | undefined {
		return this.#watches.get(endpointKey(targetOf(peer)))?.probings.get(peer);
	}

	#try(watch: Watch<Peer>): void {
		watch.cancel();
		watch.withdraw ??= this.#options.queue.ask(watch.target, result => {
			watch.withdraw = undefined;
			this.#onResult(watch, result);
		});
	}

	#onResult(watch: Watch<Peer>, result: ProbeResult): void {
		const {clock, onTried, onGone} = this.#options;
		const now = clock.now();
		onTried?.([...watch.probings.keys()], result);
		const gone: Peer[] = [];
		for (const [peer, probing] of watch.probings) {
			const next = afterTry(probing, result, now);
			if (next === 'gone') gone.push(peer);
			else watch.probings.set(peer, next);
		}
		for (const peer of gone) {
			this.back(peer);
			onGone(peer, result);
		}
		this.#plan(watch);
	}

	#plan(watch: Watch<Peer>): void {
		let due = Number.POSITIVE_INFINITY;
		for (const probing of watch.probings.values()) due = Math.min(due, probing.due);
		watch.cancel();
		watch.cancel = due === Number.POSITIVE_INFINITY ? () => {} : this.#options.agenda.at(due, () => this.#try(watch));
	}
}

/** The upload port at the address that the connection came from, never at the Host that was sent. */
const targetOf = ({facts}: IndexPeer): Endpoint => ({address: facts.address, port: facts.port});

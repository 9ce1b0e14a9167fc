/**
 * Which 1.0 peers are still here after the connection that they last used has closed (PROTOCOL.md 2, "Who is here"):
 * their upload ports are tried.
 *
 *   lost -> tried at once
 *     refused  -> gone, at once, whenever it happens
 *     silent   -> tried again 3 s later -> silent again -> gone
 *     accepted -> tried again after 1, 3 and 10 s, then every 30 s
 *   back: the peer used a connection again, and nothing is tried any more
 */
import type {ProbeResult} from '../net/probe.ts';
import type {Agenda} from './agenda.ts';
import type {Clock} from './clock.ts';
import type {IndexPeer} from './index-peer.ts';
import {keyOf, type ProbeQueue, type Target} from './probe-queue.ts';

/** What is known of a lost peer. */
export type Vigil = {
	/** Tries that were made for it. */
	readonly tries: number;
	/** How many of them were accepted. */
	readonly accepted: number;
	/** The last one was silent. */
	readonly silent: boolean;
	/** When it is to be tried next. */
	readonly due: number;
};

export const firstVigil = (now: number): Vigil => ({tries: 0, accepted: 0, silent: false, due: now});

/** Silent so often in a row, a peer is gone. */
export const mostSilentTries = 2;
const silentAgainMs = 3000;
const acceptedAgainMs = [1000, 3000, 10_000];
const acceptedAtLastMs = 30_000;

/** What a try's result means for a lost peer. A try that was made for somebody else's sake proves no silence before its time. */
export function afterTry(vigil: Vigil, result: ProbeResult, now: number): Vigil | 'gone' {
	if (result === 'refused') return 'gone';
	const tries = vigil.tries + 1;
	if (result === 'accepted') {
		const wait = acceptedAgainMs[vigil.accepted] ?? acceptedAtLastMs;
		return {tries, accepted: vigil.accepted + 1, silent: false, due: now + wait};
	}
	if (vigil.due > now) return vigil;
	return vigil.silent ? 'gone' : {...vigil, tries, silent: true, due: now + silentAgainMs};
}

/** One upload port, with all the lost peers that claimed it. */
type Watch<Peer> = {
	readonly target: Target;
	readonly vigils: Map<Peer, Vigil>;
	cancel: () => void;
	asking: boolean;
};

export type PresenceOptions<Peer> = {
	readonly clock: Clock;
	readonly agenda: Agenda;
	readonly queue: ProbeQueue;
	/** Called when a peer is gone. */
	readonly onGone: (peer: Peer, result: ProbeResult) => void;
	/** Called after each try. */
	readonly onTried?: (peers: readonly Peer[], result: ProbeResult) => void;
};

export class Presence<Peer extends IndexPeer> {
	readonly #options: PresenceOptions<Peer>;
	readonly #watches = new Map<string, Watch<Peer>>();

	constructor(options: PresenceOptions<Peer>) {
		this.#options = options;
	}

	/** The connection that a peer last used has closed. */
	lost(peer: Peer): void {
		const target = targetOf(peer);
		let watch = this.#watches.get(keyOf(target));
		if (!watch) {
			watch = {target, vigils: new Map(), cancel: () => {}, asking: false};
			this.#watches.set(keyOf(target), watch);
		}
		watch.vigils.set(peer, firstVigil(this.#options.clock.now()));
		this.#try(watch);
	}

	/** A peer uses a connection again, or has left. */
	back(peer: Peer): void {
		const key = keyOf(targetOf(peer));
		const watch = this.#watches.get(key);
		if (!watch?.vigils.delete(peer) || watch.vigils.size > 0) return;
		watch.cancel();
		this.#watches.delete(key);
	}

	/** Tries the port of a lost peer now. Silence before its time proves nothing. */
	tryNow(peer: Peer): void {
		const watch = this.#watches.get(keyOf(targetOf(peer)));
		if (watch?.vigils.has(peer)) this.#try(watch);
	}

	/** What is known of a peer; undefined when it is not lost. */
	vigil(peer: Peer): Vigil | undefined {
		return this.#watches.get(keyOf(targetOf(peer)))?.vigils.get(peer);
	}

	#try(watch: Watch<Peer>): void {
		watch.cancel();
		if (watch.asking) return;
		watch.asking = true;
		this.#options.queue.ask(watch.target, result => {
			watch.asking = false;
			this.#onResult(watch, result);
		});
	}

	#onResult(watch: Watch<Peer>, result: ProbeResult): void {
		if (watch.vigils.size === 0) return;
		const {clock, onTried, onGone} = this.#options;
		const now = clock.now();
		onTried?.([...watch.vigils.keys()], result);
		const gone: Peer[] = [];
		for (const [peer, vigil] of watch.vigils) {
			const next = afterTry(vigil, result, now);
			if (next === 'gone') gone.push(peer);
			else watch.vigils.set(peer, next);
		}
		for (const peer of gone) {
			this.back(peer);
			onGone(peer, result);
		}
		this.#plan(watch);
	}

	#plan(watch: Watch<Peer>): void {
		let due = Number.POSITIVE_INFINITY;
		for (const vigil of watch.vigils.values()) due = Math.min(due, vigil.due);
		watch.cancel();
		watch.cancel = due === Number.POSITIVE_INFINITY ? () => {} : this.#options.agenda.at(due, () => this.#try(watch));
	}
}

/** The upload port at the address that the connection came from, never at the Host that was sent. */
const targetOf = ({facts}: IndexPeer): Target => ({address: facts.address, port: facts.port});

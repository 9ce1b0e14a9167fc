/**
 * Whether 1.1 peers can be reached: their upload ports are probed once after JOIN, then every 5 minutes, or every 30
 * s while that fails (RFC 900002, section 3.3). Nobody is removed for it: that is the purpose of leases.
 */
import type {ProbeResult} from '../net/probe.ts';
import type {Agenda} from './agenda.ts';
import type {Clock} from './clock.ts';
import type {IndexPeer} from './index-peer.ts';
import type {ProbeQueue} from './probe-queue.ts';

const reachableAgainMs = 300_000;
const unreachableAgainMs = 30_000;

type Watch = {
	/** Cancels the next probe. */
	cancel: () => void;
	/** Withdraws the probe that was requested; undefined when there is none. */
	withdraw: (() => void) | undefined;
	/** Those waiting for the probe after JOIN; undefined when it has finished. */
	waiting: Set<() => void> | undefined;
	/** The result of the last probe; undefined before the first. */
	last: ProbeResult | undefined;
	/** When the next one is due. */
	due: number;
};

/** What is known about an upload port that could not be connected to. */
export type Failing = {readonly because: Exclude<ProbeResult, 'accepted'>; readonly again: number};

export type ReachabilityOptions<Peer> = {
	readonly clock: Clock;
	readonly agenda: Agenda;
	readonly queue: ProbeQueue;
	/** Called after each probe; `peer.reachable` is the outcome. */
	readonly onTried?: (peer: Peer, result: ProbeResult) => void;
};

export class Reachability<Peer extends IndexPeer> {
	readonly #options: ReachabilityOptions<Peer>;
	readonly #watches = new Map<Peer, Watch>();
	/** Peers whose last probe failed, the longest known first. */
	readonly unreachable = new Set<Peer>();

	constructor(options: ReachabilityOptions<Peer>) {
		this.#options = options;
	}

	/** To be called when a peer has joined, for the first time or again. */
	watch(peer: Peer): void {
		this.#release(peer);
		const watch: Watch = {cancel: () => {}, withdraw: undefined, waiting: new Set(), last: undefined, due: 0};
		this.#watches.set(peer, watch);
		this.#try(peer, watch);
	}

	/** To be called when a peer has left. */
	stop(peer: Peer): void {
		this.#release(peer);
		this.#watches.delete(peer);
		this.unreachable.delete(peer);
	}

	/** Why a peer cannot be reached, and when it is probed again; undefined when it can, or was not probed yet. */
	failing(peer: Peer): Failing | undefined {
		const watch = this.#watches.get(peer);
		if (watch?.last === undefined || watch.last === 'accepted') return undefined;
		return {because: watch.last, again: watch.due};
	}

	/** Probes the port of a peer now; the interval to the next probe starts then. */
	tryNow(peer: Peer): void {
		const watch = this.#watches.get(peer);
		watch?.cancel();
		if (watch) this.#try(peer, watch);
	}

	/** Resolves when the probe after JOIN has finished, but after `ms` milliseconds at the latest. */
	async firstTry(peer: Peer, ms: number): Promise<void> {
		const waiting = this.#watches.get(peer)?.waiting;
		if (!waiting) return;
		await new Promise<void>(resolve => {
			const stop = this.#options.clock.after(ms, () => settle());
			const settle = () => {
				stop();
				waiting.delete(settle);
				resolve();
			};
			waiting.add(settle);
		});
	}

	#release(peer: Peer): void {
		const watch = this.#watches.get(peer);
		if (!watch) return;
		watch.cancel();
		watch.withdraw?.();
		settleAll(watch);
	}

	#try(peer: Peer, watch: Watch): void {
		const {address, port} = peer.facts;
		watch.withdraw ??= this.#options.queue.ask({address, port}, result => {
			watch.withdraw = undefined;
			this.#onResult(peer, watch, result);
		});
	}

	#onResult(peer: Peer, watch: Watch, result: ProbeResult): void {
		const {clock, agenda, onTried} = this.#options;
		peer.reachable = result === 'accepted';
		if (peer.reachable) this.unreachable.delete(peer);
		else this.unreachable.add(peer);
		watch.last = result;
		watch.due = clock.now() + (peer.reachable ? reachableAgainMs : unreachableAgainMs);
		watch.cancel = agenda.at(watch.due, () => this.#try(peer, watch));
		settleAll(watch);
		onTried?.(peer, result);
	}
}

function settleAll(watch: Watch): void {
	const waiting = watch.waiting;
	watch.waiting = undefined;
	for (const settle of waiting ?? []) settle();
}

/**
 * Probes upload ports: at a limited rate, one probe for each address and port however many callers ask, and round
 * robin over the addresses, so that one with thousands of ports does not delay the others (RFC 900001, section 4).
 */
import {type Endpoint, endpointKey} from '../net/addresses.ts';
import type {ProbeResult} from '../net/probe.ts';
import type {Clock} from './clock.ts';

/** Probes one upload port. Never rejects. */
export type ProbeFunction = (target: Endpoint & {readonly timeoutMs: number}) => Promise<ProbeResult>;

type Listener = (result: ProbeResult) => void;
type Waiting = {readonly target: Endpoint; readonly listeners: Set<Listener>};

export type ProbeQueueOptions = {
	readonly clock: Clock;
	readonly probe: ProbeFunction;
};

/** A port that does not answer for this long is silent. */
const probeTimeoutMs = 2000;
const mostPerSecond = 50;

export class ProbeQueue {
	readonly #options: ProbeQueueOptions;
	/** Requested or running probes, by address and port. */
	readonly #open = new Map<string, Waiting>();
	/** Requested probes, by address; the first address is next. */
	readonly #lines = new Map<string, Set<Waiting>>();
	/** When the last probes started, oldest first; at most one second's worth. */
	readonly #starts: number[] = [];
	#stopTimer: (() => void) | undefined;
	#closed = false;

	constructor(options: ProbeQueueOptions) {
		this.#options = options;
	}

	/**
	 * Probes the port as soon as its turn comes and calls `listener` with the result; joins a probe that is already
	 * requested. Returns the function to withdraw the request: a port that nobody asks about any more is not probed.
	 */
	ask(target: Endpoint, listener: Listener): () => void {
		if (this.#closed) return () => {};
		const known = this.#open.get(endpointKey(target));
		const waiting: Waiting = known ?? {target, listeners: new Set()};
		// A function of its own for each request: the same one may be withdrawn and passed again.
		const told: Listener = result => listener(result);
		waiting.listeners.add(told);
		if (!known) this.#add(waiting);
		return () => {
			if (waiting.listeners.delete(told) && waiting.listeners.size === 0) this.#drop(waiting);
		};
	}

	/** Starts no more probes and calls no more listeners. */
	close(): void {
		this.#closed = true;
		this.#lines.clear();
		this.#open.clear();
		this.#stopTimer?.();
	}

	#add(waiting: Waiting): void {
		const {address} = waiting.target;
		this.#open.set(endpointKey(waiting.target), waiting);
		this.#lines.set(address, (this.#lines.get(address) ?? new Set()).add(waiting));
		this.#run();
	}

	/** Takes a request out of its line, unless its probe is running. */
	#drop(waiting: Waiting): void {
		const {address} = waiting.target;
		const line = this.#lines.get(address);
		if (!line?.delete(waiting)) return;
		this.#open.delete(endpointKey(waiting.target));
		if (line.size === 0) this.#lines.delete(address);
	}

	#run(): void {
		if (this.#stopTimer || this.#closed) return;
		for (const [address, line] of this.#lines) {
			const wait = this.#waitTime();
			if (wait > 0) {
				this.#stopTimer = this.#options.clock.after(Math.ceil(wait), () => {
					this.#stopTimer = undefined;
					this.#run();
				});
				return;
			}
			const [next] = line;
			if (next) line.delete(next);
			this.#lines.delete(address);
			// Moved to the end of the round: iterating a map also visits entries added meanwhile.
			if (line.size > 0) this.#lines.set(address, line);
			if (next) void this.#start(next);
		}
	}

	/** Milliseconds until another probe may start. */
	#waitTime(): number {
		const oldest = this.#starts[0];
		if (oldest === undefined || this.#starts.length < mostPerSecond) return 0;
		return oldest + 1000 - this.#options.clock.now();
	}

	async #start({target, listeners}: Waiting): Promise<void> {
		const {clock, probe} = this.#options;
		this.#starts.push(clock.now());
		if (this.#starts.length > mostPerSecond) this.#starts.shift();
		const result = await probe({...target, timeoutMs: probeTimeoutMs});
		if (this.#closed) return;
		this.#open.delete(endpointKey(target));
		for (const listener of listeners) listener(result);
	}
}

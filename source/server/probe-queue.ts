/**
 * Probes upload ports: at a limited rate, one probe for each address and port however many callers ask, and round
 * robin over the addresses, so that one with thousands of ports does not delay the others (RFC 900001, section 4).
 */
import type {ProbeResult} from '../net/probe.ts';
import type {Clock} from './clock.ts';

export type Target = {readonly address: string; readonly port: number};

/** Probes one upload port. Never rejects. */
export type ProbeFunction = (target: Target & {readonly timeoutMs: number}) => Promise<ProbeResult>;

type Waiting = {readonly target: Target; readonly listeners: ((result: ProbeResult) => void)[]};

export type ProbeQueueOptions = {
	readonly clock: Clock;
	readonly probe: ProbeFunction;
	/** Probes per second; 50 by default. */
	readonly perSecond?: number;
};

/** A port that does not answer for this long is silent. */
const probeTimeoutMs = 2000;

export class ProbeQueue {
	readonly #options: ProbeQueueOptions;
	readonly #perSecond: number;
	/** Requested or running probes, by address and port. */
	readonly #open = new Map<string, Waiting>();
	/** Requested probes, by address; the first address is next. */
	readonly #lines = new Map<string, Waiting[]>();
	/** When the last probes started, oldest first; at most one second's worth. */
	readonly #starts: number[] = [];
	#stopTimer: (() => void) | undefined;
	#closed = false;

	constructor(options: ProbeQueueOptions) {
		this.#options = options;
		this.#perSecond = options.perSecond ?? 50;
	}

	/**
	 * Probes the port as soon as its turn comes and calls `listener` with the result; joins a probe that is already
	 * requested.
	 */
	ask(target: Target, listener: (result: ProbeResult) => void): void {
		if (this.#closed) return;
		const key = keyOf(target);
		const open = this.#open.get(key);
		if (open) {
			open.listeners.push(listener);
			return;
		}
		const waiting: Waiting = {target, listeners: [listener]};
		this.#open.set(key, waiting);
		const line = this.#lines.get(target.address);
		if (line) line.push(waiting);
		else this.#lines.set(target.address, [waiting]);
		this.#run();
	}

	/** Starts no more probes and calls no more listeners. */
	close(): void {
		this.#closed = true;
		this.#lines.clear();
		this.#open.clear();
		this.#stopTimer?.();
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
			const next = line.shift();
			this.#lines.delete(address);
			// Moved to the end of the round: iterating a map also visits entries added meanwhile.
			if (line.length > 0) this.#lines.set(address, line);
			if (next) void this.#start(next);
		}
	}

	/** Milliseconds until another probe may start. */
	#waitTime(): number {
		const oldest = this.#starts[0];
		if (oldest === undefined || this.#starts.length < this.#perSecond) return 0;
		return oldest + 1000 - this.#options.clock.now();
	}

	async #start({target, listeners}: Waiting): Promise<void> {
		const {clock, probe} = this.#options;
		this.#starts.push(clock.now());
		if (this.#starts.length > this.#perSecond) this.#starts.shift();
		const result = await probe({...target, timeoutMs: probeTimeoutMs});
		if (this.#closed) return;
		this.#open.delete(keyOf(target));
		for (const listener of listeners) listener(result);
	}
}

export const keyOf = ({address, port}: Target): string => `${address} ${port}`;

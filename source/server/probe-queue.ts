/**
 * Tries of upload ports: at most so many a second in all, one at a time for an address and port however many ask,
 * and each address in its turn, so that one with thousands of ports keeps nobody else waiting (PROTOCOL.md 2).
 */
import type {ProbeResult} from '../net/probe.ts';
import type {Clock} from './clock.ts';

export type Target = {readonly address: string; readonly port: number};

/** Tries one upload port. Never rejects. */
export type ProbeFunction = (target: Target & {readonly timeoutMs: number}) => Promise<ProbeResult>;

type Waiting = {readonly target: Target; readonly listeners: ((result: ProbeResult) => void)[]};

export type ProbeQueueOptions = {
	readonly clock: Clock;
	readonly probe: ProbeFunction;
	/** Called when a try is over. `ms`: how long it took. */
	readonly onDone?: (target: Target, result: ProbeResult, ms: number) => void;
	/** Tries a second; 50 unless said. */
	readonly perSecond?: number;
};

/** A port that says nothing for so long is silent. */
export const probeTimeoutMs = 2000;

export class ProbeQueue {
	readonly #options: ProbeQueueOptions;
	readonly #perSecond: number;
	/** Asked for or running, by address and port. */
	readonly #open = new Map<string, Waiting>();
	/** Asked for, by address; the next turn is the first one's. */
	readonly #lines = new Map<string, Waiting[]>();
	/** When the last tries started, oldest first; as many as one second may have. */
	readonly #starts: number[] = [];
	#stopTimer: (() => void) | undefined;
	#closed = false;

	constructor(options: ProbeQueueOptions) {
		this.#options = options;
		this.#perSecond = options.perSecond ?? 50;
	}

	/** Tries the port as soon as its turn comes and calls `listener` with the result; joins a try that is already asked for. */
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

	/** Starts nothing more and calls nobody any more. */
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
			// To the end of the round: the walk over a map comes to what is put in during the walk.
			if (line.length > 0) this.#lines.set(address, line);
			if (next) void this.#start(next);
		}
	}

	/** Milliseconds until one more may start. */
	#waitTime(): number {
		const oldest = this.#starts[0];
		if (oldest === undefined || this.#starts.length < this.#perSecond) return 0;
		return oldest + 1000 - this.#options.clock.now();
	}

	async #start({target, listeners}: Waiting): Promise<void> {
		const {clock, probe, onDone} = this.#options;
		const started = clock.now();
		this.#starts.push(started);
		if (this.#starts.length > this.#perSecond) this.#starts.shift();
		const result = await probe({...target, timeoutMs: probeTimeoutMs});
		if (this.#closed) return;
		this.#open.delete(keyOf(target));
		onDone?.(target, result, clock.now() - started);
		for (const listener of listeners) listener(result);
	}
}

export const keyOf = ({address, port}: Target): string => `${address} ${port}`;

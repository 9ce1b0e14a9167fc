/** How the bytes of one document are taken: in order, and no faster than the pace allows. */
import {setTimeout as wait} from 'node:timers/promises';
import {ConnectError} from '../../net/connect.ts';
import {Pacer, pieceSize} from '../pace.ts';
import {OwnDelay} from './own-delay.ts';

/** Receives a piece of some bytes, and its position among them. */
type Take = (piece: Uint8Array, at: number) => void | Promise<void>;

export class Intake {
	readonly #pace: (() => number | undefined) | undefined;
	readonly #signal: AbortSignal;
	readonly #pacer = new Pacer();
	/** How many pieces wait for the pace, and the last of them. */
	#waiting = 0;
	#line: Promise<unknown> = Promise.resolve();
	/** What holds the sources of this document up. */
	readonly delay = new OwnDelay();

	/** `pace`: the limit in bytes a second; undefined is full speed. */
	constructor(pace: (() => number | undefined) | undefined, signal: AbortSignal) {
		this.#pace = pace;
		this.#signal = signal;
	}

	/**
	 * Passes bytes on in order, no faster than the pace allows; `take` gets them in pieces then. Rejects with a
	 * `ConnectError` of reason `aborted` when the signal aborts while they wait, and with whatever `take` rejects with.
	 */
	paced(bytes: Uint8Array, take: Take): void | Promise<void> {
		if (this.#pace?.() === undefined && this.#waiting === 0) return take(bytes, 0);
		// More bytes may arrive while earlier ones wait: they queue up behind them.
		this.#waiting++;
		const line = this.#line;
		const taken = this.delay.during(() => line.then(() => this.#slowly(bytes, take)).finally(() => this.#waiting--));
		this.#line = taken.catch(() => {});
		return taken;
	}

	async #slowly(bytes: Uint8Array, take: Take): Promise<void> {
		for (let at = 0; at < bytes.length; ) {
			const pace = this.#pace?.();
			const piece = bytes.subarray(at, at + pieceSize(pace));
			const pause = this.#pacer.delay(piece.length, pace, performance.now());
			if (pause > 0) await this.#pause(pause);
			await take(piece, at);
			at += piece.length;
		}
	}

	async #pause(ms: number): Promise<void> {
		try {
			await wait(ms, undefined, {signal: this.#signal});
		} catch (error) {
			throw new ConnectError('aborted', {cause: error});
		}
	}
}

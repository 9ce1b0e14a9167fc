/** Sends the bytes of a document as fast as the client takes them, or the limits allow. */
import type {ServerConnection} from '../../net/connection.ts';
import {Pacer, pieceSize} from '../pace.ts';
import {carefulBytes, type QuickReaders} from './quick-readers.ts';
import type {RunningUpload} from './running-upload.ts';
import type {Slot} from './upload-slots.ts';

export type Pacing = {
	/** Limit for each transfer, in bytes a second; undefined is full speed. */
	readonly pace?: (() => number | undefined) | undefined;
	/** Limit for all transfers together, in bytes a second; undefined is full speed. */
	readonly rate?: (() => number | undefined) | undefined;
	/** The pacer of all transfers together. */
	readonly shared: Pacer;
};

export type TransferOptions = {
	readonly connection: ServerConnection;
	readonly upload: RunningUpload;
	readonly pacing: Pacing;
	readonly slot: Slot;
	readonly quick: QuickReaders;
	/** How long the client may take nothing. */
	readonly stallMs: number;
	/** Called when it has taken nothing for a moment. */
	readonly onSlow: () => void;
};

const slowMs = 1000;

export class Transfer {
	readonly #options: TransferOptions;
	readonly #pacer = new Pacer();

	constructor(options: TransferOptions) {
		this.#options = options;
	}

	/** Sends bytes, the first `headBytes` of which do not count as the document's. Rejects with a `ClosedError`. */
	async put(bytes: Uint8Array, headBytes = 0): Promise<void> {
		const {pace, rate, shared} = this.#options.pacing;
		for (let at = 0; at < bytes.length; ) {
			const own = pace?.();
			const all = rate?.();
			const least = own === undefined || all === undefined ? (own ?? all) : Math.min(own, all);
			const length = least === undefined ? this.#mostBytes : pieceSize(least) + (at === 0 ? headBytes : 0);
			const slice = bytes.subarray(at, at + length);
			const counted = slice.length - (at === 0 ? headBytes : 0);
			const now = performance.now();
			const pause = Math.max(this.#pacer.delay(counted, own, now), shared.delay(counted, all, now));
			if (pause > 0) await this.#pause(pause);
			// Otherwise clients that come and go at once would use up the time of all others.
			if (this.#options.connection.closed) shared.giveBack(counted, all);
			await this.#send(slice);
			this.#options.upload.add(counted);
			at += slice.length;
		}
	}

	/** Waits this many milliseconds, or until the connection ends. */
	#pause(ms: number): Promise<void> {
		return new Promise(resolve => {
			const over = () => {
				clearTimeout(timer);
				stop();
				resolve();
			};
			const timer = setTimeout(over, ms).unref();
			const stop = this.#options.connection.onClose(over);
		});
	}

	get #mostBytes(): number {
		const {quick, connection} = this.#options;
		return quick.has(connection) ? Number.POSITIVE_INFINITY : carefulBytes;
	}

	async #send(slice: Uint8Array): Promise<void> {
		const {connection, slot, quick, stallMs} = this.#options;
		const began = performance.now();
		const taken = connection.send(slice, stallMs);
		if (taken) await this.#waitFor(taken);
		slot.took(slice.length);
		quick.took(connection, slice.length, performance.now() - began);
	}

	async #waitFor(taken: Promise<void>): Promise<void> {
		const {slot, onSlow} = this.#options;
		const timer = setTimeout(onSlow, slowMs).unref();
		slot.waits();
		try {
			await taken;
		} finally {
			clearTimeout(timer);
		}
	}
}

/** How a document's bytes go out: as fast as they are taken, or as fast as the person lets them. */
import type {ServerConnection} from '../net/connection.ts';
import {Pacer, pieceSize} from './pace.ts';
import type {RunningUpload} from './upload-rows.ts';

export type Pacing = {
	/** Bytes a second for each transfer; undefined is full speed. */
	readonly pace?: (() => number | undefined) | undefined;
	/** Bytes a second for all transfers together; undefined is full speed. */
	readonly rate?: (() => number | undefined) | undefined;
	/** That of all transfers together. */
	readonly shared: Pacer;
};

export type TransferOptions = {
	readonly connection: ServerConnection;
	readonly upload: RunningUpload;
	readonly pacing: Pacing;
	/** How long the other side may take nothing. */
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

	/** Sends bytes, the first `headBytes` of which are not the document's. Rejects with a `ClosedError`. */
	async put(bytes: Uint8Array, headBytes = 0): Promise<void> {
		const {pace, rate, shared} = this.#options.pacing;
		for (let at = 0; at < bytes.length; ) {
			const [own, all] = [pace?.(), rate?.()];
			const least = own === undefined || all === undefined ? (own ?? all) : Math.min(own, all);
			const length = least === undefined ? bytes.length : pieceSize(least) + (at === 0 ? headBytes : 0);
			const slice = bytes.subarray(at, at + length);
			const counted = slice.length - (at === 0 ? headBytes : 0);
			const now = performance.now();
			const pause = Math.max(this.#pacer.delay(counted, own, now), shared.delay(counted, all, now));
			if (pause > 0) await this.#pause(pause);
			await this.#send(slice);
			this.#options.upload.add(counted);
			at += slice.length;
		}
	}

	/** Waits so many milliseconds, or until there is nobody to wait for. */
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

	async #send(slice: Uint8Array): Promise<void> {
		const {connection, stallMs, onSlow} = this.#options;
		const taken = connection.send(slice, stallMs);
		if (!taken) return;
		const timer = setTimeout(onSlow, slowMs).unref();
		try {
			await taken;
		} finally {
			clearTimeout(timer);
		}
	}
}

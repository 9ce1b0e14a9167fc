/** The progress of one download, for display: bytes, rates, and the share of each source. */

import type {Failure} from '../../text/failures.ts';
import {placeKey} from '../../text/place-key.ts';
import {RateMeter} from '../pace.ts';
import type {DownloadSource, DownloadState} from '../peer-state.ts';
import type {Holder} from './source-failure.ts';

export type OnState = (state: DownloadState, sources: readonly DownloadSource[]) => void;

const tellEveryMs = 200;

type Share = {
	readonly holder: Holder;
	readonly meter: RateMeter;
	bytes: number;
	state: DownloadSource['state'];
	failure?: Failure;
};

export class DownloadProgress {
	readonly #onState: OnState | undefined;
	readonly #shares = new Map<string, Share>();
	readonly started = performance.now();
	#meter: RateMeter | undefined;
	#ticker: NodeJS.Timeout | undefined;
	#received = 0;
	#before: number | undefined;
	#total: number | undefined;
	/** The holder that sends the whole document. */
	#whole: string | undefined;

	constructor(onState: OnState | undefined, total: number | undefined) {
		this.#onState = onState;
		this.#total = total;
	}

	get received(): number {
		return this.#received;
	}

	/** How many bytes of the document were kept from before this download. */
	get before(): number {
		return this.#before ?? 0;
	}

	/** This many bytes are kept from earlier attempts, or from before this download. */
	kept(bytes: number): void {
		this.#before ??= bytes;
	}

	/** An attempt begins. */
	begin(): void {
		this.#received = 0;
		this.#whole = undefined;
		for (const share of this.#shares.values()) if (share.state !== 'dropped') share.state = 'connecting';
		this.#onState?.({kind: 'connecting'}, this.sources());
		this.#ticker ??= setInterval(() => this.#tell(), tellEveryMs).unref();
	}

	/**
	 * Data begins to arrive: earlier shares count only if some of their bytes are kept. `total`: the size of the
	 * document, if known.
	 */
	dataStarted(received: number, total: number | undefined): void {
		if (received === 0) {
			this.#before = 0;
			for (const share of this.#shares.values()) share.bytes = 0;
		}
		this.#received = received;
		this.#total = total;
		this.#meter ??= new RateMeter(performance.now());
		this.#tell();
	}

	/** This source begins to send the whole document: only its bytes count from now on. `total` as above. */
	wholeFrom(holder: Holder, total: number | undefined): void {
		for (const share of this.#shares.values()) if (share.state === 'sending') share.state = 'resting';
		this.#whole = placeKey(holder);
		this.source(holder, 'sending');
		this.dataStarted(0, total);
	}

	/** The whole document came from this source, whoever was sending it as well. */
	cameFrom(holder: Holder, bytes: number): void {
		if (this.#whole === placeKey(holder)) return;
		this.wholeFrom(holder, bytes);
		this.addBytes(holder, bytes);
	}

	/** This many new bytes of the document arrived from this source. */
	addBytes(holder: Holder, bytes: number): void {
		if (this.#whole !== undefined && this.#whole !== placeKey(holder)) return;
		const now = performance.now();
		const share = this.#share(holder);
		share.bytes += bytes;
		share.meter.add(bytes, now);
		share.state = 'sending';
		this.#received += bytes;
		this.#meter?.add(bytes, now);
	}

	/** Sets the state of a source. */
	source(holder: Holder, state: DownloadSource['state'], failure?: Failure): void {
		const share = this.#share(holder);
		share.state = state;
		if (failure) share.failure = failure;
	}

	/** Reports a state that lasts until the next one is reported, and in which nobody sends anything. */
	state(state: DownloadState): void {
		this.stop();
		for (const share of this.#shares.values()) if (share.state !== 'dropped') share.state = 'resting';
		this.#onState?.(state, this.sources());
	}

	/** Stops the periodic reports. */
	stop(): void {
		clearInterval(this.#ticker);
		this.#ticker = undefined;
	}

	sources(): readonly DownloadSource[] {
		const now = performance.now();
		return [...this.#shares.values()].map(({holder: {host, address, port}, meter, bytes, state, failure}) => ({
			host,
			address,
			port,
			bytes,
			state,
			rate: this.#ticker ? meter.rate(now) : 0,
			...(failure === undefined ? {} : {failure}),
		}));
	}

	/** The amounts for a state in which the download is not running. */
	get amounts(): {readonly received: number; readonly total?: number} {
		return {received: this.#received, ...(this.#total === undefined ? {} : {total: this.#total})};
	}

	/** Names of the holders that sent bytes; of an empty document, of the one that sent it. */
	get senders(): readonly string[] {
		const all = [...this.#shares.values()];
		const senders = all.filter(({bytes}) => bytes > 0);
		const chosen = senders.length > 0 ? senders : all.filter(({state}) => state === 'sending');
		return chosen.map(({holder}) => holder.host);
	}

	#share(holder: Holder): Share {
		const key = placeKey(holder);
		const known = this.#shares.get(key);
		if (known) return known;
		const share: Share = {holder, meter: new RateMeter(performance.now()), bytes: 0, state: 'connecting'};
		this.#shares.set(key, share);
		return share;
	}

	#tell(): void {
		if (!this.#meter) return;
		const rate = this.#meter.rate(performance.now());
		this.#onState?.({kind: 'running', ...this.amounts, rate}, this.sources());
	}
}

/** How one download stands, for people: bytes, rates, and the part of each source. */
import type {Failure} from '../text/failures.ts';
import {RateMeter} from './pace.ts';
import type {DownloadSource, DownloadState} from './peer-state.ts';
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
	#total: number | undefined;

	constructor(onState: OnState | undefined, total: number | undefined) {
		this.#onState = onState;
		this.#total = total;
	}

	get received(): number {
		return this.#received;
	}

	/** A try begins, with so many bytes here already. */
	begin(received: number): void {
		this.#received = received;
		for (const share of this.#shares.values()) if (share.state !== 'dropped') share.state = 'connecting';
		this.#onState?.({kind: 'connecting'}, this.sources());
		this.#ticker ??= setInterval(() => this.#tell(), tellEveryMs).unref();
	}

	/** Data begins to come. `total`: bytes of the whole, where that is known. */
	flows(received: number, total: number | undefined): void {
		this.#received = received;
		this.#total = total;
		this.#meter ??= new RateMeter(performance.now());
		this.#tell();
	}

	/** So many new bytes of the document came from this source. */
	came(holder: Holder, bytes: number): void {
		const now = performance.now();
		const share = this.#share(holder);
		share.bytes += bytes;
		share.meter.add(bytes, now);
		share.state = 'sending';
		this.#received += bytes;
		this.#meter?.add(bytes, now);
	}

	/** What a source does now. */
	source(holder: Holder, state: DownloadSource['state'], failure?: Failure): void {
		const share = this.#share(holder);
		share.state = state;
		if (failure) share.failure = failure;
	}

	/** Tells a state that lasts until the next one is told. */
	state(state: DownloadState): void {
		this.stop();
		this.#onState?.(state, this.sources());
	}

	/** Tells nothing more by itself. */
	stop(): void {
		clearInterval(this.#ticker);
		this.#ticker = undefined;
	}

	sources(): readonly DownloadSource[] {
		const now = performance.now();
		return [...this.#shares.values()].map(({holder: {host, address, port}, meter, bytes, state, failure}) => ({
			...{host, address, port, bytes, state},
			rate: this.#ticker ? meter.rate(now) : 0,
			...(failure === undefined ? {} : {failure}),
		}));
	}

	/** What a state tells of a download that is not running. */
	get reached(): {readonly received: number; readonly total?: number} {
		return {received: this.#received, ...(this.#total === undefined ? {} : {total: this.#total})};
	}

	/** Names of those that bytes came from. */
	get givers(): readonly string[] {
		return [...this.#shares.values()].filter(({bytes}) => bytes > 0).map(({holder}) => holder.host);
	}

	#share(holder: Holder): Share {
		const key = keyOf(holder);
		const known = this.#shares.get(key);
		if (known) return known;
		const share: Share = {holder, meter: new RateMeter(performance.now()), bytes: 0, state: 'connecting'};
		this.#shares.set(key, share);
		return share;
	}

	#tell(): void {
		if (!this.#meter) return;
		const rate = this.#meter.rate(performance.now());
		this.#onState?.({kind: 'running', ...this.reached, rate}, this.sources());
	}
}

/** Tells holders apart. */
export const keyOf = ({host, address, port}: Pick<Holder, 'host' | 'address' | 'port'>): string =>
	`${host} ${address} ${port}`;

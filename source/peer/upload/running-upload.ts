/** One upload as the screen shows it: a document, or ranges of it, sent to one client. */
import {RateMeter} from '../pace.ts';
import type {Upload} from '../peer-state.ts';

export type NewUpload = {
	readonly rfc: number;
	readonly to: string;
	/** Bytes to send. */
	readonly bytes: number;
	/** Size of the document, where only a range is sent. */
	readonly rangeOf?: number | undefined;
};

/** Ranges of a document within this time are one upload. */
const betweenRangesMs = 1000;

export class RunningUpload {
	/** Whether it was ever reported. */
	isTold = false;
	readonly #meter = new RateMeter(performance.now());
	readonly #about: Pick<Upload, 'id' | 'rfc' | 'to' | 'started'>;
	readonly #rangeOf: number | undefined;
	#total: number;
	#sent = 0;
	#state: Upload['state'] = 'running';
	#last = performance.now();
	/** Ranges being sent. */
	#parts = 1;

	constructor(id: number, {rfc, to, bytes, rangeOf}: NewUpload) {
		this.#about = {id, rfc, to, started: Date.now()};
		this.#total = bytes;
		this.#rangeOf = rangeOf;
	}

	get state(): Upload['state'] {
		return this.#state;
	}

	get isRanged(): boolean {
		return this.#rangeOf !== undefined;
	}

	/** Whether another range belongs to it. */
	takes({rfc, rangeOf}: NewUpload): boolean {
		return this.isOpen && rfc === this.#about.rfc && rangeOf === this.#rangeOf;
	}

	/** Whether more of the document may follow: after a pause, too, as of a downloader that is slow or was held. */
	get isOpen(): boolean {
		return this.#state !== 'failed' && this.#sent < this.#whole;
	}

	/** Size of the document. */
	get #whole(): number {
		return this.#rangeOf ?? this.#total;
	}

	more(bytes: number): void {
		this.#state = 'running';
		this.#total += bytes;
		this.#parts++;
	}

	add(bytes: number): void {
		this.#last = performance.now();
		this.#meter.add(bytes, this.#last);
		this.#sent += bytes;
	}

	/** Ends one part. Returns whether the document is now sent completely. */
	endPart(): boolean {
		this.#parts--;
		this.#last = performance.now();
		return this.#state !== 'failed' && this.#sent === this.#whole;
	}

	finish(state: 'done' | 'failed' = 'done'): void {
		if (this.#state === 'running') this.#state = state;
	}

	isIdle(now: number): boolean {
		return this.#parts === 0 && now - this.#last > betweenRangesMs;
	}

	secondsLeft(now: number): number {
		return (this.#total - this.#sent) / this.#meter.rate(now);
	}

	/** A snapshot to report. */
	upload(now: number): Upload {
		this.isTold = true;
		const rate = this.#state === 'running' ? this.#meter.rate(now) : 0;
		const whole = this.#rangeOf === undefined ? {} : {whole: this.#rangeOf};
		return {...this.#about, sent: this.#sent, total: this.#total, ...whole, rate, state: this.#state};
	}
}

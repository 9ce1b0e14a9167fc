/**
 * The uploads of a peer as its screen shows them: few and cheap, however many answers a second there are. Ranges of one
 * document that go to one party are one upload, and what changes is told a few times a second, all together.
 *
 *   begun -> running -> done | failed        (of ranges: running until none has been asked for a moment)
 */
import {RateMeter} from './pace.ts';
import type {Upload} from './peer-state.ts';

/** What changed since it was told last. */
export type UploadNews = {
	/** Uploads that began, went on or ended, the newest last; not all of those that were over in a moment. */
	readonly uploads: readonly Upload[];
	/** How many documents were sent whole. */
	readonly sent: number;
};

export type NewUpload = {
	readonly rfc: number;
	readonly to: string;
	/** Bytes to send. */
	readonly bytes: number;
	/** Bytes of the document, where only a range is sent. */
	readonly rangeOf?: number | undefined;
};

const tellEveryMs = 200;
/** Ranges of a document that come one after another are one upload. */
const betweenRangesMs = 1000;
/** Those that were over before they were told: only so many, the newest, are. */
const mostOver = 50;

export class UploadRows {
	readonly #tell: ((news: UploadNews) => void) | undefined;
	readonly #changed = new Set<RunningUpload>();
	readonly #running = new Set<RunningUpload>();
	/** Those that began and ended since it was told last; the newest of them. */
	#over: RunningUpload[] = [];
	/** The upload of ranges that each party has open. */
	readonly #ranged = new WeakMap<object, RunningUpload>();
	#lastId = 0;
	#sent = 0;
	#timer: NodeJS.Timeout | undefined;

	constructor(tell: ((news: UploadNews) => void) | undefined) {
		this.#tell = tell;
	}

	/** Bytes begin to go to `party`, a connection. */
	begin(party: object, upload: NewUpload): RunningUpload {
		const open = this.#ranged.get(party);
		if (open?.takes(upload)) {
			open.more(upload.bytes);
			return this.#touch(open);
		}
		open?.finish();
		const row = new RunningUpload(++this.#lastId, upload);
		this.#running.add(row);
		if (upload.rangeOf !== undefined) this.#ranged.set(party, row);
		return this.#touch(row);
	}

	/** All its bytes went out, or they never will. */
	end(row: RunningUpload, state: 'done' | 'failed'): void {
		if (state === 'failed' || !row.isRanged) row.finish(state);
		if (row.endPart()) this.#sent++;
		if (row.isTold || row.state === 'running') this.#touch(row);
		else this.#overAtOnce(row);
	}

	/** Seconds until the first of those that run is through; undefined when that cannot be said. */
	secondsLeft(): number | undefined {
		const now = performance.now();
		const seconds = [...this.#running].map(row => row.secondsLeft(now)).filter(Number.isFinite);
		return seconds.length > 0 ? Math.min(...seconds) : undefined;
	}

	/** Tells what was not told yet, and no more after that. */
	close(): void {
		clearTimeout(this.#timer);
		for (const row of this.#running) row.finish();
		this.#flush();
	}

	#touch(row: RunningUpload): RunningUpload {
		this.#changed.add(row);
		this.#wake();
		return row;
	}

	/** Nobody saw it begin: the newest of those are told, the others are counted. */
	#overAtOnce(row: RunningUpload): void {
		this.#changed.delete(row);
		this.#running.delete(row);
		this.#over.push(row);
		if (this.#over.length > mostOver) this.#over.shift();
		this.#wake();
	}

	#wake(): void {
		if (this.#timer === undefined) this.#onTick();
	}

	#onTick(): void {
		this.#timer = undefined;
		const now = performance.now();
		for (const row of this.#running) {
			if (row.isIdle(now)) row.finish();
			this.#changed.add(row);
		}
		if (this.#changed.size + this.#over.length === 0) return;
		this.#flush();
		this.#timer = setTimeout(() => this.#onTick(), tellEveryMs).unref();
	}

	#flush(): void {
		const now = performance.now();
		const uploads = [...this.#changed, ...this.#over].map(row => row.upload(now));
		this.#changed.clear();
		this.#over = [];
		for (const row of this.#running) if (row.state !== 'running') this.#running.delete(row);
		const sent = this.#sent;
		this.#sent = 0;
		this.#tell?.({uploads: uploads.sort((a, b) => a.id - b.id), sent});
	}
}

/** One upload as it runs. */
export class RunningUpload {
	/** Somebody knows that it began. */
	isTold = false;
	readonly #meter = new RateMeter(performance.now());
	readonly #about: Pick<Upload, 'id' | 'rfc' | 'to' | 'started'>;
	readonly #rangeOf: number | undefined;
	#total: number;
	#sent = 0;
	#state: Upload['state'] = 'running';
	#last = performance.now();
	/** Ranges that are being sent. */
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
		return this.#state === 'running' && rfc === this.#about.rfc && rangeOf === this.#rangeOf;
	}

	more(bytes: number): void {
		this.#total += bytes;
		this.#parts++;
	}

	add(bytes: number): void {
		this.#last = performance.now();
		this.#meter.add(bytes, this.#last);
		this.#sent += bytes;
	}

	/** Whether with this part the whole document was sent. */
	endPart(): boolean {
		this.#parts--;
		this.#last = performance.now();
		return this.#state !== 'failed' && this.#sent === (this.#rangeOf ?? this.#total);
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

	/** As it is now, to be told. */
	upload(now: number): Upload {
		this.isTold = true;
		const rate = this.#state === 'running' ? this.#meter.rate(now) : 0;
		return {...this.#about, sent: this.#sent, total: this.#total, rate, state: this.#state};
	}
}

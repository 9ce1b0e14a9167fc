/**
 * The uploads of a peer as its screen shows them: few and cheap, however many answers a second there are. Ranges of
 * one document for one client are merged into one upload, and changes are reported together, a few times a second.
 *
 *   begun -> running <-> done | failed        (of ranges: done while none has been requested for a moment)
 */
import type {Upload} from '../peer-state.ts';
import {type NewUpload, RunningUpload} from './running-upload.ts';

/** Changes since the last report. */
export type UploadNews = {
	/** Uploads that started, progressed or ended, the newest last; of very short ones only some. */
	readonly uploads: readonly Upload[];
	/** Number of documents sent completely. */
	readonly sent: number;
};

const tellEveryMs = 200;
/** The most open uploads of ranges for one connection; more than a peer downloads at a time. */
const mostOpen = 32;
/** The most uploads reported that ended before they were ever reported. */
const mostOver = 50;

export class UploadRows {
	readonly #tell: ((news: UploadNews) => void) | undefined;
	readonly #changed = new Set<RunningUpload>();
	readonly #running = new Set<RunningUpload>();
	/** Uploads that began and ended since the last report; the newest of them. */
	#over: RunningUpload[] = [];
	/** The open uploads of ranges for each connection, by RFC: several documents may come over one, by turns. */
	readonly #ranged = new WeakMap<object, Map<number, RunningUpload>>();
	#lastId = 0;
	#sent = 0;
	#timer: NodeJS.Timeout | undefined;

	constructor(tell: ((news: UploadNews) => void) | undefined) {
		this.#tell = tell;
	}

	/** Starts an upload to `party`, a connection. */
	begin(party: object, upload: NewUpload): RunningUpload {
		const open = this.#ranged.get(party)?.get(upload.rfc);
		if (open?.takes(upload)) {
			open.more(upload.bytes);
			this.#running.add(open);
			return this.#touch(open);
		}
		open?.finish();
		const row = new RunningUpload(++this.#lastId, upload);
		this.#running.add(row);
		if (upload.rangeOf !== undefined) this.#keepOpen(party, upload.rfc, row);
		return this.#touch(row);
	}

	/** Ends an upload. */
	end(row: RunningUpload, state: 'done' | 'failed'): void {
		const whole = row.endPart();
		if (whole || state === 'failed' || !row.isRanged) row.finish(state);
		if (whole && state === 'done') this.#sent++;
		if (row.isTold || row.state === 'running') this.#touch(row);
		else this.#overAtOnce(row);
	}

	/** Seconds until the first running upload finishes; undefined when that is unknown. */
	secondsLeft(): number | undefined {
		const now = performance.now();
		const seconds = [...this.#running].map(row => row.secondsLeft(now)).filter(Number.isFinite);
		return seconds.length > 0 ? Math.min(...seconds) : undefined;
	}

	/** Reports now what is pending, which otherwise may take a moment. */
	tellNow(): void {
		if (this.#changed.size + this.#over.length > 0) this.#flush();
	}

	/** Reports what is pending, and nothing more after that. */
	close(): void {
		clearTimeout(this.#timer);
		for (const row of this.#running) row.finish();
		this.#flush();
	}

	#keepOpen(party: object, rfc: number, row: RunningUpload): void {
		const open = this.#ranged.get(party) ?? new Map<number, RunningUpload>();
		this.#ranged.set(party, open);
		open.delete(rfc);
		for (const [other, {isOpen}] of open) if (!isOpen) open.delete(other);
		const [oldest] = open;
		if (oldest !== undefined && open.size >= mostOpen) {
			oldest[1].finish();
			open.delete(oldest[0]);
		}
		open.set(rfc, row);
	}

	#touch(row: RunningUpload): RunningUpload {
		this.#changed.add(row);
		this.#wake();
		return row;
	}

	/** Ended before it was reported: the newest ones are listed, the others only counted. */
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

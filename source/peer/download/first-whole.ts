/**
 * Gets a whole document from one of its holders: one is asked, and while nothing comes, more and more at once. The first
 * right document counts.
 *
 *   one is asked --nothing for 1 s--> two --nothing for 1 s--> four ... up to `mostAtOnce`
 *     fails: the next is asked    stalls for 4 s: given up for two others, if there are any
 */
import {lookEvery} from '../../net/after-reading.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import {FailureError} from '../../text/failures.ts';
import type {DownloadTask} from './download-task.ts';
import {patienceMs, type Stall} from './uploader.ts';

/** After this much silence of all who are asked, as many more are asked. */
const quietMs = 1000;
/** A silent holder costs a connection and nothing else. */
const mostAtOnce = 32;

export type WholeWay<Sent, Got> = {
	readonly holders: Iterable<RfcRecord>;
	/** Whether holders that join meanwhile are asked, too. */
	readonly joins: boolean;
	/** The length that a holder has to send, for its queue; 0 when unknown. */
	readonly bytes: number;
	/** Gets it from one holder. */
	readonly ask: (holder: RfcRecord, signal: AbortSignal) => Promise<Sent>;
	/** Takes what a holder sent, unless it is wrong; called for one at a time, until one is taken. */
	readonly take: (sent: Sent, holder: RfcRecord) => Promise<Got>;
	/** Discards what came after that. Never rejects. */
	readonly discard: (sent: Sent) => void | Promise<void>;
};

/**
 * Asks every holder at most once. Rejects with a `TryFailed`, or with what no other holder could do better, as
 * `DownloadTask.failed` throws it. Nothing is being written any more when it settles.
 */
export async function firstWhole<Sent, Got>(task: DownloadTask, way: WholeWay<Sent, Got>): Promise<Got> {
	return new FirstWhole(task, way).run();
}

type Asked = {readonly since: number; readonly stop: AbortController};

class FirstWhole<Sent, Got> {
	readonly #task: DownloadTask;
	readonly #way: WholeWay<Sent, Got>;
	readonly #left: Set<RfcRecord>;
	readonly #asked = new Map<RfcRecord, Asked>();
	readonly #running = new Set<Promise<void>>();
	readonly #end = Promise.withResolvers<Got>();
	#ended = false;
	/** How many are asked at once. */
	#width = 1;
	#widened = performance.now();
	#taking: Promise<unknown> = Promise.resolve();

	constructor(task: DownloadTask, way: WholeWay<Sent, Got>) {
		this.#task = task;
		this.#way = way;
		this.#left = new Set(way.holders);
	}

	async run(): Promise<Got> {
		const {signal} = this.#task;
		signal.throwIfAborted();
		const stop = () => this.#stopAll();
		signal.addEventListener('abort', stop, {once: true});
		const stopJoining = this.#task.onHolder(holder => {
			if (!this.#way.joins) return;
			this.#left.add(holder);
			this.#turn();
		});
		const ticker = lookEvery(quietMs / 4, () => this.#look());
		try {
			this.#turn();
			return await this.#end.promise;
		} finally {
			clearInterval(ticker);
			stopJoining();
			signal.removeEventListener('abort', stop);
			this.#stopAll();
			await Promise.all(this.#running);
		}
	}

	#turn(): void {
		while (!this.#ended && this.#asked.size < this.#width) {
			const holder = this.#leastBusy();
			if (!holder) break;
			this.#left.delete(holder);
			const asking = this.#ask(holder);
			this.#running.add(asking);
			void asking.finally(() => this.#running.delete(asking));
		}
		if (this.#asked.size === 0) this.#finish(() => this.#end.reject(this.#task.exhausted()));
	}

	/** The holder with the shortest queue; undefined when all of them asked for a rest. */
	#leastBusy(): RfcRecord | undefined {
		let best: RfcRecord | undefined;
		let least = Number.POSITIVE_INFINITY;
		for (const holder of this.#left) {
			const uploader = this.#task.uploaderOf(holder);
			if (uploader.busyFor > 0) continue;
			const queue = uploader.queue;
			if (queue < least) [best, least] = [holder, queue];
		}
		return best;
	}

	/** Asks one holder, and the next when it fails. Never rejects. */
	async #ask(holder: RfcRecord): Promise<void> {
		const {ask, bytes, discard} = this.#way;
		const uploader = this.#task.uploaderOf(holder);
		const stop = new AbortController();
		let stalled: Stall | undefined;
		const patient = uploader.onStall(how => {
			// The last ones are waited for until their connections are given up.
			if (!this.#isImpatient || this.#left.size === 0) return;
			stalled = how;
			stop.abort();
		});
		this.#asked.set(holder, {since: performance.now(), stop});
		try {
			const sent = await uploader.counting(bytes, () => ask(holder, stop.signal));
			this.#taking = this.#taking.then(() => (this.#ended ? discard(sent) : this.#take(sent, holder)));
			await this.#taking;
		} catch (error) {
			this.#failed(holder, stalled ? stalling(holder, stalled) : error);
			if (stalled) this.#width = Math.min(mostAtOnce, this.#width + 1);
		} finally {
			patient();
			this.#asked.delete(holder);
			this.#turn();
		}
	}

	async #take(sent: Sent, holder: RfcRecord): Promise<void> {
		const arrived = performance.now();
		try {
			// To save it may take long: nobody else is asked for that.
			const got = await this.#task.intake.delay.during(() => this.#way.take(sent, holder));
			this.#finish(() => this.#end.resolve(got), arrived);
		} catch (error) {
			this.#failed(holder, error);
		}
	}

	#failed(holder: RfcRecord, error: unknown): void {
		if (this.#ended) return;
		try {
			this.#task.failed(holder, error);
		} catch (fatal) {
			this.#finish(() => this.#end.reject(fatal));
		}
	}

	/** Asks more holders when nothing comes from anybody. */
	#look(): void {
		const now = performance.now();
		if (!this.#isImpatient || now - this.#widened < quietMs) return;
		for (const holder of this.#asked.keys()) if (!this.#isQuiet(holder, now)) return;
		this.#widened = now;
		this.#width = Math.min(mostAtOnce, 2 * this.#asked.size);
		this.#turn();
	}

	/** With a pace limit, or while the disk is slow, silence may be our own doing. */
	get #isImpatient(): boolean {
		return this.#task.tools.pace?.() === undefined && performance.now() - this.#task.intake.delay.until >= quietMs;
	}

	/** Whether a holder that is asked has sent nothing for too long, not even of another document. */
	#isQuiet(holder: RfcRecord, now: number): boolean {
		const since = this.#asked.get(holder)?.since ?? now;
		return now - Math.max(since, this.#task.uploaderOf(holder).sentAt) >= quietMs;
	}

	/** Others are preferred for the next documents to those who had kept silent by `now`. */
	#finish(settle: () => void, now = performance.now()): void {
		if (this.#ended) return;
		this.#ended = true;
		for (const holder of this.#asked.keys()) if (this.#isQuiet(holder, now)) this.#task.uploaderOf(holder).trouble();
		settle();
	}

	#stopAll(): void {
		for (const {stop} of this.#asked.values()) stop.abort();
	}
}

const stalling = ({rfc, host: from}: RfcRecord, kind: Stall): FailureError =>
	new FailureError({kind, rfc, from, seconds: patienceMs / 1000, received: 0});

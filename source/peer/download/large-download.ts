/**
 * A large document: ranges from every holder of the same digest, written to a part that a later attempt can resume.
 *
 *   part opened -> a lane for each holder asks for what the scheduler says -> complete -> digest -> done
 *   a holder joins ----^    fails: rests, or is dropped                            wrong -> find and drop the liar
 */

import {lookEvery} from '../../net/after-reading.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import {FailureError} from '../../text/failures.ts';
import {ResumablePart} from '../disk/resumable-part.ts';
import {fileInTheWay} from '../disk/write-trouble.ts';
import {Contributions} from './contributions.ts';
import type {DownloadTask, Fetched} from './download-task.ts';
import {RangeLane} from './range-lane.ts';
import {Scheduler} from './scheduler.ts';
import type {SmallExpected} from './small-download.ts';
import {downloadStream} from './stream-download.ts';
import {findLiars} from './verify.ts';

const tickMs = 100;
/** Holders that are asked at the same time. */
const mostLanes = 32;

/**
 * Makes one attempt. Rejects with a `TryFailed`, a `FailureError`, or a `ConnectError`; bytes that arrived by then
 * are kept.
 */
export async function downloadLarge(task: DownloadTask, expected: SmallExpected): Promise<Fetched> {
	task.progress.begin();
	const part = await openPart(task, expected);
	let fetched: Fetched | undefined;
	try {
		const large = new LargeDownload(task, part);
		if (await large.fetch()) {
			task.progress.state({kind: 'verifying', bytes: expected.bytes});
			if ((await part.digest(task.signal)) === expected.digest) fetched = {kind: 'complete', part, verified: 'digest'};
			else {
				const whole = await findLiars(task, part, large.contributions);
				await part.discard();
				if (whole) return whole;
			}
		}
	} finally {
		// An empty part is useless, unless the person stopped the download, which may be resumed.
		if (!fetched) await (part.empty && !task.signal.aborted ? part.discard() : part.leave());
	}
	if (fetched) return fetched;
	// Uploaders that speak only 1.0 cannot send ranges.
	if (task.holders.length > 0 && task.holders.every(holder => task.uploaderOf(holder).link.classic)) {
		const whole = await downloadStream(task);
		await (await openPart(task, expected)).discard();
		return whole;
	}
	throw task.exhausted();
}

async function openPart(task: DownloadTask, of: SmallExpected): Promise<ResumablePart> {
	const {library, disk} = task.tools;
	let part: ResumablePart | undefined;
	try {
		const names = await library.downloads.partsFor(task.rfc, of.digest);
		part = await ResumablePart.open(disk, {...names, signal: task.signal}, {rfc: task.rfc, ...of});
	} catch (error) {
		throw task.diskFailure(error, await fileInTheWay(error));
	}
	if (part) return part;
	throw new FailureError({kind: 'in-use', rfc: task.rfc, from: '', folder: library.downloads.path});
}

class LargeDownload {
	readonly #task: DownloadTask;
	readonly #part: ResumablePart;
	readonly #scheduler: Scheduler;
	readonly #lanes = new Map<number, RangeLane>();
	/** Holders waiting for a free lane. */
	readonly #waiting: RfcRecord[] = [];
	/** Which holder sent which bytes of the part, earlier attempts included. */
	readonly contributions: Contributions;
	readonly #end = Promise.withResolvers<boolean>();
	#ended = false;
	/** What no other holder can help with. */
	#fatal: unknown;

	constructor(task: DownloadTask, part: ResumablePart) {
		this.#task = task;
		this.#part = part;
		this.#scheduler = new Scheduler({bytes: part.bytes, have: part.contents.have});
		this.contributions = new Contributions(task.rfc, part.contents);
	}

	/**
	 * Resolves with true when everything is here, with false when nobody is left to ask. Rejects when no holder could
	 * help.
	 */
	async fetch(): Promise<boolean> {
		const {progress, signal} = this.#task;
		// It may have been stopped while the part was opened.
		signal.throwIfAborted();
		progress.kept(this.#scheduler.received);
		progress.dataStarted(this.#scheduler.received, this.#part.bytes);
		if (this.#scheduler.done) return true;
		const stop = () => this.#finish(() => this.#end.reject(signal.reason));
		signal.addEventListener('abort', stop, {once: true});
		const stopJoining = this.#task.onHolder(holder => {
			this.#waiting.push(holder);
			this.#turn();
		});
		const ticker = lookEvery(tickMs, () => this.#turn());
		let whole = false;
		try {
			this.#waiting.push(...this.#task.holders);
			this.#turn();
			whole = await this.#end.promise;
		} finally {
			clearInterval(ticker);
			stopJoining();
			signal.removeEventListener('abort', stop);
			await Promise.all([...this.#lanes.values()].map(lane => lane.close()));
		}
		// The last bytes had arrived, but could not be written.
		if (this.#fatal !== undefined) throw this.#fatal;
		return whole;
	}

	/** Opens lanes for waiting holders, up to the limit: those that are busy or failed keep nobody waiting. */
	#addLanes(): void {
		const now = performance.now();
		let room = mostLanes - [...this.#lanes.values()].filter(lane => lane.isActive(now)).length;
		for (; room > 0 && this.#waiting.length > 0; room--) {
			const holder = this.#waiting.shift();
			if (holder) this.#addLane(holder);
		}
	}

	#addLane(holder: RfcRecord): void {
		const id = this.#sourceOf(holder);
		if (this.#lanes.has(id)) return;
		this.#scheduler.addSource(id, performance.now());
		const lane = new RangeLane({
			id,
			holder,
			task: this.#task,
			scheduler: this.#scheduler,
			part: this.#part,
			onMoved: () => this.#turn(),
			onGave: range => this.contributions.gave(id, range),
			onFatal: error => this.#fail(error),
		});
		this.#lanes.set(id, lane);
	}

	/** The number of a holder in the journal. */
	#sourceOf(holder: RfcRecord): number {
		const known = this.contributions.idOf(holder);
		if (known !== undefined) return known;
		const id = this.contributions.add(holder);
		void this.#part.source(id, holder).catch(error => this.#fail(this.#task.diskFailure(error)));
		return id;
	}

	/** Called after any event or timeout: requests what can be requested, and checks whether the download is over. */
	#turn(): void {
		if (this.#ended) return;
		if (this.#scheduler.done) {
			this.#finish(() => this.#end.resolve(true));
			return;
		}
		this.#addLanes();
		for (const lane of this.#lanes.values()) lane.turn();
		if (!this.#scheduler.hopeful) this.#finish(() => this.#end.resolve(false));
	}

	#fail(error: unknown): void {
		this.#fatal ??= error;
		this.#finish(() => this.#end.reject(error));
	}

	#finish(settle: () => void): void {
		if (this.#ended) return;
		this.#ended = true;
		settle();
	}
}

/**
 * A large document: ranges of it from every holder of the same digest, into a part that a later try goes on with.
 *
 *   part opened -> lanes, one a holder, ask what the scheduler says -> all there -> digest -> complete
 *                    a holder fails: rests, or is dropped                  \-> wrong: who lied is found, and asked no more
 */
import type {RfcRecord} from '../protocol/message.ts';
import {FailureError} from '../text/failures.ts';
import {keyOf} from './download-progress.ts';
import type {DownloadTask, Fetched} from './download-task.ts';
import {RangeLane} from './range-lane.ts';
import {add, type RangeSet, remove} from './range-set.ts';
import {ResumablePart} from './resumable-part.ts';
import {Scheduler} from './scheduler.ts';
import type {SmallExpected} from './small-download.ts';
import {downloadStream} from './stream-download.ts';
import {findLiars} from './verify.ts';

const tickMs = 100;

/** One try. Rejects with a `TryFailed`, a `FailureError`, or a `ConnectError`; what is there by then stays. */
export async function downloadLarge(task: DownloadTask, expected: SmallExpected): Promise<Fetched> {
	task.progress.begin(0);
	const part = await openPart(task, expected);
	let fetched: Fetched | undefined;
	try {
		const large = new LargeDownload(task, part);
		if (await large.fetch()) {
			task.progress.state({kind: 'verifying', bytes: expected.bytes});
			if ((await part.digest()) === expected.digest) fetched = {kind: 'complete', part, verified: 'digest'};
			else {
				const whole = await findLiars(task, part, large.givers);
				await part.discard();
				if (whole) return whole;
			}
		}
	} finally {
		if (!fetched) await part.leave();
	}
	if (fetched) return fetched;
	// Who speaks 1.0 only can send nothing but the whole.
	if (task.holders.length > 0 && task.holders.every(holder => task.uploaderOf(holder).classic)) {
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
		const names = await library.partsFor(task.rfc, of.digest);
		part = await ResumablePart.open(disk, names, {rfc: task.rfc, ...of});
	} catch (error) {
		throw task.diskFailure(error);
	}
	if (part) return part;
	throw new FailureError({kind: 'in-use', rfc: task.rfc, from: '', folder: library.downloads});
}

class LargeDownload {
	readonly #task: DownloadTask;
	readonly #part: ResumablePart;
	readonly #scheduler: Scheduler;
	readonly #lanes = new Map<number, RangeLane>();
	readonly #givers: Array<{readonly holder: RfcRecord; ranges: RangeSet}>;
	readonly #end = Promise.withResolvers<boolean>();
	#ended = false;

	constructor(task: DownloadTask, part: ResumablePart) {
		this.#task = task;
		this.#part = part;
		this.#scheduler = new Scheduler({bytes: part.bytes, have: part.contents.have});
		this.#givers = giversIn(task.rfc, part);
	}

	/** Who gave what of the part, those of earlier tries included. */
	get givers(): ReadonlyArray<{readonly holder: RfcRecord; readonly ranges: RangeSet}> {
		return this.#givers;
	}

	/** Resolves when everything is there (true), or when nobody is left to ask. Rejects when no holder could help. */
	async fetch(): Promise<boolean> {
		if (this.#scheduler.done) return true;
		const {progress, signal} = this.#task;
		progress.flows(this.#scheduler.received, this.#part.bytes);
		const stop = () => this.#finish(() => this.#end.reject(signal.reason));
		signal.addEventListener('abort', stop, {once: true});
		const ticker = setInterval(() => this.#turn(), tickMs);
		try {
			for (const holder of this.#task.holders) this.#addLane(holder);
			this.#turn();
			return await this.#end.promise;
		} finally {
			clearInterval(ticker);
			signal.removeEventListener('abort', stop);
			await Promise.all([...this.#lanes.values()].map(lane => lane.close()));
		}
	}

	#addLane(holder: RfcRecord): void {
		const id = this.#sourceOf(holder);
		if (this.#lanes.has(id)) return;
		this.#scheduler.addSource(id, performance.now());
		const lane = new RangeLane({
			...{id, holder, task: this.#task, scheduler: this.#scheduler, part: this.#part},
			onMoved: () => this.#turn(),
			onGave: range => {
				for (const giver of this.#givers) giver.ranges = remove(giver.ranges, range);
				const giver = this.#givers[id];
				if (giver) giver.ranges = add(giver.ranges, range);
			},
			onFatal: error => this.#finish(() => this.#end.reject(error)),
		});
		this.#lanes.set(id, lane);
	}

	/** The number of a holder in the journal. */
	#sourceOf(holder: RfcRecord): number {
		const known = this.#givers.findIndex(giver => keyOf(giver.holder) === keyOf(holder));
		if (known >= 0) return known;
		const id = this.#givers.push({holder, ranges: []}) - 1;
		void this.#part
			.source(id, holder)
			.catch(error => this.#finish(() => this.#end.reject(this.#task.diskFailure(error))));
		return id;
	}

	/** Something happened, or time went by: asks what is to be asked, and sees whether it is over. */
	#turn(): void {
		if (this.#ended) return;
		if (this.#scheduler.done) {
			this.#finish(() => this.#end.resolve(true));
			return;
		}
		for (const lane of this.#lanes.values()) lane.turn();
		if (!this.#scheduler.hopeful) this.#finish(() => this.#end.resolve(false));
	}

	#finish(settle: () => void): void {
		if (this.#ended) return;
		this.#ended = true;
		settle();
	}
}

/** Who gave what in earlier tries, by the numbers of the journal. */
function giversIn(rfc: number, {contents}: ResumablePart): Array<{readonly holder: RfcRecord; ranges: RangeSet}> {
	const givers: Array<{readonly holder: RfcRecord; ranges: RangeSet}> = [];
	for (const [id, about] of contents.sources) givers[id] = {holder: {rfc, title: '', ...about}, ranges: []};
	for (const {source, start, end} of contents.given) {
		for (const giver of givers) if (giver) giver.ranges = remove(giver.ranges, {start, end});
		const giver = givers[source];
		if (giver) giver.ranges = add(giver.ranges, {start, end});
	}
	return givers;
}

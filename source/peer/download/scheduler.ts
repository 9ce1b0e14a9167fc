/**
 * Decides which source is asked for which bytes of a large document. Pure: events and times go in, requests come out.
 *
 *   free ──next──> requested from a source ──received──> here
 *     ^                    │      └─ near the end also from a second one: the first bytes to arrive count
 *     └────── failed ──────┘         (the source rests, twice as long each time; after `mostFailures` in a row it is
 *                                     asked only as long as another source keeps the download going)
 */

import {
	add,
	covers,
	first,
	length,
	missing,
	type Range,
	type RangeSet,
	remove,
	size,
	union,
} from '../disk/range-set.ts';
import {mostRangeBytes, SourceWindow} from './source-window.ts';

/**
 * The most outstanding requests at one source. Two keep it busy while an answer travels; more help only with very
 * fast ones.
 */
export const mostOutstanding = 8;
const mostFailures = 3;

const firstRestMs = 500;
/** A source with outstanding requests that sends nothing for this long has stalled, in milliseconds. */
export const stallMs = 4000;
/** How long it is believed, in milliseconds, that nothing has changed about what comes last. */
const lateMs = 50;

export type SchedulerOptions = {
	/** Size of the whole document. */
	readonly bytes: number;
	/** Bytes that are already here. */
	readonly have?: RangeSet;
};

type Source = {
	readonly window: SourceWindow;
	outstanding: Range[];
	/** When it last sent something, or when the first of its outstanding requests was made. */
	moved: number;
	failures: number;
	restUntil: number;
	dropped: boolean;
};

type LateRange = {readonly rest: Range; readonly seconds: number};

export class Scheduler {
	readonly #whole: Range;
	readonly #sources = new Map<number, Source>();
	#have: RangeSet;
	/** Bytes that are neither here nor requested. */
	#unasked: RangeSet;
	/** Kept for all idle sources, of which there may be hundreds, until something changes. */
	#late: {readonly at: number; readonly ranges: readonly LateRange[]} | undefined;

	constructor({bytes, have = []}: SchedulerOptions) {
		this.#whole = {start: 0, end: bytes};
		this.#have = have;
		this.#unasked = missing(have, this.#whole);
	}

	get done(): boolean {
		return covers(this.#have, this.#whole);
	}

	/** Number of bytes that are here. */
	get received(): number {
		return size(this.#have);
	}

	/** Adds a holder under a number chosen by the caller. */
	addSource(id: number, now: number): void {
		const window = new SourceWindow(now);
		this.#sources.set(id, {window, outstanding: [], moved: now, failures: 0, restUntil: 0, dropped: false});
	}

	/** The next range to request from a source; undefined when there is nothing for it now. */
	next(id: number, now: number): Range | undefined {
		const source = this.#source(id);
		if (source.dropped || now < source.restUntil || !this.#hasRoom(source, now)) return undefined;
		const range = first(this.#unasked, source.window.rangeBytes(now)) ?? this.#secondChance(source, now);
		if (!range) return undefined;
		this.#late = undefined;
		this.#unasked = remove(this.#unasked, range);
		if (source.outstanding.length === 0) source.moved = now;
		source.outstanding.push(range);
		source.window.asked(range, now);
		return range;
	}

	/** Bytes arrived from a source and count as here. */
	arrived(id: number, range: Range, now: number): void {
		const source = this.#source(id);
		this.#late = undefined;
		this.#have = add(this.#have, range);
		this.#unasked = remove(this.#unasked, range);
		source.window.arrived(range, now);
		source.moved = now;
	}

	/** The bytes of `range` that are still wanted. */
	wanted(range: Range): RangeSet {
		return missing(this.#have, range);
	}

	/** A source answered a request. Whatever it left out can be requested from anyone. */
	finished(id: number, range: Range): void {
		const source = this.#source(id);
		this.#late = undefined;
		source.outstanding = source.outstanding.filter(each => each !== range);
		source.window.over(range);
		source.failures = 0;
		this.#unasked = union(this.#unasked, this.#askedOfNobody(range));
	}

	/** A source broke off or refused: its outstanding ranges can be requested from anyone. */
	failed(id: number, now: number): void {
		const source = this.#source(id);
		this.#release(source);
		source.failures++;
		source.restUntil = now + firstRestMs * 2 ** (source.failures - 1);
	}

	/** A source asked not to be asked again until then. */
	rest(id: number, until: number): void {
		const source = this.#source(id);
		this.#release(source);
		source.restUntil = until;
	}

	/** The source is never asked again. */
	drop(id: number): void {
		const source = this.#source(id);
		this.#release(source);
		source.dropped = true;
	}

	/**
	 * Whether a source has outstanding requests and has sent nothing for too long. `busy`: until when something else may
	 * have been the reason, for instance another document, behind which these requests waited.
	 */
	hasStalled(id: number, now: number, busy = 0): boolean {
		const {outstanding, moved} = this.#source(id);
		return outstanding.length > 0 && now - Math.max(moved, busy) > stallMs;
	}

	/** Whether any source may still send something, now or after a rest. */
	get hopeful(): boolean {
		return [...this.#sources.values()].some(
			({dropped, failures, outstanding}) => !dropped && (failures < mostFailures || outstanding.length > 0),
		);
	}

	/** Whether a source sends something, or may do so at any moment: it has not failed, and does not rest. */
	isActive(id: number, now: number): boolean {
		const {dropped, failures, outstanding, restUntil} = this.#source(id);
		return outstanding.length > 0 || (!dropped && failures === 0 && now >= restUntil);
	}

	outstanding(id: number): readonly Range[] {
		return this.#source(id).outstanding;
	}

	isDropped(id: number): boolean {
		return this.#source(id).dropped;
	}

	#source(id: number): Source {
		const source = this.#sources.get(id);
		if (!source) throw new Error(`no source ${id}`);
		return source;
	}

	/** What was asked of a source becomes available to all. */
	#release(source: Source): void {
		const given = source.outstanding;
		this.#late = undefined;
		source.outstanding = [];
		for (const range of given) {
			source.window.over(range);
			this.#unasked = union(this.#unasked, this.#askedOfNobody(range));
		}
	}

	#hasRoom(source: Source, now: number): boolean {
		const {outstanding} = source;
		if (outstanding.length < 2) return true;
		const asked = outstanding.reduce((sum, range) => sum + length(range), 0);
		return outstanding.length < mostOutstanding && asked < source.window.bytes(now);
	}

	#askedOfNobody(range: Range): RangeSet {
		const others = [...this.#sources.values()].flatMap(({outstanding}) => outstanding);
		return others.reduce(remove, missing(this.#have, range));
	}

	/** The range that another source will finish last, if this idle source would finish it sooner. */
	#secondChance(source: Source, now: number): Range | undefined {
		if (source.outstanding.length > 0) return undefined;
		if (!this.#late || now - this.#late.at >= lateMs) this.#late = {at: now, ranges: this.#lateRanges(now)};
		const rate = source.window.rate(now);
		const found = this.#late.ranges.find(({rest, seconds}) => rate === 0 || length(rest) / rate < seconds);
		return found && first([found.rest], mostRangeBytes);
	}

	/** What a single source was asked for and has not sent, and how long that will take; the last first. */
	#lateRanges(now: number): readonly LateRange[] {
		const late: LateRange[] = [];
		for (const {outstanding, window} of this.#sources.values()) {
			const rate = window.rate(now);
			let queued = 0;
			for (const range of outstanding) {
				const missed = missing(this.#have, range);
				const [rest] = missed;
				queued += size(missed);
				if (!rest || this.#timesAsked(rest) > 1) continue;
				late.push({rest, seconds: rate === 0 ? Number.POSITIVE_INFINITY : queued / rate});
			}
		}
		return late.sort((one, other) => (one.seconds === other.seconds ? 0 : other.seconds - one.seconds));
	}

	#timesAsked(range: Range): number {
		const asked = [...this.#sources.values()].flatMap(({outstanding}) => outstanding);
		return asked.filter(each => each.start < range.end && each.end > range.start).length;
	}
}

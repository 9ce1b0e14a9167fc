/**
 * Who fetches which bytes of a large document. Pure: what happened goes in, with its time; what to ask comes out.
 *
 *   nobody's ──next──> asked of one source ──received──> here
 *      ^                    │      └─ near the end also of a second one: whose bytes come first count
 *      └────── failed ──────┘         (the source rests, twice as long each time; after `mostFailures` in a row it is dropped)
 */
import {RateMeter} from './pace.ts';
import {add, covers, first, length, missing, type Range, type RangeSet, remove, size, union} from './range-set.ts';

/** No request is for more. */
export const mostRangeBytes = 1024 * 1024;
/** Requests outstanding at one source: two keep it busy while an answer travels, more only serve very fast ones. */
export const mostOutstanding = 8;
export const mostFailures = 3;

const leastRangeBytes = 64 * 1024;
/** Of a source that has not shown its rate yet. */
const firstRangeBytes = 256 * 1024;
/** What is asked of a source lasts it about so long. */
const horizonSeconds = 0.5;
const firstRestMs = 500;

export type SchedulerOptions = {
	/** Of the whole document. */
	readonly bytes: number;
	/** What is here already. */
	readonly have?: RangeSet;
	/** A source that was asked and gives nothing for so long has stalled; 4 s unless said. */
	readonly stallMs?: number;
};

type Source = {
	readonly meter: RateMeter;
	outstanding: Range[];
	/** When it last gave something, or was first asked again. */
	moved: number;
	failures: number;
	restUntil: number;
	dropped: boolean;
};

export class Scheduler {
	readonly #whole: Range;
	readonly #stallMs: number;
	readonly #sources = new Map<number, Source>();
	#have: RangeSet;
	/** Neither here nor asked of anybody. */
	#unasked: RangeSet;

	constructor({bytes, have = [], stallMs = 4000}: SchedulerOptions) {
		this.#whole = {start: 0, end: bytes};
		this.#have = have;
		this.#stallMs = stallMs;
		this.#unasked = missing(have, this.#whole);
	}

	get done(): boolean {
		return covers(this.#have, this.#whole);
	}

	get have(): RangeSet {
		return this.#have;
	}

	/** Bytes that are here. */
	get received(): number {
		return size(this.#have);
	}

	/** One more holder, by a number of the caller's. */
	addSource(id: number, now: number): void {
		const meter = new RateMeter(now);
		this.#sources.set(id, {meter, outstanding: [], moved: now, failures: 0, restUntil: 0, dropped: false});
	}

	/** The next range to ask of a source; undefined when there is nothing for it now. */
	next(id: number, now: number): Range | undefined {
		const source = this.#source(id);
		if (source.dropped || now < source.restUntil || !this.#hasRoom(source, now)) return undefined;
		const range = first(this.#unasked, rangeBytes(source.meter.rate(now))) ?? this.#secondChance(source, now);
		if (!range) return undefined;
		this.#unasked = remove(this.#unasked, range);
		if (source.outstanding.length === 0) source.moved = now;
		source.outstanding.push(range);
		return range;
	}

	/** Bytes came from a source: they are as good as here. */
	took(id: number, range: Range, now: number): void {
		const source = this.#source(id);
		this.#have = add(this.#have, range);
		this.#unasked = remove(this.#unasked, range);
		source.meter.add(length(range), now);
		source.moved = now;
	}

	/** Which bytes of `range` are still wanted. */
	wanted(range: Range): RangeSet {
		return missing(this.#have, range);
	}

	/** A source has answered. What of the range it left out is anybody's again. */
	finished(id: number, range: Range): void {
		const source = this.#source(id);
		source.outstanding = source.outstanding.filter(each => each !== range);
		source.failures = 0;
		this.#unasked = union(this.#unasked, this.#askedOfNobody(range));
	}

	/** A source broke off, or refused: what was asked of it is anybody's again. Gives whether it may be asked later. */
	failed(id: number, now: number): boolean {
		const source = this.#source(id);
		this.released(id);
		source.failures++;
		source.restUntil = now + firstRestMs * 2 ** (source.failures - 1);
		if (source.failures >= mostFailures) source.dropped = true;
		return !source.dropped;
	}

	/** What was asked of a source is anybody's again, by no fault of its own. */
	released(id: number): void {
		const source = this.#source(id);
		const given = source.outstanding;
		source.outstanding = [];
		for (const range of given) this.#unasked = union(this.#unasked, this.#askedOfNobody(range));
	}

	/** A source asked to be left alone until then. */
	rest(id: number, until: number): void {
		this.released(id);
		this.#source(id).restUntil = until;
	}

	/** A source is not asked again. */
	drop(id: number): void {
		this.released(id);
		this.#source(id).dropped = true;
	}

	/** Whether a source owes an answer and has given nothing for too long. */
	hasStalled(id: number, now: number): boolean {
		const {outstanding, moved} = this.#source(id);
		return outstanding.length > 0 && now - moved > this.#stallMs;
	}

	/** Whether any source may still be asked, now or after a rest. */
	get hopeful(): boolean {
		return [...this.#sources.values()].some(({dropped}) => !dropped);
	}

	/** Bytes a second that a source gives. */
	rate(id: number, now: number): number {
		return this.#source(id).meter.rate(now);
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

	#hasRoom({outstanding, meter}: Source, now: number): boolean {
		if (outstanding.length < 2) return true;
		const asked = outstanding.reduce((sum, range) => sum + length(range), 0);
		return outstanding.length < mostOutstanding && asked < meter.rate(now) * horizonSeconds;
	}

	#askedOfNobody(range: Range): RangeSet {
		const others = [...this.#sources.values()].flatMap(({outstanding}) => outstanding);
		return others.reduce(remove, missing(this.#have, range));
	}

	/** What another source will be longest about, when this one, which has nothing to do, would be sooner. */
	#secondChance(source: Source, now: number): Range | undefined {
		if (source.outstanding.length > 0) return undefined;
		let latest = 0;
		let found: Range | undefined;
		const rate = source.meter.rate(now);
		for (const other of this.#sources.values()) {
			const otherRate = other.meter.rate(now);
			let queued = 0;
			for (const range of other.outstanding) {
				const [rest] = missing(this.#have, range);
				queued += size(missing(this.#have, range));
				if (!rest || this.#timesAsked(rest) > 1) continue;
				const seconds = otherRate === 0 ? Number.POSITIVE_INFINITY : queued / otherRate;
				const own = rate === 0 ? 0 : length(rest) / rate;
				if (seconds <= latest || own >= seconds) continue;
				latest = seconds;
				found = first([rest], mostRangeBytes);
			}
		}
		return found;
	}

	#timesAsked(range: Range): number {
		const asked = [...this.#sources.values()].flatMap(({outstanding}) => outstanding);
		return asked.filter(each => each.start < range.end && each.end > range.start).length;
	}
}

/** How much to ask for at once of a source of this rate (bytes a second). */
export function rangeBytes(rate: number): number {
	if (rate === 0) return firstRangeBytes;
	const wanted = Math.floor((rate * horizonSeconds) / 2 / leastRangeBytes) * leastRangeBytes;
	return Math.min(mostRangeBytes, Math.max(leastRangeBytes, wanted));
}

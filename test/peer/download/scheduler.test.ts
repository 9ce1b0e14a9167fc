import {describe, expect, it} from 'vitest';
import {length, type Range, size} from '../../../source/peer/disk/range-set.ts';
import {mostOutstanding, Scheduler} from '../../../source/peer/download/scheduler.ts';
import {mostRangeBytes, SourceWindow} from '../../../source/peer/download/source-window.ts';
import fc from '../../helpers/properties.ts';

const mebi = 1024 * 1024;

type Behaviour = {
	/** Bytes a second. */
	readonly rate: number;
	/** Milliseconds from a request to its first byte, at least; 0 by default. */
	readonly latency?: number;
	/** The number of bytes after which it misbehaves. */
	readonly after?: number;
	readonly does?: 'stall' | 'break' | 'wrong';
};

type Played = {
	readonly seconds: number;
	readonly given: readonly number[];
	/** Requested ranges by source, with their times. */
	readonly asked: ReadonlyArray<{readonly source: number; readonly range: Range; readonly time: number}>;
	readonly mostAtOnce: number;
	readonly dropped: ReadonlyMap<number, number>;
	readonly done: boolean;
};

/** Simulates a download: every source sends at a steady rate, and misbehaves as told. */
function play(bytes: number, sources: readonly Behaviour[], seconds = 600): Played {
	const scheduler = new Scheduler({bytes});
	const given = sources.map(() => 0);
	const progress = sources.map(() => 0);
	const asked: Array<{source: number; range: Range; time: number}> = [];
	const askedAt = new Map<Range, number>();
	const dropped = new Map<number, number>();
	const stepMs = 20;
	let mostAtOnce = 0;
	let now = 0;
	for (const id of sources.keys()) scheduler.addSource(id, 0);
	const fail = (id: number, forEver: boolean) => {
		progress[id] = 0;
		if (forEver) scheduler.drop(id);
		else scheduler.failed(id, now);
		if (scheduler.isDropped(id)) dropped.set(id, now);
	};
	for (; !scheduler.done && now < seconds * 1000; now += stepMs) {
		for (const [id, behaviour] of sources.entries()) {
			for (let range = scheduler.next(id, now); range; range = scheduler.next(id, now)) {
				asked.push({source: id, range, time: now});
				askedAt.set(range, now);
			}
			mostAtOnce = Math.max(mostAtOnce, scheduler.outstanding(id).length);
			let budget = (behaviour.rate * stepMs) / 1000;
			for (let range = scheduler.outstanding(id)[0]; range && budget > 0; range = scheduler.outstanding(id)[0]) {
				const misbehaves = behaviour.after !== undefined && (given[id] ?? 0) >= behaviour.after;
				if (misbehaves && behaviour.does === 'stall') break;
				if (misbehaves && behaviour.does !== undefined) {
					fail(id, behaviour.does === 'wrong');
					break;
				}
				if (now - (askedAt.get(range) ?? 0) < (behaviour.latency ?? 0)) break;
				const at = range.start + (progress[id] ?? 0);
				const piece = Math.min(Math.ceil(budget), range.end - at);
				scheduler.arrived(id, {start: at, end: at + piece}, now);
				given[id] = (given[id] ?? 0) + piece;
				budget -= piece;
				progress[id] = (progress[id] ?? 0) + piece;
				if (at + piece < range.end) break;
				scheduler.finished(id, range);
				progress[id] = 0;
			}
			if (scheduler.hasStalled(id, now)) fail(id, false);
		}
	}
	return {seconds: now / 1000, given, asked, mostAtOnce, dropped, done: scheduler.done};
}

describe('the scheduler', () => {
	it('keeps a source busy that is far away', () => {
		// A satellite: half a second's worth outstanding would be less than what is on the way.
		const {done, seconds} = play(64 * mebi, [{rate: 2 * mebi, latency: 600}]);
		expect(done).toBe(true);
		expect(seconds).toBeLessThan(1.1 * 32);
	});

	it('gives faster sources more, in proportion', () => {
		const {given, done, seconds} = play(64 * mebi, [{rate: 8 * mebi}, {rate: 4 * mebi}, {rate: mebi}]);
		expect(done).toBe(true);
		expect((given[0] ?? 0) / (given[1] ?? 1)).toBeGreaterThan(1.6);
		expect((given[1] ?? 0) / (given[2] ?? 1)).toBeGreaterThan(3);
		// All three together, with little lost at the end.
		expect(seconds).toBeLessThan(1.1 * (64 / 13));
	});

	it('asks for ranges of at most 1 MiB, and for two at least, so that no source waits for a question', () => {
		const scheduler = new Scheduler({bytes: 32 * mebi});
		scheduler.addSource(0, 0);
		const ranges = [scheduler.next(0, 0), scheduler.next(0, 0), scheduler.next(0, 0)];
		expect(ranges.map(range => (range ? length(range) : 0))).toEqual([256 * 1024, 256 * 1024, 0]);
		for (const [bytes, most] of [
			[1e12, mostRangeBytes],
			[1, 64 * 1024],
		] as const) {
			const window = new SourceWindow(0);
			window.arrived({start: 0, end: bytes}, 0);
			expect(window.rangeBytes(0)).toBe(most);
		}
	});

	it('gives what a source that stalls or breaks was asked for to the others', () => {
		for (const does of ['stall', 'break'] as const) {
			const {done, seconds} = play(16 * mebi, [{rate: mebi}, {rate: mebi, after: mebi, does}]);
			expect(done).toBe(true);
			expect(seconds).toBeLessThan(16);
		}
	});

	it('asks a source that fails again and again ever more seldom, for as long as another one gives', () => {
		const {done, asked} = play(200 * mebi, [{rate: mebi}, {rate: mebi, after: mebi, does: 'break'}]);
		expect(done).toBe(true);
		const times = [...new Set(asked.filter(({source}) => source === 1).map(({time}) => time))];
		const rests = times.map((time, at) => time - (times[at - 1] ?? 0)).slice(-5);
		for (const [at, rest] of rests.entries())
			if (at > 0) expect(rest).toBeGreaterThanOrEqual(2 * (rests[at - 1] ?? 0) - 40);
		expect(times.at(-1)).toBeGreaterThan(60_000);
	});

	it('hopes for nothing when every source has failed three times in a row', () => {
		const scheduler = new Scheduler({bytes: mebi});
		for (const id of [0, 1]) scheduler.addSource(id, 0);
		for (let time = 0; time < 3; time++) {
			expect(scheduler.hopeful).toBe(true);
			for (const id of [0, 1]) scheduler.failed(id, time);
		}
		expect(scheduler.hopeful).toBe(false);
	});

	it('asks twice for what comes last from a slow source, and drops the loser', () => {
		const {done, seconds, asked} = play(8 * mebi, [{rate: 8 * mebi}, {rate: 16 * 1024}]);
		expect(done).toBe(true);
		expect(seconds).toBeLessThan(2);
		const twice = asked.filter(({source, range}) =>
			asked.some(other => other.source !== source && other.range.start < range.end && other.range.end > range.start),
		);
		expect(twice.length).toBeGreaterThan(0);
	});

	it('goes on with what is here', () => {
		const have = [
			{start: 0, end: 3 * mebi},
			{start: 4 * mebi, end: 5 * mebi},
		];
		const scheduler = new Scheduler({bytes: 5 * mebi, have});
		scheduler.addSource(0, 0);
		const asked: Range[] = [];
		for (let range = scheduler.next(0, 0); range; range = scheduler.next(0, 0)) {
			asked.push(range);
			scheduler.arrived(0, range, 0);
			scheduler.finished(0, range);
		}
		expect(asked[0]?.start).toBe(3 * mebi);
		expect(size(asked)).toBe(mebi);
		expect(scheduler.done).toBe(true);
	});

	it('lets a source rest that asked for it', () => {
		const scheduler = new Scheduler({bytes: mebi});
		scheduler.addSource(0, 0);
		expect(scheduler.next(0, 0)).toBeDefined();
		scheduler.rest(0, 5000);
		expect(scheduler.next(0, 4999)).toBeUndefined();
		expect(scheduler.next(0, 5000)).toEqual({start: 0, end: 256 * 1024});
	});

	const behaviour = fc.record(
		{
			rate: fc.integer({min: 32 * 1024, max: 20 * mebi}),
			after: fc.integer({min: 0, max: 2 * mebi}),
			does: fc.constantFrom('stall' as const, 'break' as const, 'wrong' as const),
		},
		{requiredKeys: ['rate']},
	);

	it('ends with everything when one good source lives; asks no dropped source; never too much of one', () => {
		fc.assert(
			fc.property(
				fc.integer({min: 0, max: 6 * mebi}),
				fc.array(behaviour, {maxLength: 4}),
				fc.integer({min: 256 * 1024, max: 8 * mebi}),
				(bytes, others, rate) => {
					const {done, asked, mostAtOnce, dropped} = play(bytes, [...others, {rate}]);
					expect(done).toBe(true);
					expect(mostAtOnce).toBeLessThanOrEqual(mostOutstanding);
					for (const {source, range, time} of asked) {
						expect(length(range)).toBeLessThanOrEqual(mostRangeBytes);
						expect(time).toBeLessThanOrEqual(dropped.get(source) ?? Number.POSITIVE_INFINITY);
					}
				},
			),
			{numRuns: 200},
		);
	});
});

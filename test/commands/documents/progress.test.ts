import {afterEach, beforeEach, describe, expect, it, test, vi} from 'vitest';
import {Progress, type ProgressStream} from '../../../source/commands/documents/progress.ts';
import {type ProgressFacts, progressLines, progressSentence} from '../../../source/commands/documents/progress-view.ts';
import type {DownloadSource} from '../../../source/peer/peer-state.ts';
import {displayWidth} from '../../../source/text/width.ts';

const facts: ProgressFacts = {
	noun: 'RFC',
	files: {done: 123, total: 261},
	bytes: {done: 6_000_000, total: 12_000_000},
	rate: 3_000_000,
	running: [
		{rfc: 2616, received: 82_000, total: 100_000},
		{rfc: 791, received: 2048},
	],
	sources: ['alice', 'bob'],
	busy: [],
};

describe('progress on a terminal', () => {
	it('tells share, files, bytes, rate and time left, then who sends what', () => {
		expect(progressLines(facts, {columns: 100, colour: false})).toEqual([
			`${'█'.repeat(16)}${'░'.repeat(16)}   50 %  123 of 261 RFCs  5.7 MiB of 11 MiB  2.9 MiB/s  2 s left`,
			'from alice and bob: RFC 2616 82 %, RFC 791 2 KiB',
		]);
	});

	test.each(Array.from({length: 120}, (_, at) => at + 1))(
		'fits %i columns, with the ^C that a terminal shows after it',
		columns => {
			for (const line of progressLines(facts, {columns, colour: false})) {
				expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(1, columns - 2));
			}
		},
	);

	it('leaves the least important out first where it is narrow', () => {
		expect(progressLines(facts, {columns: 28, colour: false})[0]).toBe(' 50 %  123 of 261 RFCs');
		expect(progressLines(facts, {columns: 12, colour: false})[0]).toBe(' 50 %');
	});

	it('has colours only where they are wanted, and they cost no cell', () => {
		const [plain, coloured] = [false, true].map(colour => progressLines(facts, {columns: 90, colour}));
		expect(plain?.join('')).not.toContain('\u001B');
		expect(coloured?.join('')).toContain('\u001B[36m');
		expect(coloured?.map(line => line.replace(/\u001B\[\d+m/g, ''))).toEqual(plain);
	});

	it('has no 0 s left before the end', () => {
		const [line] = progressLines(
			{...facts, bytes: {done: 11_900_000, total: 12_000_000}},
			{columns: 100, colour: false},
		);
		expect(line).toContain('1 s left');
	});

	it('counts files where sizes are not known, and tells no time left', () => {
		const [line] = progressLines({...facts, bytes: {done: 2048}}, {columns: 100, colour: false});
		expect(line).toContain(' 47 %  123 of 261 RFCs  2 KiB  2.9 MiB/s');
		expect(line).not.toContain('left');
	});

	it('shows names from strangers as text only', () => {
		const lines = progressLines({...facts, sources: ['\u001B[2Jx', '\u202Ey']}, {columns: 100, colour: false});
		expect(lines.join('')).not.toMatch(/[\u001B\u202E]/u);
	});
});

test('progress in a log is one sentence', () => {
	expect(progressSentence(facts)).toBe('123 of 261 RFCs, 5.7 MiB of 11 MiB, 2.9 MiB/s, 2 s left, from alice and bob');
});

test('progress tells who is waited for when nobody sends anything', () => {
	const waiting = {...facts, rate: 0, sources: [], busy: ['alice', 'bob']};
	expect(progressSentence(waiting)).toMatch(/, 0 B\/s, waiting for an upload slot at alice and bob$/);
	expect(progressLines(waiting, {columns: 100, colour: false})[1]).toBe(
		'waiting for an upload slot at alice and bob: RFC 2616 82 %, RFC 791 2 KiB',
	);
});

/** A terminal or a pipe that keeps what is written to it. */
class Paper implements ProgressStream {
	readonly isTTY: boolean;
	columns = 80;
	text = '';
	writes = 0;

	constructor(isTTY: boolean) {
		this.isTTY = isTTY;
	}

	write(text: string): void {
		this.text += text;
		this.writes++;
	}
}

const sending: readonly DownloadSource[] = [
	{host: 'alice', address: '127.0.0.1', port: 1, bytes: 0, rate: 0, state: 'sending'},
	{host: 'bob', address: '127.0.0.1', port: 2, bytes: 0, rate: 0, state: 'resting'},
];

describe('the display', () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	function begin(isTTY: boolean, environment: Record<string, string> = {}) {
		const stream = new Paper(isTTY);
		const progress = new Progress({noun: 'RFC', stream, environment, now: () => performance.now()});
		progress.expect(100_000);
		progress.expect(50_000);
		return {stream, progress};
	}

	it('draws at most ten times a second, however often something changes', () => {
		const {stream, progress} = begin(true);
		for (let at = 0; at < 1000; at++) {
			progress.show(1, {kind: 'running', received: at * 10, total: 100_000, rate: 0}, sending);
			vi.advanceTimersByTime(1);
		}
		expect(stream.writes).toBe(10);
		expect(stream.text).toContain('0 of 2 RFCs');
		expect(stream.text).toContain('from alice: RFC 1');
		progress.close();
	});

	it('tells who is busy while nobody sends anything', () => {
		const {progress} = begin(true);
		const failure = {kind: 'peer-busy', rfc: 1, from: 'bob'} as const;
		const [alice, bob] = sending.map(source => ({...source, state: 'resting', failure}) as const);
		if (!alice || !bob) throw new Error('no sources');
		const waiting = {kind: 'waiting', received: 0, failure, retryAt: 0} as const;
		progress.show(1, waiting, [{...alice, state: 'dropped'}, bob]);
		expect(progress.facts.busy).toEqual(['bob']);
		progress.show(2, {kind: 'running', received: 1, total: 50_000, rate: 0}, sending);
		expect(progress.facts.busy).toEqual([]);
		progress.close();
	});

	it('is drawn in ASCII where the locale is not UTF-8', () => {
		const {stream, progress} = begin(true, {LANG: 'C'});
		progress.show(1, {kind: 'running', received: 50_000, total: 100_000, rate: 0}, sending);
		vi.advanceTimersByTime(200);
		progress.close();
		expect(stream.text).toContain('###');
		expect(stream.text).toMatch(/^[\x00-\x7f]*$/);
	});

	it('shows nothing for what is over at once', () => {
		const {stream, progress} = begin(true);
		progress.finish(1, {bytes: 100_000, expected: 100_000});
		progress.finish(2, {bytes: 50_000, expected: 50_000});
		vi.advanceTimersByTime(1000);
		progress.close();
		expect(stream.text).toBe('');
	});

	it('takes itself away at the end, and for every line that stays', () => {
		const {stream, progress} = begin(true);
		progress.show(1, {kind: 'running', received: 10, total: 100_000, rate: 0}, sending);
		vi.advanceTimersByTime(100);
		stream.text = '';
		progress.say('RFC 1: something happened.');
		expect(stream.text).toBe('\r\u001B[1A\u001B[JRFC 1: something happened.\n');
		vi.advanceTimersByTime(100);
		stream.text = '';
		progress.close();
		expect(stream.text).toBe('\r\u001B[1A\u001B[J');
		vi.advanceTimersByTime(1000);
		expect(stream.text).toBe('\r\u001B[1A\u001B[J');
	});

	it('takes away the ^C that a terminal shows at the end, also right after a line that stays', () => {
		const {stream, progress} = begin(true);
		vi.advanceTimersByTime(100);
		progress.say('RFC 1: something happened.');
		stream.text = '';
		progress.close();
		expect(stream.text).toBe('\r\u001B[J');
	});

	it('finds its first line again in a terminal that was made narrower', () => {
		const {stream, progress} = begin(true);
		progress.show(1, {kind: 'running', received: 10, total: 100_000, rate: 0}, sending);
		vi.advanceTimersByTime(100);
		stream.columns = 40;
		stream.text = '';
		progress.close();
		expect(stream.text).toBe('\r\u001B[2A\u001B[J');
	});

	it('clears its rows whole once the width has changed: tmux would join those that were wrapped', () => {
		const {stream, progress} = begin(true);
		progress.show(1, {kind: 'running', received: 10, total: 100_000, rate: 0}, sending);
		vi.advanceTimersByTime(100);
		const cleared = [40, 40].map(columns => {
			stream.columns = columns;
			stream.text = '';
			vi.advanceTimersByTime(100);
			return stream.text.split('\u001B[2K').length - 1;
		});
		expect(cleared).toEqual([2, 0]);
		progress.close();
	});

	it('is without colours where NO_COLOR says so', () => {
		const {stream, progress} = begin(true, {NO_COLOR: '1'});
		vi.advanceTimersByTime(100);
		progress.close();
		expect(stream.text).not.toMatch(/\u001B\[\d+m/);
	});

	test.each([
		[false, {}],
		[true, {TERM: 'dumb'}],
	])('is a plain line each 10 s elsewhere (%s, %j)', (isTTY, environment) => {
		const {stream, progress} = begin(isTTY, environment);
		progress.show(1, {kind: 'running', received: 0, total: 100_000, rate: 0}, sending);
		vi.advanceTimersByTime(9999);
		expect(stream.text).toBe('');
		progress.show(1, {kind: 'running', received: 75_000, total: 100_000, rate: 0}, sending);
		vi.advanceTimersByTime(1);
		expect(stream.text).toBe('0 of 2 RFCs, 73 KiB of 146 KiB, 24 KiB/s, 3 s left, from alice\n');
		progress.close();
	});

	it('counts what an earlier try left as done, not as fast', () => {
		const {progress} = begin(true);
		progress.show(1, {kind: 'running', received: 90_000, total: 100_000, rate: 0}, sending);
		expect(progress.facts).toMatchObject({bytes: {done: 90_000, total: 150_000}, rate: 0});
		progress.finish(1, {bytes: 100_000, expected: 100_000});
		expect(progress.facts.bytes).toEqual({done: 100_000, total: 150_000});
		expect(progress.facts.rate).toBeGreaterThan(0);
		progress.finish(2, {bytes: 0, expected: 50_000});
		expect(progress.facts).toMatchObject({files: {done: 2, total: 2}, bytes: {done: 100_000, total: 100_000}});
		progress.close();
	});

	it('knows no total while a size is unknown', () => {
		const {progress} = begin(true);
		progress.expect();
		expect(progress.facts.bytes).toEqual({done: 0});
		progress.finish(3, {bytes: 7000});
		expect(progress.facts.bytes).toEqual({done: 7000, total: 157_000});
		progress.close();
	});
});

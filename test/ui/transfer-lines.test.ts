import assert from 'node:assert';
import {describe, expect, it} from 'vitest';
import type {Download, DownloadSource, Upload} from '../../source/peer/peer-state.ts';
import type {Failure} from '../../source/text/failures.ts';
import {transferDetails} from '../../source/ui/panes/transfer-details.ts';
import {transferColumns} from '../../source/ui/panes/transfer-lines.ts';
import {type Transfer, transferNote, transfersOf, within} from '../../source/ui/panes/transfer-rows.ts';
import {placeWords, shareOf} from '../../source/ui/panes/transfer-words.ts';

const carol = {host: 'carol', address: '10.0.0.1', port: 6001};
const slow: Failure = {kind: 'peer-slow', rfc: 7, from: 'carol', seconds: 10, received: 12};

const download = (rate: number, sources: readonly Partial<DownloadSource>[]): Download => ({
	...{id: 1, rfc: 7, title: 'Seven', source: carol, started: 0},
	sources: sources.map(source => ({...carol, bytes: 12, rate, state: 'sending', ...source})),
	state: {kind: 'running', received: 12, total: 5_000_000, rate},
});

function textOf(transfer: Transfer, width: number): string {
	const cell = transferColumns({width, now: 0, queue: []})[0]?.cell(transfer) ?? '';
	return typeof cell === 'string' ? cell : cell.text;
}

const line = (rate: number, sources: readonly Partial<DownloadSource>[]): string =>
	textOf({way: 'down', download: download(rate, sources)}, 100);

describe('the sources of downloads that run', () => {
	const two = [
		{host: 'dave', port: 2},
		{host: 'erin', port: 3},
	];
	const rowsOf = (many: number) =>
		transfersOf({
			downloads: Array.from({length: many}, (_, id) => ({...download(1, two), id, rfc: id})),
			wanted: [],
			uploads: [],
		});
	const shown = (many: number, rows: number) =>
		within(rowsOf(many), rows)
			.map(({way}) => (way === 'source' ? '.' : 'd'))
			.join('');

	it('never push another one out of the pane', () => {
		expect(shown(2, 6)).toBe('d..d..');
		expect(shown(2, 5)).toBe('d..d');
		expect(shown(3, 5)).toBe('d..dd');
		expect(shown(3, 4)).toBe('ddd');
		expect(shown(6, 3)).toBe('dddddd');
	});

	it('are all there where only one runs', () => {
		expect(shown(1, 2)).toBe('d..');
	});
});

describe('the order of the transfers', () => {
	it('begins with what moves, however new the others are, and ends with what has ended, in both directions', () => {
		const states: readonly Download['state'][] = [
			{kind: 'done', bytes: 9, seconds: 1, file: '/d/8', verified: 'digest'},
			{kind: 'queued', received: 0},
			{kind: 'paused', received: 3, total: 9},
			{kind: 'connecting'},
			{kind: 'running', received: 3, total: 9, rate: 0},
			{kind: 'verifying', bytes: 9},
			{kind: 'running', received: 3, total: 9, rate: 1},
		];
		const downloads = states.map((state, at) => ({...download(1, []), id: 10 - at, rfc: 10 - at, state}));
		const upload = (id: number, state: Upload['state']): Upload => ({
			...{id, rfc: id, to: 'carol', started: 0, sent: 1, total: 2, rate: 1},
			state,
		});
		const uploads = [upload(2, 'done'), upload(1, 'running')];
		const rows = transfersOf({downloads, wanted: [99], uploads}).map(row =>
			row.way === 'up' ? row.upload.state : row.way === 'down' ? row.download.state.kind : row.way,
		);
		expect(rows.join(' ')).toBe('verifying running connecting running paused queued wanted running done done');
	});
});

describe('the line of a download', () => {
	it('says that its only source stalls, as long as it does, and with which key it is dropped where that fits', () => {
		expect(line(1, [{}])).toMatch(/ 1 B\/s .* carol *$/);
		expect(line(1, [{failure: slow}])).toMatch(/ stalled +carol sends next to nothing · d drop *$/);
		const narrow = textOf({way: 'down', download: download(1, [{failure: slow}])}, 76);
		expect(narrow).toMatch(/ stalled +carol sends .*[^p] *$/);
		expect(line(500_000, [{failure: slow}])).toMatch(/ 488 KiB\/s .* carol *$/);
		expect(line(1, [{failure: slow}, {host: 'dave'}])).toMatch(/ 1 B\/s .* 2 sources *$/);
	});

	it('tells in what time it came, however short that was', () => {
		const came = (seconds: number): string =>
			textOf(
				{
					way: 'down',
					download: {
						...download(1, [{}]),
						state: {kind: 'done', bytes: 12, seconds, file: '/d/7', verified: 'digest'},
					},
				},
				100,
			);
		expect(came(0.0004)).toContain('12 B in 1 ms from');
		expect(came(0.0381)).toContain('12 B in 38 ms from');
		expect(came(0.31)).toContain('12 B in 0.3 s from');
	});

	it('groups the digits of long queues', () => {
		const queue = Array.from({length: 9300}, (_, id) => id);
		expect(placeWords(1233, queue)).toMatch(/^1,234th of 9,300 in the queue/);
		const downloads = queue.map(id => ({...download(0, []), id, state: {kind: 'queued', received: 0} as const}));
		expect(transferNote({downloads, wanted: [], uploads: []})).toBe('9,300 in the queue');
	});

	it('says that nobody sends when all its sources have failed', () => {
		const gone = {failure: slow, state: 'resting', rate: 0} as const;
		expect(line(0, [gone, {...gone, host: 'dave'}])).toMatch(/ stalled +nobody sends now · d drop *$/);
		expect(line(500_000, [gone, {host: 'dave', failure: slow}])).toMatch(/ 488 KiB\/s .* 2 sources *$/);
	});

	it('gives the reason of a source that failed the room of its figures, and names it once', () => {
		const refused: Failure = {
			kind: 'peer-refused',
			rfc: 7,
			from: 'carol',
			address: '10.0.0.1',
			port: 6001,
			reason: 'no route',
		};
		const source = (change: Partial<DownloadSource>, width = 76): string => {
			const whole = download(1, [change, {host: 'dave'}]);
			const [first = assert.fail()] = whole.sources;
			return textOf({way: 'source', download: whole, source: first, last: false}, width);
		};
		expect(source({state: 'resting', failure: refused})).toMatch(
			/├ +░{12} +0% +○ carol cannot be reached, no route *$/,
		);
		expect(source({state: 'dropped', failure: slow}, 36)).toMatch(/├ +0% +✗ carol sends next …$/);
		expect(source({state: 'resting'})).toMatch(/ rests +○ carol *$/);
		const wrong: Failure = {kind: 'wrong-bytes', rfc: 7, from: 'carol'};
		expect(source({state: 'dropped', failure: wrong})).toMatch(/ ✗ checksum: carol sent wrong bytes *$/);
		expect(source({state: 'sending', failure: slow}, 120)).toMatch(/ ● carol sends next to nothing *$/);
		expect(source({state: 'sending', failure: refused, rate: 500_000}, 120)).toMatch(/ 488 KiB\/s +● carol *$/);
	});

	it('says in a few words that nobody could send it, and what comes next', () => {
		const {sources: _, ...rest} = download(0, []);
		const failed: Download = {
			...{...rest, sources: []},
			state: {kind: 'failed', received: 0, failure: {kind: 'nobody-holds', rfc: 7, tried: ['carol']}, awaits: true},
		};
		expect(textOf({way: 'down', download: failed}, 76)).toBe(
			'✗      7  nobody could send it · waits for a holder · r retry · d drop',
		);
	});
});

describe('the line of an upload', () => {
	it('tells how much of the document was sent, not of the parts that were asked for so far', () => {
		const upload: Upload = {
			...{id: 1, rfc: 7, to: 'carol', started: 0, sent: 65_536, total: 65_536, whole: 655_360},
			...{rate: 1000, state: 'running'},
		};
		const text = (change: Partial<Upload>): string => {
			const cell = transferColumns({width: 100, now: 0, queue: []})[0]?.cell({
				way: 'up',
				upload: {...upload, ...change},
			});
			return typeof cell === 'string' ? cell : (cell?.text ?? '');
		};
		expect(text({})).toMatch(/ 10% +64\/640 KiB /);
		expect(text({state: 'done'})).toContain('sent to carol, 64 KiB of 640 KiB');
		expect(text({state: 'done', sent: 655_360})).toMatch(/sent to carol, 640 KiB$/);
	});
});

describe('the details of a download', () => {
	it('advise nobody to try another holder where the next one is asked without that', () => {
		const details = (failed: Partial<Download>): string => {
			const download: Download = {
				...{id: 1, rfc: 7, title: 'Seven', source: carol, started: 0, sources: []},
				state: {kind: 'failed', received: 0, failure: slow},
				...failed,
			};
			const lines = transferDetails({way: 'down', download}, {width: 100, now: 0});
			return lines.read(0, lines.count).join(' ');
		};
		expect(details({})).toContain('Try again, or another holder.');
		const awaits = details({state: {kind: 'failed', received: 0, failure: slow, awaits: true}});
		expect(awaits).toContain('It goes on by itself as soon as somebody joins who has it.');
		const waits = details({state: {kind: 'waiting', received: 0, failure: slow, retryAt: 1000}});
		const source = {...carol, bytes: 0, rate: 0, state: 'dropped', failure: slow} as const;
		const runs = details({state: {kind: 'running', received: 0, total: 1, rate: 0}, sources: [source]});
		for (const text of [awaits, waits, runs]) expect(text).not.toContain('Try again');
	});

	it('name who sent most first, as the row does, and not what a source does for a download that has ended', () => {
		const ended = (sources: readonly Partial<DownloadSource>[], width = 100): readonly string[] => {
			const state = {kind: 'done', bytes: 100, seconds: 1, file: '/srv/rfcs of the lab/rfc7.txt'} as const;
			const done = {...download(0, sources), state: {...state, verified: 'digest' as const}};
			const lines = transferDetails({way: 'down', download: done}, {width, now: 0});
			return lines.read(0, lines.count).map(String);
		};
		const two = ended([
			{bytes: 30, state: 'resting'},
			{host: 'dave', bytes: 70, state: 'resting'},
		]);
		expect(two.slice(two.indexOf('2 sources:') + 1, -2)).toEqual([
			'dave 10.0.0.1:6001',
			'  70 bytes, 70% of what came',
			'carol 10.0.0.1:6001',
			'  30 bytes, 30% of what came',
		]);
		expect(ended([{bytes: 100, state: 'resting'}])).toContain('from     carol at 10.0.0.1:6001');
		expect(ended([{}], 28)).toEqual(
			expect.arrayContaining([
				'file     /srv/rfcs of the',
				'         lab/rfc7.txt',
				'from     carol at',
				'         10.0.0.1:6001',
			]),
		);
		expect(ended([{}], 24)).toEqual(
			expect.arrayContaining(['file', '  /srv/rfcs of the', '  lab/rfc7.txt', 'from', '  carol at 10.0.0.1:6001']),
		);
	});
});

it.each([
	[61, 39, 61],
	[123, 77, 62],
	[2, 1, 67],
	[1, 1, 50],
	[1, 9999, 1],
	[9, 0, 100],
	[0, 9, 0],
])('of two who sent %d and %d bytes the one sent %d percent, and the other the rest', (one, other, percent) => {
	expect(shareOf(one, one + other)).toBe(percent);
	expect(shareOf(other, one + other)).toBe(100 - percent);
});

import {describe, expect, it} from 'vitest';
import type {Download, DownloadSource, Upload} from '../../source/peer/peer-state.ts';
import type {Failure} from '../../source/text/failures.ts';
import {transferDetails} from '../../source/ui/panes/peer-details.ts';
import {transferColumns} from '../../source/ui/panes/transfer-lines.ts';

const carol = {host: 'carol', address: '10.0.0.1', port: 6001};
const slow: Failure = {kind: 'peer-slow', rfc: 7, from: 'carol', seconds: 10, received: 12};

function line(rate: number, sources: readonly Partial<DownloadSource>[]): string {
	const download: Download = {
		...{id: 1, rfc: 7, title: 'Seven', source: carol, started: 0},
		sources: sources.map(source => ({...carol, bytes: 12, rate, state: 'sending', ...source})),
		state: {kind: 'running', received: 12, total: 5_000_000, rate},
	};
	const cell = transferColumns({width: 100, now: 0, queue: []})[0]?.cell({way: 'down', download}) ?? '';
	return typeof cell === 'string' ? cell : cell.text;
}

describe('the line of a download', () => {
	it('says that its only source stalls, as long as it does', () => {
		expect(line(1, [{}])).toMatch(/ 1 B\/s .* carol *$/);
		expect(line(1, [{failure: slow}])).toMatch(/ stalled +carol sends next to nothing *$/);
		expect(line(500_000, [{failure: slow}])).toMatch(/ 488 KiB\/s .* carol *$/);
		expect(line(1, [{failure: slow}, {host: 'dave'}])).toMatch(/ 1 B\/s .* 2 sources *$/);
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
});

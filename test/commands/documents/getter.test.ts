import {describe, expect, it, test} from 'vitest';
import {Getter, worstExit} from '../../../source/commands/documents/getter.ts';
import {Progress} from '../../../source/commands/documents/progress.ts';
import type {FetchJob} from '../../../source/peer/download/fetch-job.ts';
import type {Failure} from '../../../source/text/failures.ts';

const record = {title: 'Title', host: 'carol', address: '10.0.0.1', port: 6001};
const slow = (rfc: number): Failure => ({kind: 'peer-slow', rfc, from: 'carol', seconds: 10, received: 9});

/** What is said while each of these documents fails in these ways. */
async function said(failures: ReadonlyMap<number, readonly Failure[]>, holders = 1): Promise<readonly string[]> {
	const lines: string[] = [];
	const progress = new Progress({noun: 'RFC', stream: {write: text => lines.push(text.trimEnd())}});
	const fetch = async ({rfc, onTrouble}: FetchJob) => {
		for (const failure of failures.get(rfc) ?? []) onTrouble?.(failure);
		return {kind: 'cancelled'} as const;
	};
	const {signal} = new AbortController();
	const fetcher = {fetch, close: () => Promise.resolve()};
	const getter = new Getter({fetcher, progress, signal, replace: false, talkative: false});
	for (const rfc of failures.keys()) {
		const records = Array.from({length: holders}, (_, at) => ({...record, rfc, port: record.port + at}));
		await getter.get({rfc, holders, choice: {records, others: []}});
	}
	progress.close();
	return lines;
}

describe('an only holder', () => {
	it('is said to stall at once, and once', async () => {
		expect(await said(new Map([1, 2].map(rfc => [rfc, [slow(rfc), slow(rfc)]])))).toEqual([
			'carol has sent next to nothing of RFC 1 for 10 s (9 bytes came in all). Trying again.',
		]);
	});

	it('that fails in another way is reported at the end only', async () => {
		expect(await said(new Map([[1, [{kind: 'peer-lacks', rfc: 1, from: 'carol'}]]]))).toEqual([]);
	});
});

describe('one of several holders', () => {
	it('that fails is reported once, and without the advice to try another, which is done already', async () => {
		const failure: Failure = {kind: 'peer-lacks', rfc: 1, from: 'carol'};
		expect(await said(new Map([[1, [failure, failure]]]), 2)).toEqual([
			'carol does not have RFC 1 any more (404), though the index named it.',
		]);
	});
});

test.each([
	[[], 0],
	[['got', 'here'], 0],
	[['got', 'absent', 'here'], 4],
	[['absent', 'failed'], 1],
	[['differs', 'absent'], 1],
	[['failed', 'cancelled', 'absent'], 130],
] as const)('documents of which became %j end with exit code %d', (kinds, code) => {
	expect(worstExit(kinds)).toBe(code);
});

import {describe, expect, it} from 'vitest';
import {newJob} from '../../../source/peer/download/download-job.ts';
import {isUnfinished, rememberedIn, rememberedText} from '../../../source/peer/download/remembered.ts';
import type {Failure} from '../../../source/text/failures.ts';
import {digestOfBytes} from '../../helpers/uploader.ts';

const nobody = {host: '', address: '', port: 0};
const digest = digestOfBytes(Buffer.from('text'));
const place = {host: 'carol', address: '10.0.0.1', port: 6001};

describe('the file of unfinished downloads', () => {
	it('gives back what was put in', () => {
		const list = [
			{record: {...nobody, rfc: 1, title: 'One "quoted"\u2028', size: 4, digest}},
			{record: {...nobody, rfc: 2, title: '', digest}, pausedAt: 17},
			{record: {...place, rfc: 2, title: 'Two'}, pausedAt: 0},
		];
		expect(rememberedIn(rememberedText(list))).toEqual(list);
	});

	const good = {rfc: 1, title: 'One', digest};
	const cases: ReadonlyArray<readonly [string, unknown, unknown]> = [
		['not objects', [7, null, 'x', [], [good]], []],
		['numbers that are none', [0, -1, 1.5, 2 ** 31, '1', null].map(rfc => ({...good, rfc})), []],
		['digests that are none', ['', 'sha-256=:x:', 7, null, `${digest}, x`].map(each => ({...good, digest: each})), []],
		[
			'places that are none',
			[{host: '', ...{}}, {host: 'a b'}, {port: 0}, {port: 70_000}, {address: 7}, {address: ''}].map(each => ({
				rfc: 1,
				title: 'One',
				...place,
				...each,
			})),
			[],
		],
		['titles that are none', [{...good, title: 7}], [{...nobody, rfc: 1, title: '', digest}]],
		['control characters', [{...good, title: 'a\u001b[2Jb'}], [{...nobody, rfc: 1, title: 'a [2Jb', digest}]],
		['sizes that are none', [{...good, size: -1}], [{...nobody, rfc: 1, title: 'One', digest}]],
		['twice the same', [good, {...good, title: 'Again'}], [{...nobody, rfc: 1, title: 'One', digest}]],
		['members of a newer version', [{...good, since: 3, host: {}}], [{...nobody, rfc: 1, title: 'One', digest}]],
	];
	it.each(cases)('may hold %s', (_name, downloads, records) => {
		expect(rememberedIn(JSON.stringify({downloads, version: 9}))?.map(({record}) => record)).toEqual(records);
	});

	it('has a limit, up to which the next ones are kept', () => {
		const list = Array.from({length: 30_000}, (_, index) => ({
			record: {...nobody, rfc: index + 1, title: 'é'.repeat(500), size: 1, digest},
		}));
		const text = rememberedText(list);
		expect(Buffer.byteLength(text)).toBeLessThan(12 * 1024 * 1024);
		const kept = rememberedIn(text) ?? [];
		expect(kept.length).toBeGreaterThan(5000);
		expect(kept).toEqual(list.slice(0, kept.length));
	});
});

describe('a download that failed', () => {
	const about = {rfc: 7, from: 'carol'};
	const cases: ReadonlyArray<readonly [string, Failure, boolean]> = [
		['on a full disk', {...about, kind: 'disk-full', folder: 'docs'}, true],
		['in a folder that is gone', {...about, kind: 'folder-gone', folder: 'docs'}, true],
		[
			'in a folder without permission',
			{...about, kind: 'write-failed', file: 'a', reason: 'no', wholeFolder: true},
			true,
		],
		['since its own name is taken', {...about, kind: 'write-failed', file: 'a', reason: 'it is a folder'}, false],
		['since its bytes were wrong', {...about, kind: 'wrong-bytes'}, false],
	];
	it.each(cases)('%s', (_where, failure, goesOn) => {
		const job = newJob(1, {...place, rfc: 7, title: 'Seven', digest});
		job.download = {...job.download, state: {kind: 'failed', received: 0, failure}};
		expect(isUnfinished(job)).toBe(goesOn);
	});
});

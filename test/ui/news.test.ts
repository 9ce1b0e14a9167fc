import {describe, expect, it} from 'vitest';
import type {Download, PeerFacts} from '../../source/peer/peer-state.ts';
import type {Failure} from '../../source/text/failures.ts';
import {announcements} from '../../source/ui/linear/announcements.ts';
import {NewsQueue, newsOf} from '../../source/ui/news.ts';
import {nothingSaid, type Said, say} from '../../source/ui/said.ts';
import {download, FakePeer} from './helpers/fake-peer.ts';

const facts = (...downloads: Download[]): PeerFacts => ({...new FakePeer().facts(), downloads});
const running = download(1, 2616, {kind: 'running', received: 1, total: 2, rate: 1});
const done = download(1, 2616, {kind: 'done', bytes: 422_279, seconds: 4, file: '/f', verified: 'length'});

describe('news', () => {
	it('are downloads that came to an end, once', () => {
		const after = facts(done);
		expect(newsOf(facts(running), after).ended?.text).toContain('RFC 2616 is here, 412 KiB from alice');
		expect(newsOf(after, facts(done)).ended).toBeUndefined();
		expect(newsOf(facts(), facts(running)).ended).toBeUndefined();
	});

	it('say how far what came was checked', () => {
		const got = (verified: 'digest' | 'length' | 'none') =>
			newsOf(facts(), facts(download(1, 1, {kind: 'done', bytes: 1, seconds: 1, file: '/f', verified}))).ended?.text;
		expect(got('digest')).toContain('SHA-256 right');
		expect(got('length')).toContain('only its length was checked');
		expect(got('none')).toContain('not checked, because neither a digest nor a length that fits was declared');
	});

	it('tell once that a download has to wait, why, and what can be done', () => {
		const failure = {kind: 'peer-lacks', rfc: 7, from: 'erin'} as const;
		const waits = download(2, 7, {kind: 'waiting', received: 5, failure, retryAt: 9});
		expect(newsOf(facts(), facts(waits)).ended?.text).toMatch(/^erin does not have RFC 7 any more.*r now, d drop/);
		expect(newsOf(facts(waits), facts({...waits})).ended).toBeUndefined();
	});

	it('are failures, with what to do, and new warnings', () => {
		const failure = {kind: 'peer-lacks', rfc: 7, from: 'erin'} as const;
		const failed = download(2, 7, {kind: 'failed', received: 0, failure});
		expect(newsOf(facts(), facts(failed)).ended).toMatchObject({tone: 'bad'});
		expect(newsOf(facts(), facts(done, failed)).ended).toMatchObject({tone: 'bad'});
		const warned = {...facts(), warnings: [unreadable(1)]};
		expect(newsOf(facts(), warned).warnings).toEqual([unreadable(1)]);
		expect(newsOf(warned, {...warned, warnings: [unreadable(3), unreadable(2), ...warned.warnings]}).warnings).toEqual([
			unreadable(2),
			unreadable(3),
		]);
		expect(newsOf(warned, {...warned}).warnings).toEqual([]);
	});
});

const unreadable = (rfc: number): Failure => ({
	kind: 'file-unreadable',
	file: `/x/rfc${rfc}.txt`,
	reason: 'permission denied',
});
const twice: Failure = {kind: 'folder-twice', folder: './rfcs', by: 'alice'};

/** A queue with warnings. Shows what is due, and returns its words. */
function rowWith(...warnings: Failure[]) {
	let now = 0;
	const queue = new NewsQueue(nothingSaid, now);
	queue.hear({ended: undefined, warnings});
	return {
		queue,
		/** What is told after so many milliseconds, if anything is. */
		after(ms: number): string | undefined {
			now += ms;
			const next = queue.next(now);
			if (next === undefined || next.inMs > 0) return undefined;
			queue.shows(next.said, now);
			return next.said.text;
		},
		covers(said: Said): void {
			queue.shows(said, now);
		},
	};
}

describe('warnings', () => {
	it('that come together are told one after the other, each for as long as it takes to read it', () => {
		const row = rowWith(unreadable(1), twice);
		expect(row.after(0)).toContain('/x/rfc1.txt (permission denied)');
		expect(row.after(7999)).toBeUndefined();
		expect(row.after(1)).toContain('shares this same folder');
		expect(row.queue.waits).toBe(false);
		expect(row.after(99_999)).toBeUndefined();
	});

	it('of one kind are told together', () => {
		const row = rowWith(unreadable(1), unreadable(2), twice, unreadable(3));
		expect(row.after(0)).toMatch(/rfc3\.txt \(permission denied\).*\(And 2 more like it\.\)$/);
		expect(row.after(8000)).toContain('shares this same folder');
		expect(row.queue.waits).toBe(false);
	});

	it('of a source that failed say nothing of trying another, which is done already', () => {
		const reason = 'connection refused';
		const left: Failure = {kind: 'peer-refused', from: 'alice', address: '10.0.0.1', port: 6001, rfc: 1, reason};
		const said = rowWith(left).after(0);
		expect(said).toMatch(/^Cannot connect to alice .* a firewall is in between\.$/);
		const before = new FakePeer().facts();
		expect(announcements(before, {...before, warnings: [left]})).toEqual([said]);
	});

	it('that were covered before they could be read come again, once', () => {
		const row = rowWith(twice);
		expect(row.after(0)).toContain('shares this same folder');
		row.after(2000);
		row.covers(say('Transfers run at full speed.'));
		expect(row.after(2999)).toBeUndefined();
		expect(row.after(1)).toContain('shares this same folder');
		row.after(8000);
		row.covers(say('Transfers run at full speed.'));
		expect(row.after(99_999)).toBeUndefined();
	});

	it('and the end of a download leave an answer of several rows long enough to be read', () => {
		const row = rowWith(twice);
		const versions = `RFC 9110 exists in 2 versions: ${'A, 502,941 bytes, at bob; '.repeat(8)}Enter gets A.`;
		row.covers(say(versions));
		row.queue.hear({ended: say('RFC 7 is here.', 'good'), warnings: []});
		expect(row.after(5000)).toBeUndefined();
		expect(row.after(3000)).toBe('RFC 7 is here.');
	});

	it('wait for the end of a download, which waits for nothing but what could not be read yet', () => {
		const row = rowWith(twice);
		row.after(0);
		row.queue.hear({ended: say('RFC 7 is here.', 'good'), warnings: []});
		expect(row.after(1500)).toBeUndefined();
		expect(row.after(3500)).toBe('RFC 7 is here.');
		row.queue.hear({ended: say('RFC 8 is here.', 'good'), warnings: []});
		expect(row.after(1499)).toBeUndefined();
		expect(row.after(1)).toBe('RFC 8 is here.');
		expect(row.after(8000)).toContain('shares this same folder');
	});
});

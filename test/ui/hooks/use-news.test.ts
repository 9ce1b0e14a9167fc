import {describe, expect, it} from 'vitest';
import type {Download, PeerFacts} from '../../../source/peer/peer-state.ts';
import {newsOf} from '../../../source/ui/hooks/use-news.ts';
import {download, FakePeer} from '../helpers/fake-peer.ts';

const facts = (...downloads: Download[]): PeerFacts => ({...new FakePeer().facts(), downloads});
const running = download(1, 2616, {kind: 'running', received: 1, total: 2, rate: 1});
const done = download(1, 2616, {kind: 'done', bytes: 422_279, seconds: 4, file: '/f', verified: 'length'});

describe('news', () => {
	it('are downloads that came to an end, once', () => {
		const after = facts(done);
		expect(newsOf(facts(running), after)?.text).toContain('RFC 2616 is here, 412 KiB from alice');
		expect(newsOf(after, facts(done))).toBeUndefined();
		expect(newsOf(facts(), facts(running))).toBeUndefined();
	});

	it('say how far what came was checked', () => {
		const got = (verified: 'digest' | 'length' | 'none') =>
			newsOf(facts(), facts(download(1, 1, {kind: 'done', bytes: 1, seconds: 1, file: '/f', verified})))?.text;
		expect(got('digest')).toContain('SHA-256 right');
		expect(got('length')).toContain('only its length was checked');
		expect(got('none')).toContain('nothing could be checked');
	});

	it('tell once that a download has to wait, why, and what can be done', () => {
		const failure = {kind: 'peer-lacks', rfc: 7, from: 'erin'} as const;
		const waits = download(2, 7, {kind: 'waiting', received: 5, failure, retryAt: 9});
		expect(newsOf(facts(), facts(waits))?.text).toMatch(/^erin does not have RFC 7 any more.*r now, d drop/);
		expect(newsOf(facts(waits), facts({...waits}))).toBeUndefined();
	});

	it('are failures, with what to do, and new warnings', () => {
		const failure = {kind: 'peer-lacks', rfc: 7, from: 'erin'} as const;
		const failed = download(2, 7, {kind: 'failed', received: 0, failure});
		expect(newsOf(facts(), facts(failed))).toMatchObject({tone: 'bad'});
		const warned = {...facts(), warnings: [{kind: 'file-not-text', file: '/x/rfc1.txt'}]} as PeerFacts;
		expect(newsOf(facts(), warned)?.text).toContain('/x/rfc1.txt is not a text');
		expect(newsOf(warned, {...warned})).toBeUndefined();
	});
});

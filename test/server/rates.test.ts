import {describe, expect, it} from 'vitest';
import type {IndexPeer} from '../../source/server/index-peer.ts';
import {NamedPeer} from '../../source/server/named-peer.ts';
import {Notices} from '../../source/server/notices.ts';
import {Rates} from '../../source/server/rates.ts';

describe('rates', () => {
	const start = 1_800_000_000_000;

	it('count each of the last 30 full seconds, without the one that is not over', () => {
		const rates = new Rates();
		for (const at of [0, 500, 999, 1000, 3999]) rates.count(start + at);
		expect(rates.last(start + 3999).slice(-3)).toEqual([3, 1, 0]);
		const counts = rates.last(start + 4000);
		expect(counts).toHaveLength(30);
		expect(counts.slice(-4)).toEqual([3, 1, 0, 1]);
		expect(counts.slice(0, -4).every(count => count === 0)).toBe(true);
		expect(rates.total).toBe(5);
	});

	it('forget what is older, also after a long silence', () => {
		const rates = new Rates();
		rates.count(start);
		expect(rates.last(start + 30_000)[0]).toBe(1);
		expect(rates.last(start + 31_000)[0]).toBe(0);
		rates.count(start + 90_000_000);
		expect(rates.last(start + 90_001_000)).toEqual([...new Array(29).fill(0), 1]);
	});
});

describe('rates of amounts', () => {
	it('add up what came in each second', () => {
		const rates = new Rates();
		rates.count(5000, 300);
		rates.count(5999, 12);
		expect(rates.last(6000).at(-1)).toBe(312);
		expect(rates.total).toBe(312);
	});
});

describe('notices', () => {
	it('stay few, however many strangers come', () => {
		const notices = new Notices();
		for (let at = 0; at < 1000; at++) notices.stranger(`10.0.${at >> 8}.${at & 255}`, 'encrypted', at);
		notices.stranger('10.0.3.220', 'plain', 5000);
		const list = notices.list({unreachable: new Set<IndexPeer>(), failing: () => undefined});
		expect(list).toHaveLength(20);
		expect(list.at(-1)).toEqual({kind: 'stranger', how: 'plain', address: '10.0.3.220', time: 5000});
	});

	it('stay few, however many peers nobody can reach, and leave room for the other kinds', () => {
		const notices = new Notices();
		notices.stranger('10.0.0.9', 'encrypted', 1);
		const peers = Array.from({length: 30}, (_, at) => {
			const facts = {host: `peer-${at}`, address: '10.0.0.5', port: 6001 + at, version: '1.1', joined: 0} as const;
			return new NamedPeer(facts.host, facts);
		});
		const list = notices.list({
			unreachable: new Set(peers),
			failing: peer => (peer === peers[1] ? {because: 'refused', again: 0} : undefined),
		});
		const told = list.map(notice => (notice.kind === 'unreachable' ? `${notice.host} ${notice.because}` : notice.kind));
		expect(told.slice(0, 3)).toEqual(['peer-0 silent', 'peer-1 refused', 'peer-2 silent']);
		expect(told.slice(-2)).toEqual(['peer-19 silent', 'stranger']);
		expect(told).toHaveLength(21);
	});

	it('tell of a full port with the latest number, and the log once in 10 s', () => {
		const notices = new Notices();
		const nobody = {unreachable: new Set<IndexPeer>(), failing: () => undefined};
		expect(notices.list(nobody)).toEqual([]);
		expect([1000, 2000, 12_000, 22_001].map(time => notices.full(7, time))).toEqual([true, false, false, true]);
		expect(notices.list(nobody)).toEqual([{kind: 'full', connections: 7, time: 22_001}]);
	});
});

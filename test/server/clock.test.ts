import {afterEach, expect, it, vi} from 'vitest';
import {systemClock} from '../../source/server/clock.ts';
import {Tables} from '../../source/server/tables.ts';
import {IndexUnderTest, request} from './helpers/index-under-test.ts';

const hour = 3_600_000;

afterEach(() => {
	vi.restoreAllMocks();
});

it('a machine that slept, or whose clock was corrected, tells the date by its clock, and leases go on evenly', () => {
	const real = Date.now;
	for (const shift of [8 * hour, -8 * hour, 0]) {
		vi.spyOn(Date, 'now').mockImplementation(() => real() + shift);
		const before = systemClock.now();
		// Clocks are not compared for each of many messages.
		expect(Math.abs(systemClock.date(before - hour) - (real() - hour + shift))).toBeLessThan(10_000);
		expect(Math.abs(systemClock.date() - (real() + shift))).toBeLessThan(10_000);
		expect(systemClock.now() - before).toBeLessThan(10_000);
	}
});

it('what people read tells the date, with leases by the monotonic clock', async () => {
	const index = new IndexUnderTest();
	const line = index.connect();
	const join = request('JOIN PEER P2P-CI/1.1', {Host: 'bob', Port: 1});
	await line.ask(join);
	const joined = index.clock.now();
	await index.clock.pass(1000);
	index.clock.ahead = 8 * hour;
	const date = index.clock.now() + 8 * hour;
	const answer = await line.ask(request('LIST PEERS P2P-CI/1.1'));
	expect(answer).toContain(`"joined":"${new Date(joined).toISOString()}","seen":"${new Date(date).toISOString()}"`);
	expect(index.wire.last(1)).toMatchObject([{time: date}]);
	expect(await index.connect().ask(join)).toMatch(/joined 8 h ago.* join in 30 s/);
	await line.close();
	const tables = new Tables({engine: index.engine, defer: () => {}, later: () => () => {}, onProgress: () => {}});
	const {rows} = tables.peers({filter: '', offset: 0, limit: 1});
	expect(rows).toMatchObject([{joined, seen: date, presence: {kind: 'lease', until: date + 30_000}}]);
	await index.clock.pass(29_999);
	expect(index.engine.catalog.peers.size).toBe(1);
	await index.clock.pass(1);
	expect(index.engine.catalog.peers.size).toBe(0);
});

/** RFC 900001, section 4.11, on a clock that the test moves. */
import {describe, expect, it} from 'vitest';
import type {ProbeResult} from '../../source/net/probe.ts';
import {IndexUnderTest, type Line, request} from './helpers/index-under-test.ts';

const add = (line: Line, Host = 'bob', Port = 6002) =>
	line.ask(request('ADD RFC 1 P2P-CI/1.0', {Host, Port, Title: 'T'}));
const peers = (index: IndexUnderTest) => [...index.engine.catalog.peers].map(({facts}) => facts.host);
const times = (index: IndexUnderTest, start: number) => index.probes.map(({time}) => (time - start) / 1000);

/** An index that one peer has joined and lost its connection to. */
async function lost(result: ProbeResult) {
	const index = new IndexUnderTest();
	index.port = () => result;
	const line = index.connect();
	await add(line);
	const start = index.clock.now();
	await line.close();
	return {index, start};
}

describe('a 1.0 peer whose connection closed', () => {
	it('is removed at once with its records when its upload port refuses', async () => {
		const {index} = await lost('refused');
		expect(peers(index)).toEqual([]);
		expect(index.engine.catalog.records).toBe(0);
		expect(index.probes).toMatchObject([{address: '10.0.0.5', port: 6002}]);
		expect(index.events).toEqual([
			'bob: probe :6002 refused the connection',
			'bob: gone with 1 RFC: its upload port is closed',
		]);
	});

	it('is tried again 3 s after a silence of 2 s, and removed after a second one', async () => {
		const {index, start} = await lost('silent');
		await index.clock.pass(6900);
		expect(times(index, start)).toEqual([0, 5]);
		expect(peers(index)).toEqual(['bob']);
		await index.clock.pass(200);
		expect(peers(index)).toEqual([]);
		await index.clock.pass(100_000);
		expect(index.probes).toHaveLength(2);
	});

	it('stays while its upload port accepts: tried again after 1, 3, 10 and then every 30 s', async () => {
		const {index, start} = await lost('accepted');
		await index.clock.pass(80_000);
		expect(times(index, start)).toEqual([0, 1, 4, 14, 44, 74]);
		expect(peers(index)).toEqual(['bob']);
		index.port = () => 'refused';
		await index.clock.pass(30_000);
		expect(peers(index)).toEqual([]);
		expect(index.clock.timers).toBe(0);
	});

	it('is forgiven one silence between two answers', async () => {
		const {index, start} = await lost('accepted');
		index.port = () => 'silent';
		await index.clock.pass(4000);
		index.port = () => 'accepted';
		await index.clock.pass(20_000);
		expect(times(index, start)).toEqual([0, 1, 6, 9, 19]);
		expect(peers(index)).toEqual(['bob']);
	});

	it.each([
		['ADD', 'ADD RFC 2 P2P-CI/1.0'],
		['JOIN', 'JOIN PEER P2P-CI/1.0'],
		['REMOVE', 'REMOVE RFC 9 P2P-CI/1.0'],
	])('is tried no more when it says %s on another one, whose close counts then', async (_what, start) => {
		const {index} = await lost('accepted');
		const line = index.connect();
		await line.ask(request(start, {Host: 'bob', Port: 6002, Title: 'T'}));
		await index.clock.pass(600_000);
		expect(index.probes).toHaveLength(1);
		index.port = () => 'refused';
		await line.close();
		expect(peers(index)).toEqual([]);
	});

	it('is tried no more after it left', async () => {
		const {index} = await lost('accepted');
		await index.connect().ask(request('LEAVE PEER P2P-CI/1.0', {Host: 'bob', Port: 6002}));
		await index.clock.pass(600_000);
		expect(index.probes).toHaveLength(1);
	});

	it('is not tried for a connection that it no longer uses, or only asked on', async () => {
		const index = new IndexUnderTest();
		const [first, second, third] = [index.connect(), index.connect(), index.connect()];
		await add(first);
		await add(second);
		await third.ask(request('LOOKUP RFC 1 P2P-CI/1.0', {Host: 'bob', Port: 6002}));
		await first.close();
		await third.close();
		expect(index.probes).toEqual([]);
		await second.close();
		expect(index.probes).toHaveLength(1);
	});

	it('is tried where its connection came from, never at the Host that it sent', async () => {
		const index = new IndexUnderTest();
		const line = index.connect({from: '10.0.0.8'});
		await add(line, '192.0.2.1');
		await line.close();
		expect(index.probes).toMatchObject([{address: '10.0.0.8', port: 6002}]);
	});

	it('shares one try with all Hosts that claim its address and port', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		for (const host of ['a', 'b', 'c']) await add(line, host);
		await line.close();
		await index.clock.pass(14_500);
		expect(index.probes).toHaveLength(4);
		index.port = () => 'refused';
		await index.clock.pass(30_000);
		expect(index.probes).toHaveLength(5);
		expect(peers(index)).toEqual([]);
	});

	it('gets its own time to answer when another Host at its port was silent before', async () => {
		const index = new IndexUnderTest();
		index.port = () => 'silent';
		const [first, second] = [index.connect(), index.connect()];
		await add(first, 'a');
		await add(second, 'b');
		await first.close();
		await index.clock.pass(4000);
		await second.close();
		await index.clock.pass(1500);
		expect(peers(index)).toEqual(['a', 'b']);
		await index.clock.pass(10_000);
		expect(peers(index)).toEqual([]);
	});

	it('is not judged by what was tried for another Host at its port before its own time', async () => {
		const index = new IndexUnderTest();
		const [first, second] = [index.connect(), index.connect()];
		index.port = () => 'accepted';
		await add(first, 'a');
		await add(second, 'b');
		const start = index.clock.now();
		await second.close();
		await index.clock.pass(20_000);
		index.port = () => 'silent';
		await first.close();
		await index.clock.pass(10_000);
		expect(times(index, start)).toEqual([0, 1, 4, 14, 20, 25]);
		expect(peers(index)).toEqual(['b']);
		await index.clock.pass(30_000);
		expect(times(index, start).slice(6)).toEqual([44, 49]);
		expect(peers(index)).toEqual([]);
	});

	it('does not trouble the server when it closes the connection of a 1.1 peer', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await line.ask(request('JOIN PEER P2P-CI/1.1', {Host: 'bob', Port: 1}));
		await line.close();
		expect(index.probes).toHaveLength(1);
		expect(peers(index)).toEqual(['bob']);
	});
});

describe('tries of upload ports', () => {
	it('are at most 50 in any second', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		for (let port = 1; port <= 400; port++) await add(line, 'bob', port);
		await line.close();
		await index.clock.pass(30_000);
		const all = index.probes.map(({time}) => time);
		expect(all.length).toBeGreaterThan(400);
		for (const start of all) {
			expect(all.filter(time => time >= start && time < start + 1000).length).toBeLessThanOrEqual(50);
		}
	});

	it('are made for nobody who has left before his turn came', async () => {
		const index = new IndexUnderTest();
		index.port = () => 'accepted';
		const line = index.connect();
		for (let port = 1; port <= 1000; port++) {
			await line.ask(request('JOIN PEER P2P-CI/1.1', {Host: 'bob', Port: port}));
			await line.ask(request('LEAVE PEER P2P-CI/1.1', {Host: 'bob'}));
		}
		for (let port = 2000; port < 2100; port++) {
			const lost = index.connect();
			await add(lost, 'carol', port);
			await lost.close();
			await index.connect().ask(request('LEAVE PEER P2P-CI/1.0', {Host: 'carol', Port: port}));
		}
		await index.connect().ask(request('JOIN PEER P2P-CI/1.1', {Host: 'alice', Port: 5000}));
		await index.clock.pass(1100);
		expect(index.probes.at(-1)?.port).toBe(5000);
		await index.clock.pass(60_000);
		expect(index.probes.length).toBeLessThan(60);
	});

	it('go to each address in its turn, however many ports one has', async () => {
		const index = new IndexUnderTest();
		const [crowd, single] = [index.connect(), index.connect({from: '10.0.0.6'})];
		for (let port = 1; port <= 500; port++) await add(crowd, 'bob', port);
		await add(single, 'carol');
		const start = index.clock.now();
		await crowd.close();
		await single.close();
		await index.clock.pass(2000);
		const carol = index.probes.find(({address}) => address === '10.0.0.6');
		expect(carol?.time).toBeLessThanOrEqual(start + 1000);
	});
});

/** What the operator can do to peers. */
import {beforeEach, describe, expect, it} from 'vitest';
import type {IndexPeer} from '../../source/server/index-peer.ts';
import {IndexUnderTest, type Line, request} from './helpers/index-under-test.ts';

let index: IndexUnderTest;

beforeEach(() => {
	index = new IndexUnderTest();
});

const join11 = (line: Line, host: string, port = 1) =>
	line.ask(request('JOIN PEER P2P-CI/1.1', {Host: host, Port: port}));
const add10 = (line: Line, host: string, rfc: number) =>
	line.ask(request(`ADD RFC ${rfc} P2P-CI/1.0`, {Host: host, Port: 1, Title: 'T'}));

function peerNamed(host: string): IndexPeer {
	for (const peer of index.engine.catalog.peers) if (peer.facts.host === host) return peer;
	throw new Error(`${host} is not here`);
}

const hosts = () => [...index.engine.catalog.peers].map(({facts}) => facts.host);

describe('a peer that is disconnected', () => {
	it('goes with all its records, its connection closes, and whoever watches is told', async () => {
		const [carol, watcher] = [index.connect(), index.connect()];
		await join11(carol, 'carol');
		await carol.ask(request('ADD RFC 5 P2P-CI/1.1', {Host: 'carol', Title: 'Five'}));
		const since = index.engine.catalog.generation;
		await watcher.send(request('WATCH CHANGES P2P-CI/1.1', {Since: since}));
		watcher.read();
		index.engine.operator.disconnect(peerNamed('carol'));
		await index.clock.pass(0);
		expect(hosts()).toEqual([]);
		expect(index.engine.catalog.records).toBe(0);
		expect(carol.ended).toBe(true);
		expect(watcher.ended).toBe(false);
		expect(watcher.read()).toMatch(/^{"event":"peer-left","generation":"\w+-3","host":"carol"[^\n]*\n$/);
		expect(index.events).toContain('carol: disconnected by the operator, with 1 RFC');
		await carol.close();
		expect(index.wire.last(1)).toMatchObject([{party: 'carol', summary: 'closed'}]);
	});

	it('may join again at once, under its name, with nothing of what it had', async () => {
		const line = index.connect();
		const token = (await join11(line, 'carol')).match(/Token: (\S+)/)?.[1] ?? '';
		await line.ask(request('ADD RFC 5 P2P-CI/1.1', {Host: 'carol', Title: 'Five'}));
		index.engine.operator.disconnect(peerNamed('carol'));
		await line.close();
		const again = await index.connect().ask(request('JOIN PEER P2P-CI/1.1', {Host: 'carol', Port: 1, Token: token}));
		expect(again).toMatch(/^P2P-CI\/1\.1 200 /);
		expect(again.match(/Token: (\S+)/)?.[1]).not.toBe(token);
		expect(index.engine.catalog.records).toBe(0);
		await index.clock.pass(20_000);
		expect(hosts()).toEqual(['carol']);
	});

	it('of 1.0 leaves the connection that it shares with others to them', async () => {
		const line = index.connect();
		for (const host of ['a', 'b']) await add10(line, host, 1);
		index.engine.operator.disconnect(peerNamed('a'));
		expect([hosts(), line.ended]).toEqual([['b'], false]);
		index.engine.operator.disconnect(peerNamed('b'));
		expect([hosts(), line.ended]).toEqual([[], true]);
	});

	it('of 1.0 without a connection is not tried any more', async () => {
		const line = index.connect();
		await add10(line, 'a', 1);
		await line.close();
		index.engine.operator.disconnect(peerNamed('a'));
		const before = index.probes.length;
		await index.clock.pass(60_000);
		expect([hosts(), index.probes.length]).toEqual([[], before]);
	});
});

describe('a try of an upload port that the operator asks for', () => {
	it('is made at once, counts for what is known of the peer, and sets the time of the next one', async () => {
		index.port = () => 'refused';
		await join11(index.connect(), 'erin', 6005);
		await index.clock.pass(10_000);
		expect(index.engine.reachability.unreachable.size).toBe(1);
		index.port = () => 'accepted';
		const result = index.engine.operator.probe(peerNamed('erin'));
		await index.clock.pass(0);
		expect(await result).toBe('accepted');
		expect(peerNamed('erin').reachable).toBe(true);
		const {length} = index.probes;
		await index.clock.pass(25_000);
		expect(index.probes).toHaveLength(length);
	});

	it('never counts as silence before its time, and takes out a 1.0 peer whose port is closed', async () => {
		const line = index.connect();
		await add10(line, 'a', 1);
		await line.close();
		await index.clock.pass(0);
		index.port = () => 'silent';
		for (let press = 0; press < 3; press++) void index.engine.operator.probe(peerNamed('a'));
		await index.clock.pass(900);
		expect(hosts()).toEqual(['a']);
		index.port = () => 'refused';
		await index.clock.pass(1200);
		const result = index.engine.operator.probe(peerNamed('a'));
		await index.clock.pass(0);
		expect(await result).toBe('refused');
		expect(hosts()).toEqual([]);
	});

	it('is one try however often it is asked for, and is told for a peer that nothing is wrong with', async () => {
		await add10(index.connect(), 'a', 1);
		index.port = () => 'silent';
		const results = [1, 2, 3].map(() => index.engine.operator.probe(peerNamed('a')));
		await index.clock.pass(2000);
		expect(await Promise.all(results)).toEqual(['silent', 'silent', 'silent']);
		expect(index.probes).toHaveLength(1);
		expect(hosts()).toEqual(['a']);
		expect(index.events).toContain('a: probe :1 did not answer');
	});
});

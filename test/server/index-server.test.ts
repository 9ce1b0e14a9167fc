/** The whole index server, over real connections. */
import {afterEach, describe, expect, it} from 'vitest';
import {type IndexServer, type IndexServerOptions, startIndexServer} from '../../source/server/index-server.ts';
import {Changes} from '../helpers/changes.ts';
import {unusedPort} from '../helpers/ports.ts';
import {RawClient} from '../helpers/raw-client.ts';
import {FakeClock} from './helpers/fake-clock.ts';
import {readAnswer, request} from './helpers/index-under-test.ts';

const open: {close(): Promise<void>}[] = [];

afterEach(async () => {
	while (open.length > 0) await open.pop()?.close();
});

async function start(options: Partial<IndexServerOptions> = {}): Promise<IndexServer> {
	const server = await startIndexServer({
		host: '127.0.0.1',
		port: 0,
		probe: async () => 'accepted',
		...options,
	});
	open.push(server);
	return server;
}

async function client(server: IndexServer): Promise<RawClient> {
	const raw = await RawClient.connect({port: server.facts().port});
	open.push(raw);
	return raw;
}

/** Resolves when something holds; the server says when to look again. */
async function until(server: IndexServer, holds: () => boolean): Promise<void> {
	const changes = new Changes();
	const stop = server.subscribe(() => changes.notify());
	try {
		await changes.until({
			find: () => (holds() ? true : undefined),
			timeout: 30_000,
			late: () => new Error('it never held'),
			ended: () => new Error('it never held'),
		});
	} finally {
		stop();
	}
}

const addRequest = (rfc: number, Title = 'T') => request(`ADD RFC ${rfc} P2P-CI/1.0`, {Host: 'bob', Port: 6002, Title});
const listRequest = request('LIST ALL P2P-CI/1.0', {Host: 'bob'});

/** Fills an index over the wire. */
async function fill(server: IndexServer, records: number, title: string): Promise<RawClient> {
	const raw = await client(server);
	const adds = Array.from({length: records}, (_, index) => addRequest(index + 1, title));
	// Some at a time, so that patience is for few of them.
	while (adds.length > 0) {
		await raw.send(adds.splice(0, 5000).join('') + request('LIST ALL P2P-CI/2.0'));
		await raw.readThrough('Not Supported\r\n\r\n\r\n');
	}
	return raw;
}

describe('an index server', () => {
	it('answers pipelined requests of both versions in their order', async () => {
		const raw = await client(await start());
		await raw.send(
			[
				addRequest(2),
				request('LOOKUP RFC 9 P2P-CI/1.0', {Host: 'bob'}),
				request('JOIN PEER P2P-CI/1.1', {Host: 'carol', Port: 1}),
				request('RENEW PEER P2P-CI/1.1', {Host: 'carol'}),
				listRequest,
				'NONSENSE\r\n\r\n',
				request('LIST ALL P2P-CI/2.0', {Host: 'bob'}),
			].join(''),
		);
		raw.halfClose();
		const answers = (await raw.readUntilClose())
			.replace(/Token: [\w-]+/, 'Token: …')
			.replace(/Generation: \w+-/, 'Generation: …-');
		expect(answers).toBe(
			[
				'P2P-CI/1.0 200 OK\r\n\r\nRFC 2 T bob 6002\r\n\r\n',
				'P2P-CI/1.0 404 Not Found\r\n\r\n\r\n',
				'P2P-CI/1.1 200 OK\r\nToken: …\r\nLease: 30\r\nAddress: 127.0.0.1\r\nServer: p2pci\r\nGeneration: …-3\r\nContent-Length: 0\r\n\r\n',
				'P2P-CI/1.1 200 OK\r\nLease: 30\r\nReachable: ?1\r\nContent-Length: 0\r\n\r\n',
				'P2P-CI/1.0 200 OK\r\n\r\nRFC 2 T bob 6002\r\n\r\n',
				'P2P-CI/1.0 400 Bad Request\r\n\r\n\r\n',
				'P2P-CI/1.0 505 P2P-CI Version Not Supported\r\n\r\n\r\n',
			].join(''),
		);
	});

	it('answers others in between, when requests of one that take long come all at once', async () => {
		const server = await start();
		const [mover, other] = [await client(server), await client(server)];
		const join = (port: number) => request('JOIN PEER P2P-CI/1.1', {Host: 'bob', Port: port});
		const adds = Array.from({length: 5000}, (_, at) =>
			request(`ADD RFC ${at + 1} P2P-CI/1.1`, {Host: 'bob', Title: 'T'}),
		);
		await mover.send([join(1), ...adds, request('LIST ALL P2P-CI/2.0')].join(''));
		await mover.readThrough('Not Supported\r\n\r\n\r\n');
		// Each moves bob with all his records.
		const moves = Array.from({length: 50}, (_, at) => join(at + 2));
		const sent = Promise.all([mover.send(moves.join('')), other.send(request('LOOKUP RFC 9999 P2P-CI/1.1'))]);
		await other.readThrough('404 Not Found');
		expect(mover.pending.split('200 OK').length - 1).toBeLessThan(25);
		await sent;
	});

	it('tells its facts, and says when they change', async () => {
		const server = await start();
		expect(server.facts()).toMatchObject({host: '127.0.0.1', peers: 0, rfcs: 0, records: 0, messages: 0, notices: []});
		const raw = await client(server);
		await raw.send(addRequest(1) + addRequest(2));
		await until(server, () => server.facts().records === 2);
		expect(server.facts()).toMatchObject({peers: 1, rfcs: 2, records: 2, messages: 2});
		expect(server.facts().rates).toHaveLength(30);
		expect(server.rfcs({filter: '', offset: 0, limit: 9}).rows.map(({rfc}) => rfc)).toEqual([1, 2]);
	});

	it('listens at all addresses and tells the one that others use', async () => {
		const server = await start({host: '::'});
		expect(server.facts().host).toMatch(/^[\d.]+$|^[\da-f:]+$/);
		expect(['::', '0.0.0.0']).not.toContain(server.facts().host);
		const raw = await client(server);
		await raw.send(request('JOIN PEER P2P-CI/1.1', {Host: 'bob', Port: 1}));
		expect(readAnswer(await raw.readThrough('\r\n\r\n')).field('Address')).toBe('127.0.0.1');
	});

	it('names those whom nobody can reach, and strangers who speak TLS', async () => {
		const server = await start({probe: async () => 'refused'});
		const [named, stranger] = [await client(server), await client(server)];
		await named.send(request('JOIN PEER P2P-CI/1.1', {Host: 'erin', Port: 6005}));
		await stranger.send(Buffer.from([0x16, 3, 1, 0]));
		await until(server, () => server.facts().notices.length === 2);
		expect(server.facts().notices).toMatchObject([
			{kind: 'unreachable', host: 'erin', address: '127.0.0.1', port: 6005, rfcs: 0},
			{kind: 'stranger', how: 'encrypted', address: '127.0.0.1'},
		]);
		const events = server.wire.last(10).filter(({direction}) => direction === 'event');
		const speaks = 'speaks TLS, which this open port does not';
		expect(events.map(({party, summary}) => [party, summary])).toContainEqual(['127.0.0.1', speaks]);
	});

	it('tells each change of the index to who wants to know', async () => {
		const told: string[] = [];
		const server = await start({
			onChange: ({event, generation, host, port, version, record}) =>
				told.push([event, generation.replace(/.*-/, ''), host, port, version, record?.rfc, record?.title].join(' ')),
		});
		const raw = await client(server);
		await raw.send(addRequest(7) + addRequest(7, 'U') + request('LEAVE PEER P2P-CI/1.0', {Host: 'bob', Port: 6002}));
		await until(server, () => told.length === 4);
		expect(told).toEqual([
			'peer-joined 1 bob 6002 1.0  ',
			'rfc-added 2 bob 6002 1.0 7 T',
			'rfc-changed 3 bob 6002 1.0 7 U',
			'peer-left 4 bob 6002 1.0  ',
		]);
	});

	it('says that it is full, once for many who are turned away', async () => {
		const server = await start({maxConnections: 1});
		const raw = await client(server);
		await raw.send(addRequest(1));
		await raw.readThrough('6002\r\n\r\n');
		for (let more = 0; more < 3; more++) await (await client(server)).closed();
		expect(server.facts().notices).toMatchObject([{kind: 'full', connections: 1}]);
		const events = server.wire.last(9).filter(({direction}) => direction === 'event');
		expect(events.map(({summary}) => summary)).toEqual(['all 1 connections are taken']);
	});

	it('takes a peer whose connection broke out of the index when its port refuses', async () => {
		const server = await start({probe: async () => 'refused'});
		const raw = await client(server);
		await raw.send(addRequest(1));
		await until(server, () => server.facts().records === 1);
		raw.reset();
		await until(server, () => server.facts().peers === 0);
		expect(server.facts().records).toBe(0);
	});

	it('closes while connections are open and answers are on their way', async () => {
		const server = await start({port: await unusedPort()});
		const raw = await fill(server, 5000, 'T'.repeat(500));
		await raw.send(listRequest.repeat(50));
		await server.close();
		await raw.closed();
		await expect(RawClient.connect({port: server.facts().port})).rejects.toThrow();
	});
});

describe('the log of messages', () => {
	it('has each request and its answer, tokens masked, told apart by exchange', async () => {
		const server = await start();
		const raw = await client(server);
		await raw.send(request('JOIN PEER P2P-CI/1.1', {Host: 'bob', Port: 1, Token: 'secret-from-before'}));
		const granted = readAnswer(await raw.readThrough('\r\n\r\n')).field('Token') ?? 'none';
		await raw.send(`\r\n${request('LOOKUP RFC 7 P2P-CI/1.0', {Host: 'bob'})}`);
		await raw.readThrough('\r\n\r\n\r\n');
		const messages = server.wire.last(10).filter(({direction}) => direction !== 'event');
		expect(messages.map(({direction, party, summary, status}) => [direction, party, summary, status])).toEqual([
			['received', 'bob', 'JOIN PEER P2P-CI/1.1', undefined],
			['sent', 'bob', 'OK', 200],
			['received', 'bob', 'LOOKUP RFC 7 P2P-CI/1.0', undefined],
			['sent', 'bob', 'Not Found', 404],
		]);
		const [asked, answered, lookup, missing] = messages;
		expect(answered?.exchange).toBe(asked?.id);
		expect(missing?.exchange).toBe(lookup?.id);
		expect(missing?.text).toBe('P2P-CI/1.0 404 Not Found\r\n\r\n\r\n');
		expect(missing?.bytes).toBe(30);
		expect(missing?.duration).toBeGreaterThanOrEqual(0);
		expect(missing?.duration).toBeLessThan(60_000);
		expect(asked?.text).toContain('Token: ****\r\n');
		expect(JSON.stringify(messages)).not.toMatch(/secret/);
		expect(JSON.stringify(messages)).not.toContain(granted);
	});

	it('tells what happened beside messages: tries of ports, connections that closed', async () => {
		const server = await start({probe: async () => 'refused'});
		const raw = await client(server);
		await raw.send(addRequest(1));
		await raw.readThrough('\r\n\r\n');
		await raw.close();
		await until(server, () => server.facts().peers === 0);
		const events = server.wire.last(10).filter(({direction}) => direction === 'event');
		expect(events.map(({party, summary, trouble}) => [`${party}: ${summary}`, trouble])).toEqual([
			['bob: closed', undefined],
			['bob: probe :6002 refused the connection', true],
			['bob: gone with 1 RFC: its upload port is closed', true],
		]);
	});
});

describe('a LIST of 50,000 records', () => {
	const records = 50_000;
	const title = 'A title of the usual length, more or less, as they are';

	it('comes whole and in order', async () => {
		const server = await start();
		const raw = await fill(server, records, title);
		await raw.send(listRequest);
		raw.halfClose();
		const lines = (await raw.readUntilClose(30_000)).split('\r\n');
		expect(lines.length).toBe(records + 4);
		for (let rfc = 1; rfc <= records; rfc++) {
			if (lines[rfc + 1] !== `RFC ${rfc} ${title} bob 6002`) throw new Error(`wrong line: ${lines[rfc + 1]}`);
		}
	});

	it('counts requests and bytes of each second, both ways', async () => {
		const clock = new FakeClock();
		const server = await start({clock});
		const raw = await client(server);
		const asked = listRequest.repeat(3);
		await raw.send(asked);
		raw.halfClose();
		const answered = await raw.readUntilClose();
		await clock.pass(1000);
		const {rates, byteRates} = server.facts();
		expect(rates.at(-1)).toBe(3);
		expect(byteRates.at(-1)).toBe(asked.length + answered.length);
	});
});

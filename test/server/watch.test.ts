/** WATCH CHANGES (RFC 900002). */
import {describe, expect, it} from 'vitest';
import {settled} from './helpers/fake-clock.ts';
import {IndexUnderTest, type Line, request} from './helpers/index-under-test.ts';

type Event = Readonly<Record<string, unknown>>;

async function events(line: Line): Promise<Event[]> {
	await settled();
	await settled();
	return line
		.read()
		.split('\n')
		.filter(text => text !== '')
		.map(text => JSON.parse(text));
}

/** A watching connection, its head read. */
async function watch(index: IndexUnderTest, fields: Readonly<Record<string, string>> = {}, ends = {}) {
	const line = index.connect(ends);
	await line.send(request('WATCH CHANGES P2P-CI/1.1', fields));
	const text = line.read();
	const end = text.indexOf('\r\n\r\n') + 4;
	const first = text.slice(end);
	return {
		line,
		head: text.slice(0, end),
		first:
			first === ''
				? []
				: first
						.trimEnd()
						.split('\n')
						.map(each => JSON.parse(each)),
	};
}

const join = (line: Line, Host: string) => line.ask(request('JOIN PEER P2P-CI/1.1', {Host, Port: 1}));
const add = (line: Line, Host: string, rfc: number, Title = 'T') =>
	line.ask(request(`ADD RFC ${rfc} P2P-CI/1.1`, {Host, Title}));

describe('a watcher', () => {
	it('is told each change with its generation, as it happens', async () => {
		const index = new IndexUnderTest();
		const {line, head} = await watch(index);
		const {epoch} = index.engine.catalog;
		expect(head).toBe(`P2P-CI/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nGeneration: ${epoch}-0\r\n\r\n`);
		const bob = index.connect();
		await join(bob, 'bob');
		await add(bob, 'bob', 7, 'Seven');
		await add(bob, 'bob', 7, '7');
		await bob.ask(request('REMOVE RFC 7 P2P-CI/1.1', {Host: 'bob'}));
		await bob.ask(request('LEAVE PEER P2P-CI/1.1', {Host: 'bob'}));
		const time = new Date(index.clock.now()).toISOString();
		const peer = {host: 'bob', address: '10.0.0.5', port: 1, rfcs: 0, version: '1.1', joined: time, seen: time};
		const record = {rfc: 7, host: 'bob', address: '10.0.0.5', port: 1};
		expect(await events(line)).toEqual([
			{event: 'peer-joined', generation: `${epoch}-1`, ...peer},
			{event: 'rfc-added', generation: `${epoch}-2`, title: 'Seven', ...record},
			{event: 'rfc-changed', generation: `${epoch}-3`, title: '7', ...record},
			{event: 'rfc-removed', generation: `${epoch}-4`, title: '7', ...record},
			{event: 'peer-left', generation: `${epoch}-5`, ...peer, reachable: true},
		]);
	});

	it('is told what came after the generation that it knows, and then goes on', async () => {
		const index = new IndexUnderTest();
		const bob = index.connect();
		await join(bob, 'bob');
		const Since = index.engine.catalog.generation;
		await add(bob, 'bob', 1);
		const {line, first} = await watch(index, {Since});
		expect(first.map(({event, rfc}) => [event, rfc])).toEqual([['rfc-added', 1]]);
		await add(bob, 'bob', 2);
		expect((await events(line)).map(({event, rfc}) => [event, rfc])).toEqual([['rfc-added', 2]]);
	});

	it('must list again when its generation is of another epoch, still to come, or too long ago', async () => {
		const index = new IndexUnderTest({maxChanges: 5});
		const bob = index.connect();
		await join(bob, 'bob');
		for (let rfc = 1; rfc <= 5; rfc++) await add(bob, 'bob', rfc);
		const {epoch, generation, number: now} = index.engine.catalog;
		for (const Since of ['other-1', `${epoch}-${now + 1}`, `${epoch}-${now - 6}`]) {
			expect((await watch(index, {Since})).first).toEqual([{event: 'resync', generation}]);
		}
		expect((await watch(index, {Since: `${epoch}-${now - 5}`})).first).toHaveLength(5);
		const {line, first} = await watch(index, {Since: `"${epoch}-${now}"`});
		expect(first).toEqual([]);
		await add(bob, 'bob', 1, 'Another');
		expect((await events(line)).map(({event}) => event)).toEqual(['rfc-changed']);
	});

	it('that does not read costs nothing, and must list again when it has missed too much', async () => {
		const index = new IndexUnderTest({maxChanges: 50});
		const {line} = await watch(index);
		const bob = index.connect();
		let read = () => {};
		line.reading = new Promise(resolve => {
			read = resolve;
		});
		await join(bob, 'bob');
		await events(line);
		for (let rfc = 1; rfc <= 100; rfc++) await add(bob, 'bob', rfc);
		await index.clock.pass(60_000);
		expect(await events(line)).toEqual([]);
		line.reading = undefined;
		read();
		const [resync, heartbeat, ...more] = await events(line);
		expect(resync?.event).toBe('resync');
		expect(heartbeat?.event).toBe('heartbeat');
		expect(more).toEqual([]);
	});

	it('is told each record of a peer that moves, unless those are more than are kept', async () => {
		const index = new IndexUnderTest({maxChanges: 50});
		const bob = index.connect();
		await join(bob, 'bob');
		for (let rfc = 1; rfc <= 49; rfc++) await add(bob, 'bob', rfc);
		const {line} = await watch(index);
		const before = index.engine.catalog.number;
		await bob.ask(request('JOIN PEER P2P-CI/1.1', {Host: 'bob', Port: 7003}));
		const told = await events(line);
		expect(told.map(({event, rfc, port}) => [event, rfc, port])).toEqual([
			['peer-joined', undefined, 7003],
			...Array.from({length: 49}, (_, at) => ['rfc-changed', at + 1, 7003]),
		]);
		expect(told.at(-1)?.generation).toBe(index.engine.catalog.generation);
		expect(index.engine.catalog.number).toBe(before + 50);
		await add(bob, 'bob', 50);
		await events(line);
		await bob.ask(request('JOIN PEER P2P-CI/1.1', {Host: 'bob', Port: 7004}));
		expect(await events(line)).toEqual([{event: 'resync', generation: index.engine.catalog.generation}]);
		await add(bob, 'bob', 51);
		expect((await events(line)).map(({event, rfc, port}) => [event, rfc, port])).toEqual([['rfc-added', 51, 7004]]);
	});

	it('hears a heartbeat every 15 s', async () => {
		const index = new IndexUnderTest();
		const {line} = await watch(index);
		const {generation} = index.engine.catalog;
		await index.clock.pass(14_900);
		expect(await events(line)).toEqual([]);
		await index.clock.pass(200);
		expect(await events(line)).toEqual([{event: 'heartbeat', generation}]);
		await index.clock.pass(15_000);
		expect(await events(line)).toEqual([{event: 'heartbeat', generation}]);
	});

	it('hears it as often as the server is told to send it', async () => {
		const index = new IndexUnderTest({heartbeatMs: 50});
		const {line} = await watch(index);
		await index.clock.pass(160);
		expect((await events(line)).map(({event}) => event)).toEqual(['heartbeat', 'heartbeat', 'heartbeat']);
	});

	it('gets nothing else on its connection, and is forgotten when that closes', async () => {
		const index = new IndexUnderTest();
		const {line} = await watch(index);
		expect(await line.ask(request('LIST ALL P2P-CI/1.1'))).toBe('');
		await line.close();
		await index.clock.pass(60_000);
		expect(line.read()).toBe('');
		expect(index.clock.timers).toBe(0);
	});

	it('on another machine is told addresses that work there', async () => {
		const index = new IndexUnderTest();
		const {line} = await watch(index, {}, {from: '10.0.0.5', to: '10.0.0.1'});
		await join(index.connect({from: '127.0.0.1', to: '127.0.0.1'}), 'bob');
		expect((await events(line))[0]).toMatchObject({host: 'bob', address: '10.0.0.1'});
	});

	it.each(['', 'k3f9', 'k3f9-', '-7', 'k3f9-x'])('with Since %j is told 400', async Since => {
		const {head} = await watch(new IndexUnderTest(), {Since});
		expect(head).toMatch(/^P2P-CI\/1\.1 400 Bad Request\r\n/);
	});
});

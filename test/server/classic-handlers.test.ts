/** RFC 900001, section 4, row by row: a request as text in, the whole answer out. */
import {describe, expect, it} from 'vitest';
import {IndexUnderTest, type Line, request} from './helpers/index-under-test.ts';

const bob = {Host: 'bob', Port: 6002};
const notFound = 'P2P-CI/1.0 404 Not Found\r\n\r\n\r\n';
const badRequest = 'P2P-CI/1.0 400 Bad Request\r\n\r\n\r\n';
const empty = 'P2P-CI/1.0 200 OK\r\n\r\n\r\n';
const lines = (...records: readonly string[]) =>
	`P2P-CI/1.0 200 OK\r\n\r\n${records.map(record => `RFC ${record}\r\n`).join('')}\r\n`;

const add = (line: Line, rfc: number, fields: Readonly<Record<string, string | number>> = bob, Title = 'T') =>
	line.ask(request(`ADD RFC ${rfc} P2P-CI/1.0`, {...fields, Title}));
const list = (line: Line) => line.ask(request('LIST ALL P2P-CI/1.0', {Host: 'who'}));
const lookup = (line: Line, rfc: number) => line.ask(request(`LOOKUP RFC ${rfc} P2P-CI/1.0`, {Host: 'who'}));

describe('a 1.0 peer', () => {
	it('adds an RFC and is told the record', async () => {
		const line = new IndexUnderTest().connect();
		expect(await add(line, 2616, bob, 'Hypertext Transfer Protocol')).toBe(
			lines('2616 Hypertext Transfer Protocol bob 6002'),
		);
	});

	it('that adds an RFC a second time changes its title and makes no second record', async () => {
		const line = new IndexUnderTest().connect();
		await add(line, 1);
		expect(await add(line, 1, bob, 'Another')).toBe(lines('1 Another bob 6002'));
		expect(await list(line)).toBe(lines('1 Another bob 6002'));
	});

	it('joins by an ADD, by a JOIN, and by a second JOIN that changes nothing', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await add(line, 1);
		expect(index.engine.catalog.peers.size).toBe(1);
		expect(await line.ask(request('JOIN PEER P2P-CI/1.0', bob))).toBe(empty);
		expect(await line.ask(request('JOIN PEER P2P-CI/1.0', bob))).toBe(empty);
		expect(index.engine.catalog.peers.size).toBe(1);
		expect(await list(line)).toBe(lines('1 T bob 6002'));
	});

	it('takes one RFC back, and is told 404 when it does not share it', async () => {
		const line = new IndexUnderTest().connect();
		await add(line, 1);
		const remove = request('REMOVE RFC 1 P2P-CI/1.0', bob);
		expect(await line.ask(remove)).toBe(lines('1 T bob 6002'));
		expect(await line.ask(remove)).toBe(notFound);
		expect(await list(line)).toBe(empty);
	});

	it('leaves with all its records, and is told 404 when it is not here', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await add(line, 1);
		await add(line, 2);
		const leave = request('LEAVE PEER P2P-CI/1.0', bob);
		expect(await line.ask(leave)).toBe(empty);
		expect(await line.ask(leave)).toBe(notFound);
		expect(await list(line)).toBe(empty);
		expect(index.engine.catalog.peers.size).toBe(0);
	});

	it('is told who has an RFC in the order of hosts, then ports, and 404 when nobody has', async () => {
		const line = new IndexUnderTest().connect();
		await add(line, 7, {Host: 'carol', Port: 1});
		await add(line, 7, {Host: 'bob', Port: 20});
		await add(line, 7, {Host: 'bob', Port: 3});
		expect(await lookup(line, 7)).toBe(lines('7 T bob 3', '7 T bob 20', '7 T carol 1'));
		expect(await lookup(line, 8)).toBe(notFound);
	});

	it('lists every record by number, then host; an empty index is no error', async () => {
		const line = new IndexUnderTest().connect();
		expect(await list(line)).toBe(empty);
		await add(line, 10, {Host: 'alice', Port: 1});
		await add(line, 9);
		await add(line, 10);
		expect(await list(line)).toBe(lines('9 T bob 6002', '10 T alice 1', '10 T bob 6002'));
	});

	it('that only asks joins nobody', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await lookup(line, 1);
		await list(line);
		await line.ask(request('LIST ALL P2P-CI/1.0', {...bob}));
		expect(index.engine.catalog.peers.size).toBe(0);
		expect(line.joined).toBe(false);
	});

	it.each([
		['ADD without Host', 'ADD RFC 1', {Port: 1, Title: 'T'}],
		['ADD without Port', 'ADD RFC 1', {Host: 'b', Title: 'T'}],
		['ADD without Title', 'ADD RFC 1', {Host: 'b', Port: 1}],
		['an empty Title', 'ADD RFC 1', {Host: 'b', Port: 1, Title: ''}],
		['a Title of 1,025 characters', 'ADD RFC 1', {Host: 'b', Port: 1, Title: 't'.repeat(1025)}],
		['a Host with a space', 'ADD RFC 1', {Host: 'b b', Port: 1, Title: 'T'}],
		['a Host of 256 characters', 'JOIN PEER', {Host: 'h'.repeat(256), Port: 1}],
		['port 0', 'JOIN PEER', {Host: 'b', Port: 0}],
		['port 65536', 'JOIN PEER', {Host: 'b', Port: 65_536}],
		['a Port that is no number', 'JOIN PEER', {Host: 'b', Port: 'x'}],
		['JOIN without Port', 'JOIN PEER', {Host: 'b'}],
		['LEAVE without Host', 'LEAVE PEER', {Port: 1}],
		['REMOVE without Port', 'REMOVE RFC 1', {Host: 'b'}],
		['LOOKUP without Host', 'LOOKUP RFC 1', {}],
		['LOOKUP with a wrong Port', 'LOOKUP RFC 1', {Host: 'b', Port: '70000'}],
		['LIST without Host', 'LIST ALL', {}],
		['RENEW, a method of 1.1', 'RENEW PEER', {Host: 'b', Port: 1}],
		['LIST PEERS, of 1.1', 'LIST PEERS', {Host: 'b'}],
		['GET, of upload servers', 'GET RFC 1', {Host: 'b'}],
		['a method with the target of another', 'ADD ALL', {Host: 'b', Port: 1, Title: 'T'}],
	])('gets 400 for %s, and nothing has changed', async (_what, start, fields) => {
		const index = new IndexUnderTest();
		const line = index.connect();
		expect(await line.ask(request(`${start} P2P-CI/1.0`, fields))).toBe(badRequest);
		expect(index.engine.catalog.number).toBe(0);
	});

	it('may leave optional fields empty', async () => {
		const line = new IndexUnderTest().connect();
		await add(line, 1);
		expect(await line.ask(request('LOOKUP RFC 1 P2P-CI/1.0', {Host: 'b', Port: '', Title: ''}))).toBe(
			lines('1 T bob 6002'),
		);
	});

	it('cannot be harmed from another address, whatever Host and Port is sent there', async () => {
		const index = new IndexUnderTest();
		const [mine, other] = [index.connect(), index.connect({from: '10.0.0.6'})];
		await add(mine, 1);
		expect(await other.ask(request('REMOVE RFC 1 P2P-CI/1.0', bob))).toBe(notFound);
		expect(await other.ask(request('LEAVE PEER P2P-CI/1.0', bob))).toBe(notFound);
		await add(other, 1, bob, 'Mine');
		expect(await list(mine)).toBe(lines('1 T bob 6002', '1 Mine bob 6002'));
	});

	it('shares nothing with a 1.1 peer that has its Host for a name', async () => {
		const index = new IndexUnderTest();
		const [named, classic] = [index.connect(), index.connect()];
		await named.ask(request('JOIN PEER P2P-CI/1.1', bob));
		await named.ask(request('ADD RFC 1 P2P-CI/1.1', {Host: 'bob', Title: 'Named'}));
		expect(await classic.ask(request('LEAVE PEER P2P-CI/1.0', bob))).toBe(notFound);
		await add(classic, 1);
		expect(await list(classic)).toBe(lines('1 Named 10.0.0.5 6002', '1 T bob 6002'));
		await classic.ask(request('LEAVE PEER P2P-CI/1.0', bob));
		expect(await list(classic)).toBe(lines('1 Named 10.0.0.5 6002'));
	});

	it('is one of at most 4,096 from one address', async () => {
		const index = new IndexUnderTest({maxClassicPeersPerAddress: 2});
		const line = index.connect();
		for (const Port of [1, 2]) expect(await line.ask(request('JOIN PEER P2P-CI/1.0', {Host: 'b', Port}))).toBe(empty);
		const third = request('JOIN PEER P2P-CI/1.0', {Host: 'b', Port: 3});
		expect(await line.ask(third)).toBe(badRequest);
		expect(await index.connect({from: '10.0.0.6'}).ask(third)).toBe(empty);
		await line.ask(request('LEAVE PEER P2P-CI/1.0', {Host: 'b', Port: 1}));
		expect(await line.ask(third)).toBe(empty);
	});
});

describe('a place that means the server’s machine', () => {
	const local = {from: '127.0.0.1', to: '127.0.0.1'};

	it.each(['127.0.0.1', 'localhost', 'LocalHost', '::1', '127.8.0.1', '::ffff:127.0.0.1'])(
		'(%s) is given to another machine as the address at which it reached the server',
		async Host => {
			const index = new IndexUnderTest();
			await add(index.connect(local), 1, {Host, Port: 6002});
			expect(await lookup(index.connect({to: '10.0.0.1'}), 1)).toBe(lines('1 T 10.0.0.1 6002'));
			expect(await lookup(index.connect({to: '192.168.7.1'}), 1)).toBe(lines('1 T 192.168.7.1 6002'));
			expect(await list(index.connect({to: 'fd00::1'}))).toBe(lines('1 T fd00::1 6002'));
		},
	);

	it('is given on this machine as it was sent', async () => {
		const index = new IndexUnderTest();
		await add(index.connect(local), 1, {Host: 'localhost', Port: 6002});
		expect(await lookup(index.connect(local), 1)).toBe(lines('1 T localhost 6002'));
		expect(await lookup(index.connect({from: '10.0.0.1', to: '10.0.0.1'}), 1)).toBe(lines('1 T localhost 6002'));
	});

	it('takes its part in the order as it is shown', async () => {
		const index = new IndexUnderTest();
		await add(index.connect(local), 1, {Host: '127.0.0.1', Port: 9});
		await add(index.connect(), 1, {Host: '10.0.0.0', Port: 1});
		expect(await lookup(index.connect({to: '10.0.0.1'}), 1)).toBe(lines('1 T 10.0.0.0 1', '1 T 10.0.0.1 9'));
		expect(await lookup(index.connect({to: '0.0.0.1'}), 1)).toBe(lines('1 T 0.0.0.1 9', '1 T 10.0.0.0 1'));
	});
});

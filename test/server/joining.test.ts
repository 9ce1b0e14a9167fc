/** Joining, leases and reachability in RFC 900002: a request as text in, the whole answer out. */
import {describe, expect, it} from 'vitest';
import {
	askNamed,
	type FieldValues,
	IndexUnderTest,
	joinAs,
	type Line,
	readAnswer,
	request,
} from './helpers/index-under-test.ts';

const tokenOf = async (line: Line, Host: string): Promise<string> => (await joinAs(line, Host)).field('Token') ?? '';
const hosts = async (line: Line) => (await askNamed(line, 'LIST PEERS')).lines.map(({host}) => host);

const ok = 'P2P-CI/1.1 200 OK';
const unauthorized = 'P2P-CI/1.1 401 Unauthorized';
const badRequest = 'P2P-CI/1.1 400 Bad Request';

describe('JOIN', () => {
	it('gives a Token, the lease, the address as seen, and the generation', async () => {
		const index = new IndexUnderTest({software: 'p2pci/9.9'});
		const answer = await joinAs(index.connect(), 'bob');
		expect(answer.status).toBe(ok);
		expect(answer.field('Token')).toMatch(/^[\w-]{16,}$/);
		expect(answer.field('Lease')).toBe('30');
		expect(answer.field('Address')).toBe('10.0.0.5');
		expect(answer.field('Server')).toBe('p2pci/9.9');
		expect(answer.field('Generation')).toBe(index.engine.catalog.generation);
		expect(answer.field('Generation')).toMatch(/^[\da-z]+-1$/);
	});

	it('gives everybody another Token', async () => {
		const index = new IndexUnderTest();
		const tokens = await Promise.all(['a', 'b', 'c'].map(host => tokenOf(index.connect(), host)));
		expect(new Set(tokens).size).toBe(3);
	});

	it('of a name that a live peer has is 409, in a sentence, with the time to wait', async () => {
		const index = new IndexUnderTest();
		await joinAs(index.connect(), 'bob');
		await joinAs(index.connect(), 'bob-2');
		await index.clock.pass(12_000);
		for (const more of [{}, {Token: 'wrong'}]) {
			const answer = await joinAs(index.connect(), 'bob', more);
			expect(answer.status).toBe('P2P-CI/1.1 409 Conflict');
			expect(answer.field('Content-Type')).toBe('application/problem+json');
			expect(answer.field('Retry-After')).toBe('18');
			expect(answer.lines[0]).toEqual({
				title: 'Conflict',
				status: 409,
				detail:
					'bob is taken by a peer that joined 12 s ago: choose another name, for instance bob-3, or, if that was you and it crashed, join in 18 s.',
				joined: 12,
				lease: 18,
			});
		}
	});

	it('of a taken name comes with a free one that may be used, also where many like it are taken', async () => {
		const index = new IndexUnderTest();
		const freeFor = async (host: string) => {
			const {detail} = (await joinAs(index.connect(), host)).lines[0] ?? {};
			return /for instance (\S+),/.exec(String(detail))?.[1] ?? '';
		};
		await joinAs(index.connect(), 'bob');
		const line = index.connect();
		for (let number = 2; number <= 100; number++) await joinAs(line, `bob-${number}`);
		const free = await freeFor('bob');
		expect(free).toMatch(/^bob-[\da-f]{6}$/);
		expect((await joinAs(index.connect(), free)).status).toBe(ok);
		const longest = 'é'.repeat(255);
		await joinAs(index.connect(), longest);
		expect((await joinAs(index.connect(), await freeFor(longest))).status).toBe(ok);
	});

	it('with its Token takes a peer back with its records, at its new place', async () => {
		const index = new IndexUnderTest();
		const first = index.connect();
		const Token = await tokenOf(first, 'bob');
		await askNamed(first, 'ADD RFC 1', {Host: 'bob', Title: 'T'});
		await first.close();
		const second = index.connect({from: '10.0.0.77'});
		const answer = await joinAs(second, 'bob', {Token, Port: 7000});
		expect(answer.status).toBe(ok);
		expect(answer.field('Token')).toBe(Token);
		expect((await askNamed(second, 'LOOKUP RFC 1')).lines).toEqual([
			{rfc: 1, title: 'T', host: 'bob', address: '10.0.0.77', port: 7000},
		]);
	});

	it.each([
		[3000, '3'],
		[100, '1'],
	])('does not move %i records again and again', async (records, seconds) => {
		const index = new IndexUnderTest();
		const line = index.connect();
		const Token = await tokenOf(line, 'bob');
		const [bob] = index.engine.catalog.peers;
		for (let rfc = 1; bob && rfc <= records; rfc++) index.engine.catalog.add(bob, rfc, {title: 'T'});
		const moved = (Port: number) => joinAs(line, 'bob', {Token, Port});
		expect((await moved(7001)).status).toBe(ok);
		const before = index.engine.catalog.number;
		const refused = await moved(7002);
		expect(refused.status).toBe('P2P-CI/1.1 429 Too Many Requests');
		expect(refused.field('Retry-After')).toBe(seconds);
		expect(index.engine.catalog.number).toBe(before);
		expect((await moved(7001)).status).toBe(ok);
		await index.clock.pass(records);
		expect((await moved(7002)).status).toBe(ok);
		expect((await askNamed(line, 'LOOKUP RFC 7')).lines).toMatchObject([{host: 'bob', port: 7002}]);
	});

	it('again on the same connection needs no Token and gives a new one', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		const first = await tokenOf(line, 'bob');
		const second = await tokenOf(line, 'bob');
		expect(second).toMatch(/^[\w-]{16,}$/);
		expect(second).not.toBe(first);
		const other = index.connect();
		expect((await askNamed(other, 'RENEW PEER', {Host: 'bob', Token: first})).status).toBe(unauthorized);
		expect((await askNamed(other, 'RENEW PEER', {Host: 'bob', Token: second})).status).toBe(ok);
	});

	it('of a free name with a Token from earlier gives a new Token', async () => {
		const answer = await joinAs(new IndexUnderTest().connect(), 'bob', {Token: 'from-another-life'});
		expect(answer.status).toBe(ok);
		expect(answer.field('Token')).not.toBe('from-another-life');
	});

	it('believes an Address only where the server is told to', async () => {
		const Address = '203.0.113.9';
		expect((await joinAs(new IndexUnderTest().connect(), 'bob', {Address})).field('Address')).toBe('10.0.0.5');
		const trusting = new IndexUnderTest({trustAddresses: true});
		expect((await joinAs(trusting.connect(), 'bob', {Address})).field('Address')).toBe(Address);
	});

	it.each<[string, FieldValues]>([
		['no Host', {Port: 1}],
		['no Port', {Host: 'bob'}],
		['a Host with white space', {Host: 'b b', Port: 1}],
		['port 0', {Host: 'bob', Port: 0}],
		['port 65536', {Host: 'bob', Port: 65_536}],
	])('with %s is 400 and says why', async (_what, fields) => {
		const answer = await askNamed(new IndexUnderTest().connect(), 'JOIN PEER', fields);
		expect(answer.status).toBe(badRequest);
		expect(answer.field('Content-Type')).toBe('application/problem+json');
		expect(answer.lines[0]).toMatchObject({title: 'Bad Request', status: 400, detail: expect.stringMatching(/\.$/)});
	});
});

describe('a peer is proven', () => {
	const proofs: readonly [string, FieldValues][] = [
		['RENEW PEER', {}],
		['ADD RFC 1', {Title: 'T'}],
		['REMOVE RFC 1', {}],
		['LEAVE PEER', {}],
	];

	it.each(proofs)('for %s by its connection or by its Token, and by nothing else', async (start, more) => {
		const index = new IndexUnderTest();
		const own = index.connect();
		const Token = await tokenOf(own, 'bob');
		await askNamed(own, 'ADD RFC 1', {Host: 'bob', Title: 'T'});
		const other = index.connect();
		expect((await askNamed(other, start, {Host: 'bob', ...more})).status).toBe(unauthorized);
		expect((await askNamed(other, start, {Host: 'bob', Token: `${Token}x`, ...more})).status).toBe(unauthorized);
		expect((await askNamed(other, start, {Host: 'carol', Token, ...more})).status).toBe(unauthorized);
		expect(other.joined).toBe(false);
		expect((await askNamed(other, start, {Host: 'bob', Token, ...more})).status).toBe(ok);
		expect(other.joined).toBe(true);
		if (start !== 'LEAVE PEER') expect(await hosts(other)).toEqual(['bob']);
	});

	it.each(proofs)('for %s after its fields were found right', async (start, more) => {
		const line = new IndexUnderTest().connect();
		expect((await askNamed(line, start, more)).status).toBe(badRequest);
		expect((await askNamed(line, start, {Host: 'b b', ...more})).status).toBe(badRequest);
		expect((await askNamed(line, start, {Host: 'bob', ...more})).status).toBe(unauthorized);
	});

	it('no more on the connection of a name that it has left to somebody else', async () => {
		const index = new IndexUnderTest();
		const [first, second] = [index.connect(), index.connect()];
		await joinAs(first, 'bob');
		await askNamed(first, 'LEAVE PEER', {Host: 'bob'});
		await joinAs(second, 'bob');
		expect((await askNamed(first, 'ADD RFC 1', {Host: 'bob', Title: 'T'})).status).toBe(unauthorized);
	});
});

describe('a lease', () => {
	it('ends when nothing comes for 30 s, and the name is free', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await joinAs(line, 'bob');
		await askNamed(line, 'ADD RFC 1', {Host: 'bob', Title: 'T'});
		await index.clock.pass(29_900);
		expect(index.engine.catalog.records).toBe(1);
		await index.clock.pass(200);
		expect(index.engine.catalog.peers.size).toBe(0);
		expect(index.engine.catalog.records).toBe(0);
		expect(index.events.at(-1)).toBe('bob: gone with 1 RFC: its lease ended');
		expect((await askNamed(line, 'RENEW PEER', {Host: 'bob'})).status).toBe(unauthorized);
		expect((await joinAs(index.connect(), 'bob')).status).toBe(ok);
	});

	it('does not end while the server is stopped, but once it has read what came meanwhile', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await joinAs(line, 'bob');
		await joinAs(index.connect(), 'silent');
		index.clock.stop(60_000);
		await index.clock.pass(0);
		expect((await askNamed(line, 'RENEW PEER', {Host: 'bob'})).status).toBe(ok);
		await index.clock.pass(1000);
		expect(await hosts(index.connect())).toEqual(['bob']);
	});

	it.each([
		['RENEW', 'RENEW PEER P2P-CI/1.1', {Host: 'bob'}],
		['a LOOKUP that says nothing of it', 'LOOKUP RFC 1 P2P-CI/1.1', {}],
		['a bad request', 'NONSENSE', {}],
	])('is renewed on its connection by %s', async (_what, start, fields) => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await joinAs(line, 'bob');
		await index.clock.pass(20_000);
		await line.ask(request(start, fields));
		await index.clock.pass(29_000);
		expect(await hosts(index.connect())).toEqual(['bob']);
		await index.clock.pass(1100);
		expect(await hosts(index.connect())).toEqual([]);
	});

	it.each(['\r\n', 'LOOKUP RFC 1'])('is renewed on its connection by what is no whole request: %j', async text => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await joinAs(line, 'bob');
		await index.clock.pass(20_000);
		await line.send(text);
		await index.clock.pass(29_000);
		expect(await hosts(index.connect())).toEqual(['bob']);
		await index.clock.pass(1100);
		expect(await hosts(index.connect())).toEqual([]);
	});

	it('is renewed on other connections by the Token alone', async () => {
		const index = new IndexUnderTest();
		const Token = await tokenOf(index.connect(), 'bob');
		await index.clock.pass(20_000);
		await askNamed(index.connect(), 'LIST ALL', {Host: 'bob', Token});
		await index.clock.pass(20_000);
		expect(await hosts(index.connect())).toEqual(['bob']);
		await askNamed(index.connect(), 'LIST ALL', {Host: 'bob', Token: 'x'});
		await index.clock.pass(10_100);
		expect(await hosts(index.connect())).toEqual([]);
	});

	it('outlives the connection by its whole length, counted from what came last', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await joinAs(line, 'bob');
		await index.clock.pass(20_000);
		await askNamed(line, 'LOOKUP RFC 1');
		await line.close();
		await index.clock.pass(29_000);
		expect(await hosts(index.connect())).toEqual(['bob']);
		await index.clock.pass(1100);
		expect(await hosts(index.connect())).toEqual([]);
	});

	it('of thousands of peers takes one timer', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		index.port = () => 'refused';
		for (let number = 0; number < 2000; number++) await joinAs(line, `p${number}`, {Port: 1 + (number % 9)});
		await index.clock.pass(1000);
		expect(index.clock.timers).toBeLessThanOrEqual(2);
	});
});

describe('Reachable', () => {
	it('says whether the upload port could be connected to when it was last tried', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		index.port = (_address, port) => (port === 1 ? 'accepted' : 'refused');
		await joinAs(line, 'bob', {Port: 1});
		await joinAs(line, 'carol', {Port: 2});
		expect((await askNamed(line, 'RENEW PEER', {Host: 'bob'})).field('Reachable')).toBe('?1');
		expect((await askNamed(line, 'RENEW PEER', {Host: 'carol'})).field('Reachable')).toBe('?0');
	});

	it('is waited for by RENEW while the first try runs', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		index.port = () => 'silent';
		await joinAs(line, 'bob');
		await line.send(request('RENEW PEER P2P-CI/1.1', {Host: 'bob'}));
		await index.clock.pass(1900);
		expect(line.read()).toBe('');
		await index.clock.pass(200);
		expect(readAnswer(line.read()).field('Reachable')).toBe('?0');
	});

	it('is left out when the try has to wait for its turn', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		index.port = () => 'silent';
		for (let port = 1; port <= 200; port++) await joinAs(line, `p${port}`, {Port: port});
		await line.send(request('RENEW PEER P2P-CI/1.1', {Host: 'p200'}));
		await index.clock.pass(2300);
		const answer = readAnswer(line.read());
		expect(answer.status).toBe(ok);
		expect(answer.field('Reachable')).toBeUndefined();
	});

	it('is tried every 5 minutes, every 30 s while it fails', async () => {
		const index = new IndexUnderTest({leaseMs: 3_600_000});
		const start = index.clock.now();
		let result: 'accepted' | 'refused' = 'accepted';
		index.port = () => result;
		await joinAs(index.connect(), 'bob');
		await index.clock.pass(299_000);
		result = 'refused';
		await index.clock.pass(62_000);
		result = 'accepted';
		await index.clock.pass(700_000);
		expect(index.probes.map(({time}) => (time - start) / 1000)).toEqual([0, 300, 330, 360, 390, 690, 990]);
	});

	it('is not known of a new place before that is tried', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		index.port = (_address, port) => (port === 1 ? 'accepted' : 'silent');
		await joinAs(line, 'bob', {Port: 1});
		await index.clock.pass(100);
		await joinAs(line, 'bob', {Port: 2});
		expect((await askNamed(line, 'LIST PEERS')).lines[0]).not.toHaveProperty('reachable');
		await index.clock.pass(2100);
		expect((await askNamed(line, 'LIST PEERS')).lines[0]).toMatchObject({port: 2, reachable: false});
		expect([...index.engine.reachability.unreachable].map(({facts}) => facts.port)).toEqual([2]);
		await joinAs(line, 'bob', {Port: 1});
		await index.clock.pass(100);
		expect(index.engine.reachability.unreachable.size).toBe(0);
	});

	it('is tried at the address that the connection came from', async () => {
		const index = new IndexUnderTest();
		await joinAs(index.connect({from: '10.0.0.9'}), 'bob', {Address: '10.9.9.9'});
		expect(index.probes).toMatchObject([{address: '10.0.0.9', port: 6002}]);
	});
});

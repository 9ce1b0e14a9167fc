/** PROTOCOL.md 3, row by row: a request as text in, the whole answer out. */
import {describe, expect, it} from 'vitest';
import {IndexUnderTest, type Line, readAnswer, request} from './helpers/index-under-test.ts';

type Values = Readonly<Record<string, string | number>>;

const ask = async (line: Line, start: string, fields: Values = {}) =>
	readAnswer(await line.ask(request(`${start} P2P-CI/1.1`, fields)));
const joinAs = (line: Line, Host: string, more: Values = {}) => ask(line, 'JOIN PEER', {Host, Port: 6002, ...more});
const tokenOf = async (line: Line, Host: string): Promise<string> => (await joinAs(line, Host)).field('Token') ?? '';
const hosts = async (line: Line) => (await ask(line, 'LIST PEERS')).lines.map(({host}) => host);

const ok = 'P2P-CI/1.1 200 OK';
const unauthorized = 'P2P-CI/1.1 401 Unauthorized';
const badRequest = 'P2P-CI/1.1 400 Bad Request';
const digest = `sha-256=:${'A'.repeat(43)}=:`;

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
					'bob is taken by a peer that joined 12 s ago. Choose another name, for instance bob-3. If that was you and it crashed, the name is free in 18 s.',
				joined: 12,
				lease: 18,
			});
		}
	});

	it('with its Token takes a peer back with its records, at its new place', async () => {
		const index = new IndexUnderTest();
		const first = index.connect();
		const Token = await tokenOf(first, 'bob');
		await ask(first, 'ADD RFC 1', {Host: 'bob', Title: 'T'});
		await first.close();
		const second = index.connect({from: '10.0.0.77'});
		const answer = await joinAs(second, 'bob', {Token, Port: 7000});
		expect(answer.status).toBe(ok);
		expect(answer.field('Token')).toBe(Token);
		expect((await ask(second, 'LOOKUP RFC 1')).lines).toEqual([
			{rfc: 1, title: 'T', host: 'bob', address: '10.0.0.77', port: 7000},
		]);
	});

	it('again on the same connection needs no Token and gives a new one', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		const first = await tokenOf(line, 'bob');
		const second = await tokenOf(line, 'bob');
		expect(second).toMatch(/^[\w-]{16,}$/);
		expect(second).not.toBe(first);
		const other = index.connect();
		expect((await ask(other, 'RENEW PEER', {Host: 'bob', Token: first})).status).toBe(unauthorized);
		expect((await ask(other, 'RENEW PEER', {Host: 'bob', Token: second})).status).toBe(ok);
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

	it.each<[string, Values]>([
		['no Host', {Port: 1}],
		['no Port', {Host: 'bob'}],
		['a Host with white space', {Host: 'b b', Port: 1}],
		['port 0', {Host: 'bob', Port: 0}],
		['port 65536', {Host: 'bob', Port: 65_536}],
	])('with %s is 400 and says why', async (_what, fields) => {
		const answer = await ask(new IndexUnderTest().connect(), 'JOIN PEER', fields);
		expect(answer.status).toBe(badRequest);
		expect(answer.field('Content-Type')).toBe('application/problem+json');
		expect(answer.lines[0]).toMatchObject({title: 'Bad Request', status: 400, detail: expect.stringMatching(/\.$/)});
	});
});

describe('a peer is proven', () => {
	const proofs: readonly [string, Values][] = [
		['RENEW PEER', {}],
		['ADD RFC 1', {Title: 'T'}],
		['REMOVE RFC 1', {}],
		['LEAVE PEER', {}],
	];

	it.each(proofs)('for %s by its connection or by its Token, and by nothing else', async (start, more) => {
		const index = new IndexUnderTest();
		const own = index.connect();
		const Token = await tokenOf(own, 'bob');
		await ask(own, 'ADD RFC 1', {Host: 'bob', Title: 'T'});
		const other = index.connect();
		expect((await ask(other, start, {Host: 'bob', ...more})).status).toBe(unauthorized);
		expect((await ask(other, start, {Host: 'bob', Token: `${Token}x`, ...more})).status).toBe(unauthorized);
		expect((await ask(other, start, {Host: 'carol', Token, ...more})).status).toBe(unauthorized);
		expect((await ask(other, start, {Host: 'bob', Token, ...more})).status).toBe(ok);
		if (start !== 'LEAVE PEER') expect(await hosts(other)).toEqual(['bob']);
	});

	it.each(proofs)('for %s after its fields were found right', async (start, more) => {
		const line = new IndexUnderTest().connect();
		expect((await ask(line, start, more)).status).toBe(badRequest);
		expect((await ask(line, start, {Host: 'b b', ...more})).status).toBe(badRequest);
		expect((await ask(line, start, {Host: 'bob', ...more})).status).toBe(unauthorized);
	});

	it('no more on the connection of a name that it has left to somebody else', async () => {
		const index = new IndexUnderTest();
		const [first, second] = [index.connect(), index.connect()];
		await joinAs(first, 'bob');
		await ask(first, 'LEAVE PEER', {Host: 'bob'});
		await joinAs(second, 'bob');
		expect((await ask(first, 'ADD RFC 1', {Host: 'bob', Title: 'T'})).status).toBe(unauthorized);
	});
});

describe('ADD', () => {
	it('keeps what it is told and gives it to everybody', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await joinAs(line, 'bob');
		const fields = {
			Host: 'bob',
			Title: 'HTTP/1.1',
			Size: 422_279,
			'Repr-Digest': `sha-512=:AAAA:, ${digest}`,
			'Last-Modified': 'Sun, 21 Jan 2001 09:23:46 GMT',
		};
		const answer = await ask(line, 'ADD RFC 2616', fields);
		expect(answer.status).toBe(ok);
		expect(answer.body).toBe('');
		expect((await ask(index.connect(), 'LOOKUP RFC 2616')).body).toBe(
			`{"rfc":2616,"title":"HTTP/1.1","host":"bob","address":"10.0.0.5","port":6002,"size":422279,"digest":"${digest}","modified":"2001-01-21T09:23:46Z"}\n`,
		);
	});

	it('takes the obsolete forms of an HTTP-date too', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await joinAs(line, 'bob');
		for (const date of ['Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994']) {
			await ask(line, 'ADD RFC 1', {Host: 'bob', Title: date, 'Last-Modified': date});
			const [record] = (await ask(line, 'LOOKUP RFC 1')).lines;
			expect(record).toMatchObject({title: date, modified: '1994-11-06T08:49:37Z'});
		}
	});

	it.each<[string, Values]>([
		['no Title', {}],
		['a Size that is no number', {Title: 'T', Size: '1e3'}],
		['a negative Size', {Title: 'T', Size: -1}],
		['a digest without colons', {Title: 'T', 'Repr-Digest': 'sha-256=abc'}],
		['a digest of another length', {Title: 'T', 'Repr-Digest': 'sha-256=:AAAA:'}],
		['a date that is none', {Title: 'T', 'Last-Modified': 'yesterday'}],
		['a day that is none', {Title: 'T', 'Last-Modified': 'Sun, 31 Feb 2001 09:23:46 GMT'}],
	])('with %s is 400 and changes nothing', async (_what, fields) => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await joinAs(line, 'bob');
		expect((await ask(line, 'ADD RFC 1', {Host: 'bob', ...fields})).status).toBe(badRequest);
		expect(index.engine.catalog.records).toBe(0);
	});

	it('that says nothing new makes no generation', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await joinAs(line, 'bob');
		for (const Title of ['T', 'T', 'T ']) await ask(line, 'ADD RFC 1', {Host: 'bob', Title});
		expect(index.engine.catalog.number).toBe(2);
	});
});

describe('REMOVE and LOOKUP', () => {
	it('are 404 when there is nothing', async () => {
		const line = new IndexUnderTest().connect();
		await joinAs(line, 'bob');
		expect((await ask(line, 'REMOVE RFC 1', {Host: 'bob'})).status).toBe('P2P-CI/1.1 404 Not Found');
		expect((await ask(line, 'LOOKUP RFC 1')).status).toBe('P2P-CI/1.1 404 Not Found');
	});
});

describe('LIST ALL', () => {
	async function filled(records: number, options: ConstructorParameters<typeof IndexUnderTest>[0] = {}) {
		const index = new IndexUnderTest(options);
		const line = index.connect();
		await joinAs(line, 'bob');
		for (let rfc = 1; rfc <= records; rfc++) await ask(line, `ADD RFC ${rfc}`, {Host: 'bob', Title: `Ünïcode ${rfc}`});
		return {index, line};
	}
	const numbers = async (line: Line, fields: Values) => (await ask(line, 'LIST ALL', fields)).lines.map(({rfc}) => rfc);

	it('pages by Offset and Limit, with the generation as ETag and the Total', async () => {
		const {index, line} = await filled(5);
		const answer = await ask(line, 'LIST ALL', {Offset: 1, Limit: 2});
		expect(answer.lines.map(({rfc}) => rfc)).toEqual([2, 3]);
		expect(answer.field('ETag')).toBe(`"${index.engine.catalog.generation}"`);
		expect(answer.field('Total')).toBe('5');
		expect(answer.field('Content-Type')).toBe('application/x-ndjson');
		expect(await numbers(line, {Offset: '004'})).toEqual([5]);
		expect(await numbers(line, {Offset: 99})).toEqual([]);
		expect(await numbers(line, {Limit: 0})).toEqual([]);
		expect(await numbers(line, {})).toEqual([1, 2, 3, 4, 5]);
	});

	it('gives no more than the limit of the server', async () => {
		const {line} = await filled(5, {maxListRecords: 3});
		expect(await numbers(line, {})).toEqual([1, 2, 3]);
		expect(await numbers(line, {Limit: 100, Offset: 1})).toEqual([2, 3, 4]);
	});

	it('has the right length when it is sent in pieces', async () => {
		const {line} = await filled(2500);
		expect(await numbers(line, {})).toEqual(Array.from({length: 2500}, (_, index) => index + 1));
	});

	it('is 304 without a body while nothing has changed', async () => {
		const {index, line} = await filled(1);
		const tag = `"${index.engine.catalog.generation}"`;
		for (const match of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
			const answer = await ask(line, 'LIST ALL', {'If-None-Match': match});
			expect([answer.status, answer.body]).toEqual(['P2P-CI/1.1 304 Not Modified', '']);
			expect(answer.field('ETag')).toBe(tag);
		}
		expect((await ask(line, 'LIST ALL', {'If-None-Match': '"other"'})).status).toBe(ok);
		await ask(line, 'ADD RFC 9', {Host: 'bob', Title: 'T'});
		expect((await ask(line, 'LIST ALL', {'If-None-Match': tag})).status).toBe(ok);
	});

	it.each<Values>([{Offset: 'x'}, {Offset: -1}, {Limit: ''}, {Limit: '1.5'}])('with %o is 400', async fields => {
		const line = new IndexUnderTest().connect();
		expect((await ask(line, 'LIST ALL', fields)).status).toBe(badRequest);
		expect((await ask(line, 'LIST PEERS', fields)).status).toBe(badRequest);
	});

	it('gives peers of the server’s machine at an address that works for who asks', async () => {
		const index = new IndexUnderTest();
		const local = index.connect({from: '127.0.0.1', to: '127.0.0.1'});
		await joinAs(local, 'bob');
		await ask(local, 'ADD RFC 1', {Host: 'bob', Title: 'T'});
		const away = index.connect({to: '10.0.0.1'});
		for (const start of ['LIST ALL', 'LIST PEERS', 'LOOKUP RFC 1']) {
			expect((await ask(away, start)).lines[0]?.address).toBe('10.0.0.1');
			expect((await ask(local, start)).lines[0]?.address).toBe('127.0.0.1');
		}
	});
});

describe('LIST PEERS', () => {
	it('tells all about peers of both versions, by host', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await joinAs(line, 'carol', {OS: 'Linux 6', 'User-Agent': 'p2pci/1'});
		await line.ask(request('ADD RFC 1 P2P-CI/1.0', {Host: 'bob', Port: 7, Title: 'T'}));
		await index.clock.pass(2000);
		const answer = await ask(line, 'LIST PEERS');
		const start = new Date(index.clock.now() - 2000).toISOString();
		const now = new Date(index.clock.now()).toISOString();
		const address = '10.0.0.5';
		expect(answer.lines).toEqual([
			{host: 'bob', address, port: 7, rfcs: 1, version: '1.0', joined: start, seen: now},
			{
				host: 'carol',
				address,
				port: 6002,
				rfcs: 0,
				version: '1.1',
				reachable: true,
				os: 'Linux 6',
				agent: 'p2pci/1',
				joined: start,
				seen: now,
			},
		]);
		expect(answer.field('Total')).toBe('2');
		expect(answer.field('ETag')).toBe(`"${index.engine.catalog.generation}"`);
		expect((await ask(line, 'LIST PEERS', {Offset: 1, Limit: 1})).lines.map(({host}) => host)).toEqual(['carol']);
	});

	it('has the right length when it is sent in pieces', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		for (let number = 100; number < 900; number++) await joinAs(line, `peer-${number}`, {OS: 'Ω'});
		expect((await ask(line, 'LIST PEERS')).lines).toHaveLength(800);
	});
});

describe('a lease', () => {
	it('ends when nothing comes for 30 s, and the name is free', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await joinAs(line, 'bob');
		await ask(line, 'ADD RFC 1', {Host: 'bob', Title: 'T'});
		await index.clock.pass(29_900);
		expect(index.engine.catalog.records).toBe(1);
		await index.clock.pass(200);
		expect(index.engine.catalog.peers.size).toBe(0);
		expect(index.engine.catalog.records).toBe(0);
		expect(index.events.at(-1)).toBe('bob: gone with 1 RFCs: its lease ended');
		expect((await ask(line, 'RENEW PEER', {Host: 'bob'})).status).toBe(unauthorized);
		expect((await joinAs(index.connect(), 'bob')).status).toBe(ok);
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

	it('is renewed on other connections by the Token alone', async () => {
		const index = new IndexUnderTest();
		const Token = await tokenOf(index.connect(), 'bob');
		await index.clock.pass(20_000);
		await ask(index.connect(), 'LIST ALL', {Host: 'bob', Token});
		await index.clock.pass(20_000);
		expect(await hosts(index.connect())).toEqual(['bob']);
		await ask(index.connect(), 'LIST ALL', {Host: 'bob', Token: 'x'});
		await index.clock.pass(10_100);
		expect(await hosts(index.connect())).toEqual([]);
	});

	it('outlives the connection by its whole length, counted from what came last', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await joinAs(line, 'bob');
		await index.clock.pass(20_000);
		await ask(line, 'LOOKUP RFC 1');
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
		expect((await ask(line, 'RENEW PEER', {Host: 'bob'})).field('Reachable')).toBe('?1');
		expect((await ask(line, 'RENEW PEER', {Host: 'carol'})).field('Reachable')).toBe('?0');
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
		expect((await ask(line, 'LIST PEERS')).lines[0]).not.toHaveProperty('reachable');
		await index.clock.pass(2100);
		expect((await ask(line, 'LIST PEERS')).lines[0]).toMatchObject({port: 2, reachable: false});
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

describe('what is no request of 1.1', () => {
	it.each(['GET RFC 1', 'HEAD RFC 1', 'ADD ALL', 'LIST RFC 1', 'JOIN ALL'])(
		'is 400 with a sentence: %s',
		async start => {
			const answer = await ask(new IndexUnderTest().connect(), start, {Host: 'bob', Port: 1, Title: 'T'});
			expect(answer.status).toBe(badRequest);
			expect(answer.lines[0]?.detail).toMatch(/\.$/);
		},
	);
});

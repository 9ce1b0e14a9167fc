/** The records and lists of RFC 900002: a request as text in, the whole answer out. */
import {describe, expect, it} from 'vitest';
import {askNamed, type FieldValues, IndexUnderTest, joinAs, type Line, request} from './helpers/index-under-test.ts';

const ok = 'P2P-CI/1.1 200 OK';
const badRequest = 'P2P-CI/1.1 400 Bad Request';
const digest = `sha-256=:${'A'.repeat(43)}=:`;

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
		const answer = await askNamed(line, 'ADD RFC 2616', fields);
		expect(answer.status).toBe(ok);
		expect(answer.body).toBe('');
		expect((await askNamed(index.connect(), 'LOOKUP RFC 2616')).body).toBe(
			`{"rfc":2616,"title":"HTTP/1.1","host":"bob","address":"10.0.0.5","port":6002,"size":422279,"digest":"${digest}","modified":"2001-01-21T09:23:46Z"}\n`,
		);
	});

	it('takes the obsolete forms of an HTTP-date too', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await joinAs(line, 'bob');
		for (const date of ['Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994']) {
			await askNamed(line, 'ADD RFC 1', {Host: 'bob', Title: date, 'Last-Modified': date});
			const [record] = (await askNamed(line, 'LOOKUP RFC 1')).lines;
			expect(record).toMatchObject({title: date, modified: '1994-11-06T08:49:37Z'});
		}
	});

	it.each<[string, FieldValues]>([
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
		expect((await askNamed(line, 'ADD RFC 1', {Host: 'bob', ...fields})).status).toBe(badRequest);
		expect(index.engine.catalog.records).toBe(0);
	});

	it('that says nothing new makes no generation', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		await joinAs(line, 'bob');
		for (const Title of ['T', 'T', 'T ']) await askNamed(line, 'ADD RFC 1', {Host: 'bob', Title});
		expect(index.engine.catalog.number).toBe(2);
	});
});

describe('REMOVE and LOOKUP', () => {
	it('are 404 when there is nothing', async () => {
		const line = new IndexUnderTest().connect();
		await joinAs(line, 'bob');
		expect((await askNamed(line, 'REMOVE RFC 1', {Host: 'bob'})).status).toBe('P2P-CI/1.1 404 Not Found');
		expect((await askNamed(line, 'LOOKUP RFC 1')).status).toBe('P2P-CI/1.1 404 Not Found');
	});
});

describe('LIST ALL', () => {
	async function filled(records: number, options: ConstructorParameters<typeof IndexUnderTest>[0] = {}) {
		const index = new IndexUnderTest(options);
		const line = index.connect();
		await joinAs(line, 'bob');
		for (let rfc = 1; rfc <= records; rfc++)
			await askNamed(line, `ADD RFC ${rfc}`, {Host: 'bob', Title: `Ünïcode ${rfc}`});
		return {index, line};
	}
	const numbers = async (line: Line, fields: FieldValues) =>
		(await askNamed(line, 'LIST ALL', fields)).lines.map(({rfc}) => rfc);

	it('pages by Offset and Limit, with the generation as ETag and the Total', async () => {
		const {index, line} = await filled(5);
		const answer = await askNamed(line, 'LIST ALL', {Offset: 1, Limit: 2});
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
			const answer = await askNamed(line, 'LIST ALL', {'If-None-Match': match});
			expect([answer.status, answer.body]).toEqual(['P2P-CI/1.1 304 Not Modified', '']);
			expect(answer.field('ETag')).toBe(tag);
		}
		expect((await askNamed(line, 'LIST ALL', {'If-None-Match': '"other"'})).status).toBe(ok);
		await askNamed(line, 'ADD RFC 9', {Host: 'bob', Title: 'T'});
		expect((await askNamed(line, 'LIST ALL', {'If-None-Match': tag})).status).toBe(ok);
	});

	it.each<FieldValues>([{Offset: 'x'}, {Offset: -1}, {Limit: ''}, {Limit: '1.5'}])('with %o is 400', async fields => {
		const line = new IndexUnderTest().connect();
		expect((await askNamed(line, 'LIST ALL', fields)).status).toBe(badRequest);
		expect((await askNamed(line, 'LIST PEERS', fields)).status).toBe(badRequest);
	});

	it('gives peers of the server’s machine at an address that works for who asks', async () => {
		const index = new IndexUnderTest();
		const local = index.connect({from: '127.0.0.1', to: '127.0.0.1'});
		await joinAs(local, 'bob');
		await askNamed(local, 'ADD RFC 1', {Host: 'bob', Title: 'T'});
		const away = index.connect({to: '10.0.0.1'});
		for (const start of ['LIST ALL', 'LIST PEERS', 'LOOKUP RFC 1']) {
			expect((await askNamed(away, start)).lines[0]?.address).toBe('10.0.0.1');
			expect((await askNamed(local, start)).lines[0]?.address).toBe('127.0.0.1');
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
		const answer = await askNamed(line, 'LIST PEERS');
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
		expect((await askNamed(line, 'LIST PEERS', {Offset: 1, Limit: 1})).lines.map(({host}) => host)).toEqual(['carol']);
	});

	it('has the right length when it is sent in pieces', async () => {
		const index = new IndexUnderTest();
		const line = index.connect();
		for (let number = 100; number < 900; number++) await joinAs(line, `peer-${number}`, {OS: 'Ω'});
		expect((await askNamed(line, 'LIST PEERS')).lines).toHaveLength(800);
	});
});

describe('what is no request of 1.1', () => {
	const none = (method: string) => `The index server has no such ${method} in P2P-CI/1.1.`;
	it.each([
		['GET RFC 1', 'This is the index server: GET goes to the upload port of a peer that LOOKUP names.'],
		['ADD ALL', none('ADD')],
		['LIST RFC 1', none('LIST')],
		['JOIN ALL', none('JOIN')],
	])('is 400 with a sentence: %s', async (start, detail) => {
		const answer = await askNamed(new IndexUnderTest().connect(), start, {Host: 'bob', Port: 1, Title: 'T'});
		expect(answer.status).toBe(badRequest);
		expect(answer.lines[0]?.detail).toBe(detail);
	});

	it('is 400 without a body in answer to HEAD, with the length that a body would have', async () => {
		const line = new IndexUnderTest().connect();
		const [head, get] = [
			await line.ask(request('HEAD RFC 1 P2P-CI/1.1')),
			await line.ask(request('GET RFC 1 P2P-CI/1.1')),
		];
		expect(head).toMatch(/^P2P-CI\/1\.1 400 Bad Request\r\n[^{]+Content-Length: \d+\r\n\r\n$/);
		expect(get.startsWith('P2P-CI/1.1 400 Bad Request\r\n')).toBe(true);
	});
});

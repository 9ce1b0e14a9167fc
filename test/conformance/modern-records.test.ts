import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {ask as askClassic, newPeers, ok, record} from './classic.ts';
import {indexServerForFile} from './index-under-test.ts';
import {type Answer, ask, field, join, modernRequest, objectsOf, readAnswer} from './modern.ts';

// P2P-CI/1.1: ADD, REMOVE, LOOKUP and LIST ALL.
const index = indexServerForFile();

const digest = `sha-256=:${createHash('sha256').update('a document').digest('base64')}:`;
/** The generation's parts: what the ETag quotes. */
const generationOf = (answer: Answer): readonly [epoch: string, number: number] => {
	const [, epoch = '', number] = /^"([^"-]+)-(\d+)"$/.exec(field(answer, 'ETag') ?? '') ?? [];
	return [epoch, Number(number)];
};

describe('ADD and LOOKUP', () => {
	it('keep what is known of a document, members in their order', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await join(client, bob);
		const fields = {
			Host: bob.host,
			Title: 'Größe "und" \\ mehr',
			Size: 422_279,
			'Repr-Digest': digest,
			'Last-Modified': 'Sun, 21 Jan 2001 09:23:46 GMT',
		};
		expect((await ask(client, modernRequest('ADD RFC 2616', fields))).statusLine).toBe('P2P-CI/1.1 200 OK');
		const answer = await ask(client, modernRequest('LOOKUP RFC 2616'));
		expect(answer.statusLine).toBe('P2P-CI/1.1 200 OK');
		expect(field(answer, 'Content-Type')).toBe('application/x-ndjson');
		const expected = {
			rfc: 2616,
			title: fields.Title,
			host: bob.host,
			address: '127.0.0.1',
			port: bob.port,
			size: 422_279,
			digest,
			modified: '2001-01-21T09:23:46Z',
		};
		const [found] = objectsOf(answer);
		expect(found).toEqual(expected);
		expect(Object.keys(found ?? {})).toEqual(Object.keys(expected));
	});

	it('leave out what is unknown', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await join(client, bob);
		await ask(client, modernRequest('ADD RFC 10', {Host: bob.host, Title: 'T'}));
		const [found] = objectsOf(await ask(client, modernRequest('LOOKUP RFC 10')));
		expect(found).toEqual({rfc: 10, title: 'T', host: bob.host, address: '127.0.0.1', port: bob.port});
	});

	it('a second time change the record and make no second one', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await join(client, bob);
		await ask(client, modernRequest('ADD RFC 11', {Host: bob.host, Title: 'Draft', Size: 1}));
		await ask(client, modernRequest('ADD RFC 11', {Host: bob.host, Title: 'Final', Size: 2}));
		expect(objectsOf(await ask(client, modernRequest('LOOKUP RFC 11')))).toMatchObject([{title: 'Final', size: 2}]);
	});

	it('take every form of an HTTP-date, a wrong day of the week, a digest among others, and a Size of nothing', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await join(client, bob);
		for (const date of [
			'Sun, 06 Nov 1994 08:49:37 GMT',
			'Tue, 06 Nov 1994 08:49:37 GMT',
			'Sunday, 06-Nov-94 08:49:37 GMT',
			'Sun Nov  6 08:49:37 1994',
		]) {
			const fields = {'Repr-Digest': `sha-512=:AAAA:, ${digest}`, Size: 0, 'Last-Modified': date};
			await ask(client, modernRequest('ADD RFC 17', {Host: bob.host, Title: 'T', ...fields}));
			const [found] = objectsOf(await ask(client, modernRequest('LOOKUP RFC 17')));
			expect(found, date).toMatchObject({size: 0, digest, modified: '1994-11-06T08:49:37Z'});
		}
	});

	it('know nothing of a document that is described no more', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await join(client, bob);
		await ask(client, modernRequest('ADD RFC 18', {Host: bob.host, Title: 'T', Size: 5, 'Repr-Digest': digest}));
		await ask(client, modernRequest('ADD RFC 18', {Host: bob.host, Title: 'T'}));
		const [found] = objectsOf(await ask(client, modernRequest('LOOKUP RFC 18')));
		expect(Object.keys(found ?? {})).toEqual(['rfc', 'title', 'host', 'address', 'port']);
	});

	it('answer one line a holder, of both versions, by host', async () => {
		await using client = await index.connect();
		await using other = await index.connect();
		const {alice, bob, carol} = newPeers();
		await join(client, carol);
		await ask(client, modernRequest('ADD RFC 12', {Host: carol.host, Title: 'Of carol'}));
		await join(other, alice);
		await ask(other, modernRequest('ADD RFC 12', {Host: alice.host, Title: 'Of alice'}));
		await using classic = await index.connect();
		await askClassic(classic, `ADD RFC 12 P2P-CI/1.0\r\nHost: ${bob.host}\r\nPort: 1\r\nTitle: Of bob\r\n\r\n`);
		const found = objectsOf(await ask(client, modernRequest('LOOKUP RFC 12')));
		expect(found).toEqual(
			[alice, bob, carol].map(({host, port}) => ({
				rfc: 12,
				title: `Of ${host.split('-')[0]}`,
				host,
				address: '127.0.0.1',
				port,
			})),
		);
	});

	it('are unauthorized from who never joined, and without or with a wrong Token elsewhere', async () => {
		await using owner = await index.connect();
		await using other = await index.connect();
		const {alice, bob} = newPeers();
		const token = await join(owner, bob);
		const add = (fields: Readonly<Record<string, string>>) =>
			ask(other, modernRequest('ADD RFC 13', {Title: 'T', ...fields}));
		expect((await add({Host: alice.host})).statusLine).toBe('P2P-CI/1.1 401 Unauthorized');
		expect((await add({Host: bob.host})).code).toBe(401);
		expect((await add({Host: bob.host, Token: 'x'.repeat(token.length)})).code).toBe(401);
		expect((await ask(other, modernRequest('LOOKUP RFC 13'))).code).toBe(404);
		expect((await add({Host: bob.host, Token: token})).code).toBe(200);
		expect((await ask(other, modernRequest('LOOKUP RFC 13'))).code).toBe(200);
	});

	it.each([
		['no Title', {}],
		['an empty Title', {Title: ''}],
		['a Title of 1,025 characters', {Title: 'T'.repeat(1025)}],
		['a Size that is no number', {Title: 'T', Size: '12 KB'}],
		['a negative Size', {Title: 'T', Size: -1}],
		['a fraction for a Size', {Title: 'T', Size: 1.5}],
		['a digest that is none', {Title: 'T', 'Repr-Digest': 'sha-256=abc'}],
		['a date that is none', {Title: 'T', 'Last-Modified': 'yesterday'}],
		['a day that never was', {Title: 'T', 'Last-Modified': 'Sun, 31 Feb 2001 09:23:46 GMT'}],
		['such a day in an older form', {Title: 'T', 'Last-Modified': 'Saturday, 31-Feb-01 09:23:46 GMT'}],
		['a day of no week', {Title: 'T', 'Last-Modified': 'Foo Jan 21 09:23:46 2001'}],
	])('refuse %s', async (_, fields) => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await join(client, bob);
		const answer = await ask(client, modernRequest('ADD RFC 14', {Host: bob.host, ...fields}));
		expect(answer.statusLine).toBe('P2P-CI/1.1 400 Bad Request');
	});

	it('of what nobody holds is not found, told in a problem document', async () => {
		await using client = await index.connect();
		const answer = await ask(client, modernRequest('LOOKUP RFC 15'));
		expect(answer.statusLine).toBe('P2P-CI/1.1 404 Not Found');
		expect(field(answer, 'Content-Type')).toBe('application/problem+json');
		expect(JSON.parse(answer.body)).toMatchObject({status: 404, detail: expect.stringMatching(/\S/)});
	});

	it('are told to a 1.0 client with the address that it can connect to', async () => {
		await using client = await index.connect();
		await using classic = await index.connect();
		const {bob} = newPeers();
		await join(client, bob);
		await ask(client, modernRequest('ADD RFC 16', {Host: bob.host, Title: 'T', Size: 5, 'Repr-Digest': digest}));
		const answer = await askClassic(classic, 'LOOKUP RFC 16 P2P-CI/1.0\r\nHost: h\r\n\r\n');
		expect(answer).toBe(ok(record(16, 'T', {host: '127.0.0.1', port: bob.port})));
	});
});

describe('REMOVE', () => {
	it('takes one record back, and is not found a second time', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await join(client, bob);
		await ask(client, modernRequest('ADD RFC 20', {Host: bob.host, Title: 'T'}));
		const remove = () => ask(client, modernRequest('REMOVE RFC 20', {Host: bob.host}));
		expect((await remove()).statusLine).toBe('P2P-CI/1.1 200 OK');
		expect((await ask(client, modernRequest('LOOKUP RFC 20'))).code).toBe(404);
		expect((await remove()).statusLine).toBe('P2P-CI/1.1 404 Not Found');
	});

	it('is unauthorized without the Token of the holder', async () => {
		await using owner = await index.connect();
		await using other = await index.connect();
		const {alice, bob} = newPeers();
		await join(owner, bob);
		const token = await join(other, alice);
		await ask(owner, modernRequest('ADD RFC 21', {Host: bob.host, Title: 'T'}));
		expect((await ask(other, modernRequest('REMOVE RFC 21', {Host: bob.host}))).code).toBe(401);
		expect((await ask(other, modernRequest('REMOVE RFC 21', {Host: bob.host, Token: token}))).code).toBe(401);
		expect((await ask(other, modernRequest('REMOVE RFC 21', {Host: alice.host}))).code).toBe(404);
		expect((await ask(owner, modernRequest('LOOKUP RFC 21'))).code).toBe(200);
	});
});

describe('LIST ALL', () => {
	const ownIndex = indexServerForFile();

	it('of an empty index is 200 without a line', async () => {
		await using client = await ownIndex.connect();
		const answer = await ask(client, modernRequest('LIST ALL'));
		expect(answer).toMatchObject({statusLine: 'P2P-CI/1.1 200 OK', body: ''});
		expect(field(answer, 'Total')).toBe('0');
		expect(field(answer, 'Content-Length')).toBe('0');
	});

	it('answers records by number, then by host, in pages of one generation', async () => {
		await using client = await ownIndex.connect();
		await using other = await ownIndex.connect();
		const {alice, bob} = newPeers();
		await join(client, bob);
		await join(other, alice);
		const numbers = [900, 1000, 20, 3, 100_000, 4];
		for (const rfc of numbers) {
			await ask(client, modernRequest(`ADD RFC ${rfc}`, {Host: bob.host, Title: `Title ${rfc}`}));
			await ask(other, modernRequest(`ADD RFC ${rfc}`, {Host: alice.host, Title: `Title ${rfc}`}));
		}
		const whole = await ask(client, modernRequest('LIST ALL'));
		const records = objectsOf(whole);
		const expected = numbers
			.toSorted((one, two) => one - two)
			.flatMap(rfc =>
				[alice, bob].map(({host, port}) => ({rfc, title: `Title ${rfc}`, host, address: '127.0.0.1', port})),
			);
		expect(records).toEqual(expected);
		expect(field(whole, 'Total')).toBe('12');
		const pages = [
			[{Offset: 0, Limit: 5}, expected.slice(0, 5)],
			[{Offset: 5, Limit: 5}, expected.slice(5, 10)],
			[{Offset: 10, Limit: 5}, expected.slice(10)],
			[{Offset: 12, Limit: 5}, []],
			[{Offset: 500}, []],
			[{Offset: '9'.repeat(30)}, []],
			[{Limit: '9'.repeat(30)}, expected],
			[{Limit: 1}, expected.slice(0, 1)],
			[{Offset: 11}, expected.slice(11)],
			[{Limit: 999_999}, expected],
		] as const;
		for (const [fields, lines] of pages) {
			const page = await ask(client, modernRequest('LIST ALL', fields));
			expect(objectsOf(page)).toEqual(lines);
			expect(field(page, 'Total')).toBe('12');
			expect(field(page, 'ETag')).toBe(field(whole, 'ETag'));
		}
		await ask(client, modernRequest('LEAVE PEER', {Host: bob.host}));
		await ask(other, modernRequest('LEAVE PEER', {Host: alice.host}));
	});

	it('raises the generation by one with each change, and only then', async () => {
		await using client = await ownIndex.connect();
		const {bob} = newPeers();
		const generation = async () => generationOf(await ask(client, modernRequest('LIST ALL')));
		const [epoch, start] = await generation();
		expect(epoch).not.toBe('');
		await join(client, bob);
		expect(await generation()).toEqual([epoch, start + 1]);
		await ask(client, modernRequest('ADD RFC 1', {Host: bob.host, Title: 'Draft'}));
		expect(await generation()).toEqual([epoch, start + 2]);
		await ask(client, modernRequest('ADD RFC 1', {Host: bob.host, Title: 'Final'}));
		expect(await generation()).toEqual([epoch, start + 3]);
		await ask(client, modernRequest('LOOKUP RFC 1'));
		await ask(client, modernRequest('RENEW PEER', {Host: bob.host}));
		await ask(client, modernRequest('REMOVE RFC 2', {Host: bob.host}));
		expect(await generation()).toEqual([epoch, start + 3]);
		await ask(client, modernRequest('REMOVE RFC 1', {Host: bob.host}));
		expect(await generation()).toEqual([epoch, start + 4]);
		await ask(client, modernRequest('ADD RFC 1', {Host: bob.host, Title: 'T'}));
		await ask(client, modernRequest('ADD RFC 2', {Host: bob.host, Title: 'T'}));
		expect(await generation()).toEqual([epoch, start + 6]);
		await ask(client, modernRequest('LEAVE PEER', {Host: bob.host}));
		expect(await generation()).toEqual([epoch, start + 7]);
	});

	it('is not sent again to who has it', async () => {
		await using client = await ownIndex.connect();
		const {bob} = newPeers();
		await join(client, bob);
		await ask(client, modernRequest('ADD RFC 1', {Host: bob.host, Title: 'T'}));
		const etag = field(await ask(client, modernRequest('LIST ALL')), 'ETag') ?? '';
		for (const known of [etag, `"other", ${etag}`, `W/${etag}`, '*']) {
			const answer = await ask(client, modernRequest('LIST ALL', {'If-None-Match': known}));
			expect(answer, known).toMatchObject({statusLine: 'P2P-CI/1.1 304 Not Modified', body: ''});
		}
		await ask(client, modernRequest('ADD RFC 2', {Host: bob.host, Title: 'T'}));
		const changed = await ask(client, modernRequest('LIST ALL', {'If-None-Match': etag}));
		expect(changed.code).toBe(200);
		expect(objectsOf(changed)).toHaveLength(2);
		await ask(client, modernRequest('LEAVE PEER', {Host: bob.host}));
	});

	it.each([{Offset: 'x'}, {Limit: '-1'}, {Limit: '1e3'}, {Offset: ''}])('with %j is 400', async fields => {
		await using client = await ownIndex.connect();
		expect((await ask(client, modernRequest('LIST ALL', fields))).statusLine).toBe('P2P-CI/1.1 400 Bad Request');
	});

	it('tells ETag and Total with a 304 and with a Limit of 0', async () => {
		await using client = await ownIndex.connect();
		const {bob} = newPeers();
		await join(client, bob);
		await ask(client, modernRequest('ADD RFC 1', {Host: bob.host, Title: 'T'}));
		const none = await ask(client, modernRequest('LIST ALL', {Limit: 0}));
		expect(none).toMatchObject({code: 200, body: ''});
		expect(field(none, 'Total')).toBe('1');
		const etag = field(none, 'ETag') ?? '';
		const same = await ask(client, modernRequest('LIST ALL', {'If-None-Match': etag, Offset: 5, Limit: 5}));
		expect(same.code).toBe(304);
		expect(field(same, 'ETag')).toBe(etag);
		await ask(client, modernRequest('LEAVE PEER', {Host: bob.host}));
	});

	it('sends 10,000 records at most, also when nobody said so, and tells how many there are', async () => {
		await using client = await ownIndex.connect();
		const {bob} = newPeers();
		await join(client, bob);
		const adds = Array.from({length: 10_050}, (_, offset) =>
			modernRequest(`ADD RFC ${offset + 1}`, {Host: bob.host, Title: 'A title'}),
		);
		await client.send(adds.join(''));
		for (const _ of adds) expect((await readAnswer(client)).code).toBe(200);
		for (const fields of [{}, {Limit: 20_000}]) {
			const answer = await ask(client, modernRequest('LIST ALL', fields));
			expect(objectsOf(answer)).toHaveLength(10_000);
			expect(field(answer, 'Total')).toBe('10050');
		}
		const rest = objectsOf(await ask(client, modernRequest('LIST ALL', {Offset: 10_000})));
		expect(rest.map(found => found.rfc)).toEqual(Array.from({length: 50}, (_, offset) => 10_001 + offset));
		await ask(client, modernRequest('LEAVE PEER', {Host: bob.host}));
	});
});

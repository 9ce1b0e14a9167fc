import {describe, expect, it} from 'vitest';
import type {RawClient} from '../helpers/raw-client.ts';
import {ask as askClassic, badRequest, newPeers} from './classic.ts';
import {indexServerForFile} from './index-under-test.ts';
import {ask, field, join, modernRequest, objectsOf, readAnswer, type Values} from './modern.ts';

// P2P-CI/1.1: SEARCH ALL.
const index = indexServerForFile();

const shelf: ReadonlyArray<readonly [rfc: number, title: string]> = [
	[26, 'Not Issued'],
	[768, 'User Datagram Protocol'],
	[791, 'Internet Protocol'],
	[793, 'Transmission Control Protocol'],
	[2131, 'Dynamic Host Configuration Protocol'],
	[2460, 'Internet Protocol, Version 6 (IPv6) Specification'],
	[2616, 'Hypertext Transfer Protocol -- HTTP/1.1'],
	[4960, 'Stream Control Transmission Protocol'],
	[9000, 'QUIC: A UDP-Based Multiplexed and Secure Transport'],
	[26_161, 'Größe "und" \\ mehr'],
];

const search = async (client: RawClient, fields: Values) => ask(client, modernRequest('SEARCH ALL', fields));
const found = async (client: RawClient, Query: string) => objectsOf(await search(client, {Query})).map(({rfc}) => rfc);

/** A connection on which a peer joined that shares the whole shelf. */
async function librarian(): Promise<RawClient> {
	const client = await index.connect();
	const {bob} = newPeers();
	await join(client, bob);
	const adds = shelf.map(([rfc, Title]) => modernRequest(`ADD RFC ${rfc}`, {Host: bob.host, Title}));
	await client.send(adds.join(''));
	for (const _ of adds) expect((await readAnswer(client)).code).toBe(200);
	return client;
}

describe('SEARCH ALL', () => {
	it('answers what fits as NDJSON, number, title and holders, to anybody', async () => {
		await using client = await index.connect();
		await using other = await index.connect();
		const {bob} = newPeers();
		await join(client, bob);
		await ask(client, modernRequest('ADD RFC 52', {Host: bob.host, Title: 'Dirigible: A Steered Vessel'}));
		const answer = await search(other, {Query: 'dirigible vessel'});
		expect(answer.statusLine).toBe('P2P-CI/1.1 200 OK');
		expect(field(answer, 'Content-Type')).toBe('application/x-ndjson');
		expect(answer.body).toBe('{"rfc":52,"title":"Dirigible: A Steered Vessel","holders":1}\n');
		expect(client.isClosed).toBe(false);
	});

	it('finds words in any case and order, their beginnings, and forgives a small typo', async () => {
		await using client = await librarian();
		for (const [query, expected] of [
			['QUIC TRANSPORT', [9000]],
			['transport quic', [9000]],
			['dyn host', [2131]],
			['ipv6', [2460]],
			['größe', [26_161]],
			['GRÖSSE', [26_161]],
			['datgram', [768]],
			['hypretext', [2616]],
			['hypertext transfr', [2616]],
			['rfc 2131', [2131]],
		] as const) {
			expect(await found(client, query), query).toEqual(expected);
		}
	});

	it('leaves out what lacks one of the words', async () => {
		await using client = await librarian();
		expect((await found(client, 'transmission')).toSorted()).toEqual([4960, 793].toSorted());
		expect(await found(client, 'transmission stream')).toEqual([4960]);
		expect(await found(client, 'transmission stream quic')).toEqual([]);
	});

	it('finds numbers by their beginning, the number itself before all', async () => {
		await using client = await librarian();
		expect((await found(client, '26'))[0]).toBe(26);
		expect((await found(client, '26')).toSorted()).toEqual([26, 2616, 26_161].toSorted());
		expect(await found(client, '2616')).toEqual([2616, 26_161]);
		expect(await found(client, '793')).toEqual([793]);
	});

	it('puts the best first', async () => {
		await using client = await librarian();
		expect(await found(client, 'internet protocol')).toEqual([791, 2460]);
		expect((await found(client, 'transmission control protocol'))[0]).toBe(793);
	});

	it('is 200 without a line when nothing fits', async () => {
		await using client = await librarian();
		for (const Query of ['zebra', '99999', '***', '"']) {
			const answer = await search(client, {Query});
			expect(answer, Query).toMatchObject({statusLine: 'P2P-CI/1.1 200 OK', body: ''});
			expect(field(answer, 'Content-Length')).toBe('0');
		}
	});

	it.each([{}, {Query: ''}, {Query: ' '}, {Query: 'quic', Limit: 'many'}, {Query: 'quic', Limit: '-1'}])(
		'with %j is 400 in a problem document, and the connection goes on',
		async fields => {
			await using client = await index.connect();
			const answer = await search(client, fields);
			expect(answer.statusLine).toBe('P2P-CI/1.1 400 Bad Request');
			expect(JSON.parse(answer.body)).toMatchObject({status: 400, detail: expect.stringMatching(/\S/)});
			expect((await search(client, {Query: 'zebra'})).code).toBe(200);
		},
	);

	it('has holders of an RFC counted, and forgets it with the last of them', async () => {
		await using client = await index.connect();
		await using other = await index.connect();
		const {alice, bob} = newPeers();
		await join(client, alice);
		await join(other, bob);
		const holders = async () => objectsOf(await search(client, {Query: 'ornithopter'})).map(each => each.holders);
		await ask(client, modernRequest('ADD RFC 50', {Host: alice.host, Title: 'Ornithopter'}));
		expect(await holders()).toEqual([1]);
		await ask(other, modernRequest('ADD RFC 50', {Host: bob.host, Title: 'Ornithopter'}));
		expect(await holders()).toEqual([2]);
		await ask(client, modernRequest('REMOVE RFC 50', {Host: alice.host}));
		expect(await holders()).toEqual([1]);
		await ask(other, modernRequest('LEAVE PEER', {Host: bob.host}));
		expect(await holders()).toEqual([]);
	});

	it('knows the newest title, and the older one no more', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await join(client, bob);
		const add = (Title: string) => ask(client, modernRequest('ADD RFC 51', {Host: bob.host, Title}));
		await add('Zeppelin');
		expect(await found(client, 'zeppelin')).toEqual([51]);
		await add('Gyrocopter');
		expect(await found(client, 'zeppelin')).toEqual([]);
		expect(await found(client, 'gyrocopter')).toEqual([51]);
		await ask(client, modernRequest('LEAVE PEER', {Host: bob.host}));
	});

	it('sends no more than Limit, the best of them, and answers in turn with other requests', async () => {
		await using client = await librarian();
		await client.send(
			modernRequest('SEARCH ALL', {Query: 'protocol', Limit: 2}) +
				modernRequest('LOOKUP RFC 791') +
				modernRequest('SEARCH ALL', {Query: 'protocol', Limit: 0}) +
				modernRequest('SEARCH ALL', {Query: 'protocol', Limit: 1_000_000}),
		);
		const answers = [];
		for (let each = 0; each < 4; each++) answers.push(objectsOf(await readAnswer(client)));
		const [two = [], lookup = [], none, all = []] = answers;
		expect(two).toHaveLength(2);
		expect(lookup[0]).toMatchObject({rfc: 791, title: 'Internet Protocol'});
		expect(none).toEqual([]);
		expect(all).toHaveLength(7);
		expect(all.slice(0, 2)).toEqual(two);
	});

	it('holds nobody else up, however broad it is and however many ask at once', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await join(client, bob);
		const adds = Array.from({length: 3000}, (_, at) =>
			modernRequest(`ADD RFC ${at + 100_000}`, {Host: bob.host, Title: `A wide title, number ${at}`}),
		);
		await client.send(adds.join(''));
		for (const _ of adds) await readAnswer(client);
		await using stack = new AsyncDisposableStack();
		const askers = await Promise.all(Array.from({length: 20}, async () => stack.use(await index.connect())));
		for (const asker of askers) await asker.send(modernRequest('SEARCH ALL', {Query: 'a w t n 1'}));
		let lookups = 0;
		while (askers.some(asker => asker.pending === '')) {
			const answer = await ask(client, modernRequest('LOOKUP RFC 100000'));
			expect(answer.code).toBe(200);
			lookups++;
		}
		// Were they to wait for searches, there would be one for each.
		expect(lookups).toBeGreaterThan(5 * askers.length);
		for (const asker of askers) expect(objectsOf(await readAnswer(asker))).toHaveLength(adds.length);
		await ask(client, modernRequest('LEAVE PEER', {Host: bob.host}));
	});

	it('is no request of 1.0', async () => {
		await using client = await index.connect();
		expect(await askClassic(client, 'SEARCH ALL P2P-CI/1.0\r\nHost: h\r\nQuery: quic\r\n\r\n')).toBe(badRequest);
	});
});

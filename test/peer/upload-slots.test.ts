import {writeFile} from 'node:fs/promises';
import {connect} from 'node:net';
import {afterEach, describe, expect, it} from 'vitest';
import {RawClient} from '../helpers/raw-client.ts';
import {until} from '../helpers/until.ts';
import {ask7, askUpload, endUploads, fieldOf, readUpload, startUploads} from '../helpers/upload.ts';

afterEach(endUploads);

const large = Buffer.alloc(32 * 1024 * 1024, 'x');
const ask = (rfc: number, method = 'GET'): string => `${method} RFC ${rfc} P2P-CI/1.1\r\n\r\n`;

/** A client that takes a slot and reads nothing more than the head. */
async function holder(port: number): Promise<RawClient> {
	const client = await RawClient.connect({port});
	await client.send(ask7());
	await client.readThrough('\r\n\r\n');
	return client;
}

describe('the upload slots', () => {
	it('are eight, and who comes then is told when to ask again, on a connection that stays', async () => {
		const {port} = await startUploads(large, {pace: () => 1_000_000});
		const holders = await Promise.all(Array.from({length: 8}, () => holder(port)));
		await using client = await RawClient.connect({port});
		await client.send(ask7());
		const refused = await readUpload(client);
		expect(refused.code).toBe(503);
		expect(fieldOf(refused, 'Retry-After')).toMatch(/^([1-9]|[12]\d|30)$/);
		expect(JSON.parse(refused.body)).toMatchObject({status: 503, detail: 'All 8 upload slots are taken.'});
		holders[0]?.reset();
		await until(async () => {
			await client.send(ask7({Range: 'bytes=0-9'}));
			return (await readUpload(client)).code === 206;
		});
		for (const each of holders) each.reset();
	});

	it('are free at once when a party goes away that was served slowly', async () => {
		const {port, folder} = await startUploads('x'.repeat(100_000), {pace: () => 100, slots: 1});
		await writeFile(folder.at('rfc8.txt'), 'eight\n');
		const one = await holder(port);
		one.reset();
		await until(async () => (await askUpload(port, ask(8))).code === 200);
	});

	it('are not needed for what is no document', async () => {
		const {port} = await startUploads(large, {pace: () => 1_000_000, slots: 1});
		const one = await holder(port);
		await using client = await RawClient.connect({port});
		await client.send(ask7({}, 'HEAD'));
		const head = await readUpload(client, {bodyless: true});
		expect(head.code).toBe(200);
		await client.send(
			ask(99) + ask7({'If-None-Match': fieldOf(head, 'ETag') ?? ''}) + ask7({Range: `bytes=${large.length}-`}) + ask7(),
		);
		for (const code of [404, 304, 416, 503]) expect((await readUpload(client)).code).toBe(code);
		one.reset();
	});

	it('go round: many parties that ask at once all get everything', async () => {
		const {port, folder, sent} = await startUploads('seven');
		const numbers = Array.from({length: 30}, (_, index) => 100 + index);
		const textOf = (rfc: number): string => `Document ${rfc}.\n`.repeat(rfc * 30);
		for (const rfc of numbers) await writeFile(folder.at(`rfc${rfc}.txt`), textOf(rfc));
		const party = async (shift: number) => {
			await using client = await RawClient.connect({port});
			const order = numbers.map((_, index) => numbers[(index * 7 + shift) % numbers.length] ?? 0);
			await client.send(order.map(rfc => ask(rfc)).join(''));
			for (const rfc of order) {
				const answer = await readUpload(client);
				if (answer.code === 503) {
					await client.send(ask(rfc));
					order.push(rfc);
				} else expect(answer).toMatchObject({code: 200, body: textOf(rfc)});
			}
		};
		await Promise.all(Array.from({length: 12}, (_, index) => party(index)));
		await until(() => sent() === 12 * numbers.length);
	});
});

describe('a connection of 1.1', () => {
	it('answers everything in order, HEAD without a body, errors among them', async () => {
		const {port} = await startUploads('the text\n');
		await using client = await RawClient.connect({port});
		await client.send(
			`${ask(7, 'HEAD')}${ask(7)}${ask(99)}${ask(99, 'HEAD')}LOOKUP RFC 7 P2P-CI/1.1\r\n\r\n` +
				`GET ALL P2P-CI/1.1\r\n\r\nFETCH RFC 7 P2P-CI/1.1\r\n\r\nGET RFC 7 P2P-CI/1.1\r\nA: 1\r\na: 2\r\n\r\n${ask(7)}`,
		);
		expect(await readUpload(client, {bodyless: true})).toMatchObject({code: 200});
		expect(await readUpload(client)).toMatchObject({code: 200, body: 'the text\n'});
		const missing = await readUpload(client);
		expect(JSON.parse(missing.body)).toEqual({title: 'Not Found', status: 404, detail: 'RFC 99 is not shared here.'});
		expect(await readUpload(client, {bodyless: true})).toMatchObject({code: 404});
		for (const what of ['another port', 'another target', 'no method', 'a field twice']) {
			expect([what, (await readUpload(client)).code]).toEqual([what, 400]);
		}
		expect(await readUpload(client)).toMatchObject({code: 200, body: 'the text\n'});
		expect(client.isClosed).toBe(false);
	});

	it('that is half closed gets all its answers, and then the end', async () => {
		const {port} = await startUploads('the text\n');
		await using client = await RawClient.connect({port});
		await client.send(ask(7).repeat(300));
		client.halfClose();
		expect((await client.readUntilClose()).match(/\r\n\r\nthe text\n/g)).toHaveLength(300);
	});

	it('that takes nothing is closed after a while, and the others are served meanwhile', async () => {
		const {port, folder, uploads} = await startUploads(large, {stallMs: 500});
		await writeFile(folder.at('rfc8.txt'), 'eight\n');
		const stalled = connect(port, '127.0.0.1');
		stalled.on('error', () => {});
		stalled.pause().write(ask(7) + ask(8).repeat(30));
		for (let count = 0; count < 20; count++) expect((await askUpload(port, ask(8))).body).toBe('eight\n');
		await until(() => [...uploads.values()].some(({rfc, state}) => rfc === 7 && state === 'failed'));
		stalled.destroy();
	});

	it('is closed in order when the peer leaves', async () => {
		const {port, server} = await startUploads('x'.repeat(100_000), {pace: () => 400_000});
		await using client = await RawClient.connect({port});
		await client.send(ask(7) + ask(7));
		await client.readThrough('\r\n\r\n');
		const closed = server.close(5000);
		expect(await client.read(100_000)).toBe('x'.repeat(100_000));
		expect(await client.readUntilClose()).toBe('');
		await closed;
	});
});

describe('a rate for all uploads together', () => {
	it('is kept, however many there are', async () => {
		const {port} = await startUploads('x'.repeat(20_000), {rate: () => 100_000});
		const began = performance.now();
		const answers = await Promise.all(Array.from({length: 4}, () => askUpload(port, ask7())));
		for (const {body} of answers) expect(body.length).toBe(20_000);
		// 80,000 bytes in pieces of 10,000, the first of which goes at once.
		expect(performance.now() - began).toBeGreaterThan(600);
	});
});

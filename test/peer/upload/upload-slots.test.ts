import {writeFile} from 'node:fs/promises';
import {connect, type Socket} from 'node:net';
import {afterEach, describe, expect, it} from 'vitest';
import {Slots} from '../../../source/peer/upload/upload-slots.ts';
import {RawClient} from '../../helpers/raw-client.ts';
import {until} from '../../helpers/until.ts';
import {ask7, askUpload, endUploads, fieldOf, readUpload, startUploads} from '../../helpers/upload.ts';

afterEach(endUploads);

const large = Buffer.alloc(32 * 1024 * 1024, 'x');
const ask = (rfc: number, method = 'GET'): string => `${method} RFC ${rfc} P2P-CI/1.1\r\n\r\n`;

/** A client that takes a slot and reads only the head. */
async function holder(port: number): Promise<RawClient> {
	const client = await RawClient.connect({port});
	await client.send(ask7());
	await client.readThrough('\r\n\r\n');
	return client;
}

/** A client that requests RFC 7 and reads nothing. */
function idler(port: number): Socket {
	const socket = connect(port, '127.0.0.1').pause();
	socket.on('error', () => {}).write(ask(7));
	return socket;
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

	it('are for nobody who comes while the peer leaves, and who comes is told to ask again when it is gone', async () => {
		const {server, port} = await startUploads(large, {pace: () => 1_000_000});
		const one = await holder(port);
		await using client = await RawClient.connect({port});
		const closed = server.close(20_000);
		await client.send(ask7());
		const refused = await readUpload(client);
		expect(refused.code).toBe(503);
		expect(fieldOf(refused, 'Retry-After')).toMatch(/^([1-9]|1\d|20)$/);
		one.reset();
		await closed;
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

	it('go to who waits where a party takes nothing, which is told', async () => {
		const floor = {waitMs: 60_000, bytes: 1000};
		const {port, wire, uploads} = await startUploads(large, {slots: 2, floor});
		const idle = [idler(port), idler(port)];
		await using client = await RawClient.connect({port});
		await until(() => uploads.size === 2);
		const asked = async (): Promise<number> => {
			await client.send(ask7({Range: 'bytes=0-9'}));
			return (await readUpload(client)).code;
		};
		expect(await asked()).toBe(503);
		// From now on they have taken nothing for long enough.
		floor.waitMs = 0;
		await until(async () => (await asked()) === 206);
		const told = () => wire.last(1000).filter(({summary}) => summary.includes('its upload slot went to another'));
		await until(() => told().length > 0);
		// No more than is needed.
		expect(told().length).toBe(1);
		for (const each of idle) each.destroy();
	});

	it('are shared fairly: who holds many has to read, when a machine asks that has none', async () => {
		// A minute of the real one takes twelve seconds: of a crowd, two.
		const floor = {waitMs: 12_000, bytes: 12 * 1024};
		const {port, uploads} = await startUploads(large, {slots: 3, floor});
		const idle = [idler(port), idler(port), idler(port)];
		await until(() => uploads.size === 3);
		await using other = await RawClient.connect({port, localAddress: '127.0.0.2'});
		const began = performance.now();
		await until(async () => {
			await other.send(ask7({Range: 'bytes=0-9'}));
			return (await readUpload(other)).code === 206;
		});
		expect(performance.now() - began).toBeLessThan(floor.waitMs);
		for (const each of idle) each.destroy();
	});

	it('stay with who reads, however many slots its address has', () => {
		let now = 0;
		const slots = new Slots(4, {now: () => now});
		const closed: string[] = [];
		const from = (address: string) => ({remote: {address}, destroy: () => void closed.push(address)});
		const crowd = [1, 2, 3].map(() => slots.take(from('10.0.0.1')));
		slots.take(from('10.0.0.2'));
		const takes = (bytes: number) => {
			for (const slot of crowd) slot.waits();
			now += 1000;
			for (const slot of crowd) slot.took(bytes);
		};
		for (let second = 0; second < 30; second++) takes(17 * 1024);
		expect(() => slots.take(from('10.0.0.3'))).toThrow('All 4 upload slots are taken.');
		for (let second = 0; second < 30; second++) takes(15 * 1024);
		// Who has as many, or would have, gets none of them.
		slots.take(from('10.0.0.3'));
		expect(closed).toEqual(['10.0.0.1']);
		expect(() => slots.take(from('10.0.0.2'))).toThrow('All 4 upload slots are taken.');
		expect(closed).toEqual(['10.0.0.1']);
	});

	it('stay with those whom this peer itself makes wait', async () => {
		const {port} = await startUploads(large, {slots: 1, pace: () => 1000, floor: {waitMs: 20, bytes: 1_000_000}});
		await using slow = await RawClient.connect({port});
		await slow.send(ask7());
		expect((await slow.readThrough('\r\n\r\n')).length).toBeGreaterThan(0);
		expect((await slow.read(1500)).length).toBe(1500);
		expect((await askUpload(port, ask7({Range: 'bytes=0-9'}))).code).toBe(503);
		expect((await slow.read(500)).length).toBe(500);
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
				`GET ALL P2P-CI/1.1\r\n\r\nHEADS RFC 7 P2P-CI/1.1\r\n\r\nGET RFC 7 P2P-CI/1.1\r\nA: 1\r\na: 2\r\n\r\n${ask(7)}`,
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
		const stalled = idler(port);
		stalled.write(ask(8).repeat(30));
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

describe('a slot', () => {
	const busy = 'The only upload slot is taken.';
	const client = (destroy = () => {}) => ({remote: {address: '10.0.0.1'}, destroy});

	/** One slot with its own clock, and the default limits. */
	function oneSlot() {
		let time = 0;
		let lost = 0;
		const slots = new Slots(1, {now: () => time});
		const slot = slots.take(client(() => lost++));
		return {
			slots,
			slot,
			lost: () => lost,
			/** The client takes this many bytes after this many seconds, several times. */
			takes: (bytes: number, seconds: number, times: number) => {
				for (let done = 0; done < times; done++) {
					slot.waits();
					time += 1000 * seconds;
					slot.took(bytes);
				}
			},
			later: (seconds: number) => {
				time += 1000 * seconds;
			},
		};
	}

	it('is not lost by who takes 1 KiB/s, however long that goes on and however unevenly', () => {
		for (const [bytes, seconds] of [
			[1024, 1],
			[64 * 1024, 59],
		] as const) {
			const {slots, lost, takes} = oneSlot();
			takes(bytes, seconds, 600);
			expect(() => slots.take(client())).toThrow(busy);
			expect(lost()).toBe(0);
		}
	});

	it('is lost by who takes less, or nothing, but not before a minute, and only when somebody asks', () => {
		const dribbles = oneSlot();
		dribbles.takes(1000, 1, 3600);
		expect(dribbles.lost()).toBe(0);
		const {slots, slot, lost, later} = oneSlot();
		slot.waits();
		later(59);
		expect(() => slots.take(client())).toThrow(busy);
		later(1);
		for (const each of [dribbles.slots, slots]) expect(() => each.take(client())).not.toThrow();
		expect([dribbles.lost(), lost(), slots.free]).toEqual([1, 1, 0]);
		// The former holder of a slot must not release another's.
		slot.giveBack();
		expect(slots.free).toBe(0);
	});

	it('is not lost for what was slow before, nor for time in which nothing was there to take', () => {
		const {slots, lost, takes, later} = oneSlot();
		takes(100, 50, 3);
		takes(1024 * 1024, 1, 1);
		later(3600);
		expect(() => slots.take(client())).toThrow(busy);
		expect(lost()).toBe(0);
	});
});

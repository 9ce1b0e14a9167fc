import {once} from 'node:events';
import {appendFile, mkdir, truncate} from 'node:fs/promises';
import {connect} from 'node:net';
import {afterEach, describe, expect, it} from 'vitest';
import {startUploadServer} from '../../../source/peer/upload/upload-server.ts';
import {FailureError} from '../../../source/text/failures.ts';
import {RawClient} from '../../helpers/raw-client.ts';
import {until} from '../../helpers/until.ts';
import {endUploads, startUploads as start} from '../../helpers/upload.ts';

afterEach(endUploads);

async function ask(port: number, request: string): Promise<string> {
	await using client = await RawClient.connect({port});
	await client.send(request);
	return await client.readUntilClose();
}

const date = '[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT';
const get = (rfc: number | string, version = '1.0'): string =>
	`GET RFC ${rfc} P2P-CI/${version}\r\nHost: carol\r\nOS: x\r\n\r\n`;
/** Far more than what systems take for a receiver that reads nothing. */
const muchToTake = Buffer.alloc(32 * 1024 * 1024);
const failed = (status: string): RegExp =>
	new RegExp(`^P2P-CI/1\\.0 ${status}\\r\\nDate: ${date}\\r\\nOS: Linux 6\\.1\\r\\n\\r\\n$`);

describe('GET in P2P-CI/1.0', () => {
	it('is answered to the byte as the grammar says, and the connection closes', async () => {
		const {port, uploads, wire} = await start('the text\n');
		expect(await ask(port, get(7))).toMatch(
			new RegExp(
				`^P2P-CI/1\\.0 200 OK\\r\\nDate: ${date}\\r\\nOS: Linux 6\\.1\\r\\nLast-Modified: Sun, 21 Jan 2001 09:23:46 GMT\\r\\nContent-Length: 9\\r\\nContent-Type: text/plain\\r\\n\\r\\nthe text\\n$`,
			),
		);
		const over = await until(() => [...uploads.values()].find(({state}) => state === 'done'));
		expect(over).toMatchObject({rfc: 7, to: 'carol', sent: 9, total: 9, rate: 0});
		const [asked, answered] = await until(() => wire.total === 2 && wire.last(2));
		expect(asked).toMatchObject({direction: 'received', party: 'carol', summary: 'GET RFC 7 P2P-CI/1.0', text: get(7)});
		expect(answered).toMatchObject({direction: 'sent', status: 200, exchange: asked?.id});
	});

	it('is told from a TLS handshake, which the log names and which is answered at once', async () => {
		const {port, wire} = await start('x');
		const socket = connect({port, host: '127.0.0.1'}).on('error', () => {});
		socket.write(Buffer.from([0x16, 3, 1, 0, 5, 1]));
		await until(() => wire.total === 3);
		expect(wire.last(3)).toMatchObject([
			{direction: 'event', summary: expect.stringContaining('speaks TLS')},
			{direction: 'received'},
			{direction: 'sent', status: 400},
		]);
		socket.destroy();
	});

	it('needs no fields, and takes what receivers are to take', async () => {
		const {port} = await start('x');
		for (const request of ['GET RFC 7 P2P-CI/1.0\n\n', '\r\nGET  RFC\t007  P2P-CI/1.0 \r\nhost:bob\r\n\r\n']) {
			expect(await ask(port, request)).toMatch(/^P2P-CI\/1\.0 200 OK\r\n[\s\S]*\r\n\r\nx$/);
		}
	});

	it('sends the head by itself, and the data after a moment', async () => {
		const {port: never} = await start('the text', {headDelayMs: 600_000});
		await using client = await RawClient.connect({port: never});
		await client.send(get(7));
		await client.readThrough('\r\n\r\n');
		expect(client.pending).toBe('');
		const {port} = await start('the text', {headDelayMs: 300});
		const began = performance.now();
		expect((await ask(port, get(7))).endsWith('\r\n\r\nthe text')).toBe(true);
		expect(performance.now() - began).toBeGreaterThan(200);
	});

	it('sends every byte of any document', async () => {
		const bytes = Buffer.from(Array.from({length: 1_000_003}, (_, index) => (index * 31) % 256));
		const {port} = await start(bytes);
		const answer = await ask(port, get(7));
		expect(Buffer.from(answer.slice(answer.indexOf('\r\n\r\n') + 4), 'latin1').equals(bytes)).toBe(true);
	});

	it('sends an empty document', async () => {
		const {port} = await start('');
		expect(await ask(port, get(7))).toMatch(/\r\nContent-Length: 0\r\nContent-Type: text\/plain\r\n\r\n$/);
	});

	it.each([
		['a document that is not shared', get(99), '404 Not Found'],
		['a document whose file is gone', get(8), '404 Not Found'],
		['a number that is none', get('seven'), '400 Bad Request'],
		['a number out of range', get('2147483648'), '400 Bad Request'],
		['another target', 'GET ALL P2P-CI/1.0\r\n\r\n', '400 Bad Request'],
		['a method of the index server', 'LOOKUP RFC 7 P2P-CI/1.0\r\nHost: a\r\n\r\n', '400 Bad Request'],
		['a method that came with 1.1', 'HEAD RFC 7 P2P-CI/1.0\r\n\r\n', '400 Bad Request'],
		['a method that is none', 'FETCH RFC 7 P2P-CI/1.0\r\n\r\n', '400 Bad Request'],
		['another version', get(7, '2.0'), '505 P2P-CI Version Not Supported'],
		['no request at all', 'hello\r\n\r\n', '400 Bad Request'],
		['a head that is too large', `GET RFC 7 P2P-CI/1.0\r\n${'X: y\r\n'.repeat(100)}\r\n`, '400 Bad Request'],
	])('tells an error in 1.0 and closes: %s', async (_name, request, status) => {
		const {port, folder} = await start('x');
		await mkdir(folder.at('rfc9.txt'));
		expect(await ask(port, request)).toMatch(failed(status));
	});

	it('is 404 where a folder has the name', async () => {
		const {port, folder} = await start('x');
		await mkdir(folder.at('rfc9.txt'));
		expect(await ask(port, get(9))).toMatch(failed('404 Not Found'));
	});

	it('answers a party that has closed its side', async () => {
		const {port} = await start('x'.repeat(1000));
		await using client = await RawClient.connect({port});
		await client.send(get(7));
		client.halfClose();
		expect((await client.readUntilClose()).slice(-1000)).toBe('x'.repeat(1000));
	});

	it('breaks off rather than send a document that changed meanwhile', async () => {
		const size = 8 * 1024 * 1024;
		for (const change of [(file: string) => truncate(file, 5), (file: string) => appendFile(file, 'more')]) {
			const {port, file, uploads} = await start(Buffer.alloc(size), {pace: () => size / 20});
			await using client = await RawClient.connect({port});
			await client.send(get(7));
			await client.readThrough('\r\n\r\n');
			await change(file);
			await client.closed();
			expect(client.pending.length).toBeLessThan(size);
			await until(() => [...uploads.values()].every(({state}) => state === 'failed'));
		}
	});

	it('reads no more of a file than is taken, and gives up on a party that takes nothing', async () => {
		const size = 64 * 1024 * 1024;
		const {port, uploads} = await start(Buffer.alloc(size), {stallMs: 300});
		const socket = connect(port, '127.0.0.1');
		socket.on('error', () => {});
		socket.pause().write(get(7));
		const failedUpload = await until(() => [...uploads.values()].find(({state}) => state === 'failed'));
		expect(failedUpload.sent).toBeLessThan(size);
		socket.destroy();
	});

	it('keeps to the pace', async () => {
		const {port} = await start('x'.repeat(30_000), {pace: () => 100_000});
		const began = performance.now();
		expect((await ask(port, get(7))).length).toBeGreaterThan(30_000);
		expect(performance.now() - began).toBeGreaterThan(150);
	});
});

describe('the slots for uploads', () => {
	it('are so many, and who comes then is told', async () => {
		const {port, uploads} = await start(muchToTake, {slots: 2});
		const takers = [1, 2].map(() => connect({port, host: '127.0.0.1'}));
		for (const taker of takers) taker.write(get(7));
		await until(() => uploads.size === 2);
		expect(await ask(port, get(7))).toMatch(failed('400 Bad Request'));
		await using client = await RawClient.connect({port});
		await client.send(get(7, '1.1'));
		expect(await client.readThrough('\r\n\r\n')).toMatch(
			/^P2P-CI\/1\.1 503 Service Unavailable\r\n[\s\S]*Retry-After: \d+\r\n/,
		);
		await Promise.all(takers.map(taker => once(taker.resume(), 'end')));
		await until(() => [...uploads.values()].every(({state}) => state === 'done'));
		expect((await ask(port, get(7))).startsWith('P2P-CI/1.0 200 OK')).toBe(true);
	});

	it('are free again when a party goes away in the middle', async () => {
		const {port, uploads} = await start(muchToTake, {slots: 1});
		const client = await RawClient.connect({port});
		await client.send(get(7));
		await client.readThrough('\r\n\r\n');
		client.reset();
		await until(() => [...uploads.values()].some(({state}) => state === 'failed'));
		expect((await ask(port, get(7))).length).toBeGreaterThan(muchToTake.length);
	});
});

describe('an upload server', () => {
	it('says which port is free when its own is taken', async () => {
		const {port} = await start('x');
		const error = await startUploadServer({host: '127.0.0.1', port, find: () => undefined, os: 'x'}).catch(
			(reason: unknown) => reason,
		);
		expect(error).toBeInstanceOf(FailureError);
		expect(error).toMatchObject({failure: {kind: 'port-in-use', role: 'upload', port}});
	});

	it('lets uploads that run come to their end, and begins no more', async () => {
		const {port, server, uploads} = await start(muchToTake);
		const taker = connect({port, host: '127.0.0.1'});
		taker.write(get(7));
		await until(() => uploads.size === 1);
		await using late = await RawClient.connect({port});
		const closed = server.close(60_000);
		await late.send(get(7));
		expect(await late.readThrough('\r\n\r\n')).toMatch(failed('400 Bad Request'));
		let taken = 0;
		taker.on('data', bytes => {
			taken += bytes.length;
		});
		await once(taker, 'end');
		expect(taken).toBeGreaterThan(muchToTake.length);
		await closed;
		await expect(RawClient.connect({port})).rejects.toThrow();
	});

	it('ends at once when it is told so again', async () => {
		const {port, server, uploads} = await start('x'.repeat(100_000), {pace: () => 1000});
		await using client = await RawClient.connect({port});
		await client.send(get(7));
		await until(() => uploads.size === 1);
		const closed = server.close(60_000);
		await server.close(0);
		await closed;
		await client.closed();
	});
});

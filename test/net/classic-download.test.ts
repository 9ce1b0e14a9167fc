import {createServer, type Server, type Socket} from 'node:net';
import {afterEach, describe, expect, it} from 'vitest';
import {
	type ClassicDownloadOptions,
	type ClassicDownloadResult,
	classicDownload,
} from '../../source/net/classic-download.ts';
import {ConnectError} from '../../source/net/connect.ts';
import {WireLog} from '../../source/net/wire-log.ts';
import {FailureError} from '../../source/text/failures.ts';
import {unusedPort} from '../helpers/ports.ts';

const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
	for (const socket of sockets.splice(0)) socket.destroy();
	for (const server of servers.splice(0)) server.close();
});

/**
 * An uploader that waits for a complete request and then behaves as told. Returns its port and the received requests.
 */
async function uploader(answer: (socket: Socket) => void): Promise<{port: number; requests: string[]}> {
	const requests: string[] = [];
	const server = createServer(socket => {
		sockets.push(socket);
		let text = '';
		socket.on('error', () => {});
		socket.on('data', chunk => {
			text += chunk;
			if (!text.endsWith('\r\n\r\n')) return;
			requests.push(text);
			answer(socket);
		});
	});
	servers.push(server);
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	return {port: address.port, requests};
}

type Got = {readonly result: ClassicDownloadResult; readonly data: string; readonly total: number | undefined};

async function download(port: number, more: Partial<ClassicDownloadOptions> = {}): Promise<Got> {
	const pieces: Uint8Array[] = [];
	let total: number | undefined;
	const result = await classicDownload({
		source: {rfc: 7, from: 'bob', address: '127.0.0.1', port},
		host: 'carol',
		os: 'Linux 6.1',
		onHead: announced => {
			total = announced;
		},
		onData: bytes => {
			pieces.push(bytes);
		},
		...more,
	});
	return {result, data: Buffer.concat([result.prefix, ...pieces]).toString(), total};
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
	try {
		await work;
	} catch (error) {
		return error instanceof FailureError ? error.failure : error;
	}
	throw new Error('it did not fail');
}

const head = (length: number) => `P2P-CI/1.0 200 OK\r\nOS: x\r\nContent-Length: ${length}\r\n\r\n`;

describe('getting a document in P2P-CI/1.0', () => {
	it('asks to the byte as the grammar says, and tells both messages to the wire log', async () => {
		const {port, requests} = await uploader(socket => socket.end(`${head(5)}hello`));
		const wire = new WireLog();
		const {data, result, total} = await download(port, {wire});
		expect(requests).toEqual(['GET RFC 7 P2P-CI/1.0\r\nHost: carol\r\nOS: Linux 6.1\r\n\r\n']);
		expect({data, total, ...result}).toMatchObject({data: 'hello', total: 5, bytes: 5, lengthChecked: true});
		expect(wire.last(9)).toMatchObject([
			{direction: 'sent', party: `bob :${port}`, summary: 'GET RFC 7 P2P-CI/1.0', exchange: 1},
			{
				direction: 'received',
				status: 200,
				summary: 'OK, 5 bytes',
				bytes: head(5).length + 5,
				exchange: 1,
				text: head(5),
			},
		]);
	});

	it('tells the wire log as a problem that a source fell silent', async () => {
		const {port} = await uploader(socket => socket.write(`${head(9)}hello`));
		const wire = new WireLog();
		await failureOf(download(port, {wire, stallMs: 300}));
		expect(wire.last(9)).toMatchObject([
			{direction: 'sent', exchange: 1},
			{direction: 'event', trouble: true, summary: 'silent for too long: connection closed', exchange: 1},
		]);
	});

	it('does not wait long for a close that never comes', async () => {
		const {port} = await uploader(socket => socket.write(`${head(5)}hello`));
		// Longer than a test may take.
		expect((await download(port, {stallMs: 300_000})).data).toBe('hello');
	});

	it('takes all that comes until the close when the length does not fit, unverified', async () => {
		const {port} = await uploader(socket => {
			socket.write(`${head(5)}hello, `);
			socket.end('world');
		});
		const {data, result} = await download(port);
		expect([data, result.lengthChecked]).toEqual(['hello, world', false]);
	});

	it('puts a blank line back that belongs to the document', async () => {
		const {port} = await uploader(socket => socket.end(`${head(7)}hello`));
		const {data, result} = await download(port);
		expect([data, result.bytes]).toEqual(['\r\nhello', 7]);
	});

	it.each([
		[
			'a close before the end',
			(socket: Socket) => socket.end(`${head(9)}hello`),
			{kind: 'closed-early', received: 5, total: 9},
		],
		['a close without a word', (socket: Socket) => socket.end(), {kind: 'closed-early', received: 0}],
		['a 404', (socket: Socket) => socket.end('P2P-CI/1.0 404 Not Found\r\n\r\n'), {kind: 'peer-lacks'}],
		[
			'another error',
			(socket: Socket) => socket.end('P2P-CI/1.0 400 Bad Request\r\n\r\n'),
			{kind: 'other-status', code: 400},
		],
		['another protocol', (socket: Socket) => socket.end('HTTP/1.0 200 OK\r\n\r\n'), {kind: 'garbage-answer'}],
		['silence', (socket: Socket) => socket.write(`${head(9)}hello`), {kind: 'peer-silent', received: 5, seconds: 0.8}],
		[
			'an answer without end',
			(socket: Socket) => socket.write(`${head(2000)}h`),
			{kind: 'announced-too-large', bytes: 2000},
		],
	])('fails at %s', async (_name, answer, failure) => {
		const {port} = await uploader(answer);
		const found = await failureOf(download(port, {stallMs: 800, maxBytes: 1000}));
		expect(found).toMatchObject({rfc: 7, from: 'bob', ...failure});
	});

	it('waits for a head no longer when it trickles in', async () => {
		const {port} = await uploader(socket => {
			const more = () => {
				if (!socket.destroyed) socket.write('\n', () => setTimeout(more, 20));
			};
			more();
		});
		expect(await failureOf(download(port, {stallMs: 300}))).toMatchObject({kind: 'peer-silent', received: 0});
	});

	it('waits for data no longer when they trickle in', async () => {
		const {port} = await uploader(socket => {
			const more = () => {
				if (!socket.destroyed) socket.write('x', () => setTimeout(more, 20));
			};
			socket.write(head(5000), more);
		});
		expect(await failureOf(download(port, {stallMs: 800}))).toMatchObject({kind: 'peer-slow', from: 'bob'});
	});

	it('never takes a connection that broke for an end, even where the bytes would do', async () => {
		const {port} = await uploader(socket => {
			socket.write('P2P-CI/1.0 200 OK\r\n\r\nhello', () => setImmediate(() => socket.resetAndDestroy()));
		});
		expect(await failureOf(download(port))).toMatchObject({kind: 'closed-early'});
	});

	it('says why nobody can be reached', async () => {
		const port = await unusedPort();
		const failure = {kind: 'peer-refused', address: '127.0.0.1', port, reason: 'connection refused'};
		expect(await failureOf(download(port))).toMatchObject(failure);
	});

	it('stops at once when told so', async () => {
		const {port} = await uploader(socket => socket.write(head(9)));
		const stop = new AbortController();
		const error = await failureOf(download(port, {signal: stop.signal, onHead: () => stop.abort()}));
		expect(error).toBeInstanceOf(ConnectError);
	});

	it('reads no faster than its data is taken', async () => {
		const size = 16 * 1024 * 1024;
		let sent = 0;
		const {port} = await uploader(socket => {
			socket.write(head(size));
			const more = () => {
				while (sent < size) {
					sent += 65_536;
					if (!socket.write(Buffer.alloc(65_536))) return;
				}
				socket.end();
			};
			socket.on('drain', more);
			more();
		});
		let release = () => {};
		const held = new Promise<void>(resolve => {
			release = resolve;
		});
		let received = 0;
		let sentWhileHeld = 0;
		const done = download(port, {
			onData: async bytes => {
				if (received === 0) await held;
				received += bytes.length;
			},
		});
		// The system buffers a few megabytes on loopback: the sender blocks long before the end.
		await new Promise<void>(resolve => {
			const look = () => {
				if (sent > 0 && sent === sentWhileHeld) resolve();
				else {
					sentWhileHeld = sent;
					setTimeout(look, 100);
				}
			};
			look();
		});
		expect(sentWhileHeld).toBeLessThan(size);
		release();
		expect((await done).result.bytes).toBe(size);
		expect(received).toBe(size);
	});
});

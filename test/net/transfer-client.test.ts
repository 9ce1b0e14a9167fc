import {describe, expect, it} from 'vitest';
import {ConnectError} from '../../source/net/connect.ts';
import {TransferBroken} from '../../source/net/transfer-broken.ts';
import {TransferClient} from '../../source/net/transfer-client.ts';
import {WireLog} from '../../source/net/wire-log.ts';
import {until} from '../helpers/until.ts';
import {type Asked, honest, type Uploader, uploader} from '../helpers/uploader.ts';

const about = {address: '127.0.0.1', name: 'bob', os: 'Linux 6.1', party: 'carol'};
const open = (
	{port}: Uploader,
	more: {stallMs?: number; firstMs?: number; wire?: WireLog; onAnswer?: (ms: number) => void} = {},
) => TransferClient.open({...about, port, ...more});

const get = (client: TransferClient, rfc: number, signal?: AbortSignal) => {
	const pieces: Buffer[] = [];
	const onBody = (bytes: Uint8Array) => void pieces.push(Buffer.from(bytes));
	const done = client.request({method: 'GET', rfc, onBody, signal});
	return done.then(head => ({code: head.code, length: head.length, text: Buffer.concat(pieces).toString()}));
};

const answer = (asked: Asked) => honest(asked, Buffer.from(`text of ${asked.rfc}\n`));
const broken = async (work: Promise<unknown>): Promise<TransferBroken> => {
	const error = await work.catch((error: unknown) => error);
	if (!(error instanceof TransferBroken)) throw new Error(`it did not break off: ${error}`);
	return error;
};

describe('a connection to an uploader', () => {
	it('carries many requests at once, answered in order', async () => {
		await using carol = await uploader('carol', answer);
		const client = await open(carol);
		const answers = await Promise.all([1, 2, 3].map(rfc => get(client, rfc)));
		expect(answers.map(({text}) => text)).toEqual(['text of 1\n', 'text of 2\n', 'text of 3\n']);
		expect((await client.request({method: 'HEAD', rfc: 4})).length).toBe(10);
		expect((await get(client, 5)).text).toBe('text of 5\n');
		expect(carol.connections()).toBe(1);
		client.close();
	});

	it('needs next to no memory until something is answered', async () => {
		await using silent = await uploader('silent', () => {});
		const before = process.memoryUsage();
		const clients = await Promise.all(Array.from({length: 100}, () => open(silent)));
		const now = process.memoryUsage();
		expect(now.external + now.arrayBuffers - before.external - before.arrayBuffers).toBeLessThan(40 * 1024 * 1024);
		for (const client of clients) client.close();
	});

	it('says who it is, and is in the wire log with its answer', async () => {
		await using carol = await uploader('carol', answer);
		const wire = new WireLog();
		const client = await open(carol, {wire});
		await get(client, 7);
		expect(carol.asked[0]?.text).toBe('GET RFC 7 P2P-CI/1.1\r\nHost: bob\r\nOS: Linux 6.1\r\n\r\n');
		expect(wire.last(2).map(({summary, status}) => [summary, status])).toEqual([
			['GET RFC 7 P2P-CI/1.1', undefined],
			['OK, 10 bytes', 200],
		]);
		client.close();
	});

	it('tells how long an answer took that waited behind no other', async () => {
		await using carol = await uploader('carol', answer);
		const times: number[] = [];
		const client = await open(carol, {onAnswer: ms => times.push(ms)});
		await Promise.all([1, 2, 3].map(rfc => get(client, rfc)));
		expect(times).toHaveLength(1);
		await get(client, 4);
		expect(times).toHaveLength(2);
		expect(Math.min(...times)).toBeGreaterThan(0);
		client.close();
	});

	it('reads no further than a few buffers while what came is not dealt with', async () => {
		const much = Buffer.alloc(8 * 1024 * 1024, 'x');
		let taken = 0;
		await using carol = await uploader('carol', asked => honest(asked, much));
		const client = await open(carol);
		let release = () => {};
		const gate = new Promise<void>(resolve => {
			release = resolve;
		});
		const onBody = (bytes: Uint8Array) => {
			taken += bytes.length;
			return gate;
		};
		const done = client.request({method: 'GET', rfc: 1, onBody});
		const first = await until(() => taken > 0 && taken);
		await new Promise(resolve => setTimeout(resolve, 100));
		expect(taken).toBeGreaterThanOrEqual(first);
		expect(taken).toBeLessThanOrEqual(4 * 1024 * 1024);
		release();
		await done;
		expect(taken).toBe(much.length);
		client.close();
	});

	it('gives a body every byte as it was sent, in whatever pieces it comes', async () => {
		const text = 'abcdefghij'.repeat(20);
		await using carol = await uploader('carol', ({socket}) => {
			const all = `P2P-CI/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
			const send = (at: number): void => {
				if (at >= all.length) return;
				socket.write(all.slice(at, at + 7));
				setImmediate(() => send(at + 7));
			};
			send(0);
		});
		const client = await open(carol);
		expect((await get(client, 1)).text).toBe(text);
		client.close();
	});

	it('takes an answer of 1.0, no answer, or a close at once, as another version', async () => {
		const ways: ReadonlyArray<(asked: Asked) => void> = [
			({socket}) => socket.end('P2P-CI/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc'),
			({socket}) => socket.end('P2P-CI/1.1 200 OK\r\n\r\nabc'),
			({socket}) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
			({socket}) => socket.end(),
			() => {},
		];
		for (const way of ways) {
			await using carol = await uploader('carol', way);
			const wire = new WireLog();
			const client = await open(carol, {firstMs: 100, wire});
			expect((await broken(get(client, 1))).kind).toBe('foreign');
			expect(client.closed).toBe(true);
			expect(wire.last(1)).toMatchObject([{summary: 'no answer in P2P-CI/1.1'}]);
		}
	});

	it('tells how far it came when the connection breaks, and who had no turn yet', async () => {
		await using carol = await uploader('carol', asked => {
			if (asked.turn === 0) answer(asked);
			else if (asked.turn === 1) asked.socket.end('P2P-CI/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc');
		});
		const client = await open(carol);
		const [, second, third] = await Promise.allSettled([get(client, 1), get(client, 2), get(client, 3)]);
		expect(second).toMatchObject({reason: {kind: 'closed', begun: true, received: 3, total: 9}});
		expect(third).toMatchObject({reason: {kind: 'closed', begun: false}});
	});

	it('gives up on silence in the middle, and on garbage after proper answers', async () => {
		await using carol = await uploader('carol', asked => {
			if (asked.rfc === 1) answer(asked);
			else if (asked.rfc === 2) asked.socket.write('P2P-CI/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc');
			else asked.socket.write('no head at all\r\n');
		});
		const silent = await open(carol, {stallMs: 500});
		await get(silent, 1);
		expect(await broken(get(silent, 2))).toMatchObject({kind: 'silent', received: 3, total: 9});
		const garbled = await open(carol);
		await get(garbled, 1);
		expect((await broken(get(garbled, 3))).kind).toBe('garbage');
	});

	it.each([
		['a head', ''],
		['a body', 'P2P-CI/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n'],
	])('gives up on %s that comes byte by byte', async (_what, first) => {
		await using carol = await uploader('carol', ({socket}) => {
			const more = () => {
				if (!socket.destroyed) socket.write('P', () => setTimeout(more, 40));
			};
			socket.write(first, more);
		});
		const client = await open(carol, {stallMs: 800});
		expect(await broken(get(client, 1))).toMatchObject({kind: 'slow', begun: true, seconds: 0.8});
	});

	it('gives one request up, and the connection only when much of its answer is to come', async () => {
		const much = Buffer.alloc(2 * 1024 * 1024, 'x');
		await using carol = await uploader('carol', asked => (asked.rfc === 9 ? honest(asked, much) : answer(asked)));
		const client = await open(carol);
		await get(client, 1);
		const stop = new AbortController();
		const small = get(client, 2, stop.signal);
		const next = get(client, 3);
		stop.abort();
		await expect(small).rejects.toBeInstanceOf(ConnectError);
		expect((await next).text).toBe('text of 3\n');
		const refused = client.request({
			method: 'GET',
			rfc: 9,
			onHead: () => {
				throw new Error('not this one');
			},
		});
		await expect(refused).rejects.toThrow('not this one');
		await until(() => client.closed);
	});

	it('resolves with other answers, whose bodies are nobody’s', async () => {
		await using carol = await uploader('carol', ({socket}) =>
			socket.write('P2P-CI/1.1 503 Service Unavailable\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\n{}'),
		);
		const client = await open(carol);
		expect(await client.request({method: 'GET', rfc: 1, onBody: () => expect.unreachable()})).toMatchObject({
			code: 503,
			retryAfter: 7,
		});
		client.close();
	});
});

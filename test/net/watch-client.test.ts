import {createServer, type Socket} from 'node:net';
import {afterEach, describe, expect, it} from 'vitest';
import {watchIndex} from '../../source/net/watch-client.ts';
import {WireLog} from '../../source/net/wire-log.ts';
import type {WatchEvent} from '../../source/protocol/message.ts';

const host = '127.0.0.1';
const cleanup: Array<() => void> = [];
afterEach(() => {
	for (const each of cleanup.splice(0)) each();
});

/** A server that does with each connection, once something was asked on it, what a test says. */
async function serve(onAsked: (socket: Socket, asked: string) => void): Promise<number> {
	const server = createServer(socket => {
		cleanup.push(() => void socket.destroy());
		socket.on('error', () => {}).once('data', chunk => onAsked(socket, String(chunk)));
	});
	await new Promise<void>(resolve => server.listen(0, host, resolve));
	cleanup.push(() => void server.close());
	const address = server.address();
	return typeof address === 'object' && address ? address.port : 0;
}

const head = 'P2P-CI/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nGeneration: e-4\r\n\r\n';
const record = {rfc: 7, title: 'Seven', host: 'bob', address: '10.0.0.5', port: 6002};
const added = (number: number) => `${JSON.stringify({event: 'rfc-added', generation: `e-${number}`, ...record})}\n`;
const resync = '{"event":"resync","generation":"e-9"}\n';

/** The events until there are so many. */
async function take(events: AsyncIterable<WatchEvent>, count: number): Promise<WatchEvent[]> {
	const taken: WatchEvent[] = [];
	for await (const event of events) if (taken.push(event) === count) break;
	return taken;
}

describe('watching an index', () => {
	it('gives each change once, however the bytes are cut', async () => {
		const asked: string[] = [];
		const port = await serve((socket, request) => {
			asked.push(request);
			for (const byte of Buffer.from(head + added(5) + resync)) socket.write(Buffer.from([byte]));
		});
		const opened: string[] = [];
		const events = watchIndex({host, port, since: 'e-4', onOpen: generation => opened.push(generation)});
		expect(await take(events, 2)).toEqual([
			{event: 'rfc-added', generation: 'e-5', record},
			{event: 'resync', generation: 'e-9'},
		]);
		expect([asked, opened]).toEqual([['WATCH CHANGES P2P-CI/1.1\r\nSince: e-4\r\n\r\n'], ['e-4']]);
	});

	it('leaves out lines that are no event it knows', async () => {
		const strange = [
			'',
			'hello',
			'{}',
			'{"event":"new","generation":"e-5"}',
			'{"event":"rfc-added","generation":"e-5"}',
		];
		const port = await serve(socket => socket.write(`${head}${strange.join('\n')}\n${added(6)}`));
		expect(await take(watchIndex({host, port}), 1)).toMatchObject([{generation: 'e-6'}]);
	});

	it('says how it ended', async () => {
		const ends: readonly (readonly [(socket: Socket) => void, object, silenceMs?: number])[] = [
			[socket => socket.end(head + added(5)), {name: 'ConnectError', reason: 'reset'}],
			[socket => socket.end(head), {name: 'ConnectError', reason: 'reset'}],
			[socket => socket.write(head), {name: 'ConnectError', reason: 'timeout'}, 500],
			[socket => socket.write(head + 'x'.repeat(70_000)), {name: 'ConnectError', reason: 'reset'}],
			[socket => socket.end(), {name: 'ForeignError', reason: 'closed'}],
			[socket => socket.resetAndDestroy(), {name: 'ForeignError', reason: 'closed'}],
			[socket => socket.write('P2P-CI/1.0 400 Bad Request\r\n\r\n\r\n'), {name: 'ForeignError', reason: 'classic'}],
			[
				socket => socket.write('P2P-CI/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'),
				{name: 'ForeignError', reason: 'no-watch', body: Buffer.alloc(0)},
			],
			[
				socket => socket.write('P2P-CI/1.1 501 Not Implemented\r\nContent-Length: 2\r\n\r\n{}'),
				{name: 'ForeignError', reason: 'no-watch', body: Buffer.from('{}')},
			],
		];
		for (const [answer, error, silenceMs = 30_000] of ends) {
			const port = await serve(answer);
			await expect(take(watchIndex({host, port, silenceMs}), 2)).rejects.toMatchObject(error);
		}
	});

	it('stops when it is told to, and closes its connection when nobody wants more', async () => {
		let closed = 0;
		const port = await serve(socket => socket.on('close', () => closed++).write(head));
		const stop = new AbortController();
		const watching = take(watchIndex({host, port, signal: stop.signal, onOpen: () => stop.abort()}), 1);
		await expect(watching).rejects.toMatchObject({reason: 'aborted'});
		await expect.poll(() => closed).toBe(1);
	});

	it('tells the log each change, many at a time as one, and no heartbeat', async () => {
		const wire = new WireLog();
		const many = Array.from({length: 20}, (_, index) => added(index + 6)).join('');
		const sockets: Socket[] = [];
		const port = await serve(socket => {
			sockets.push(socket);
			socket.write(`${head}{"event":"heartbeat","generation":"e-4"}\n${added(5)}`);
		});
		let count = 0;
		for await (const {generation} of watchIndex({host, port, wire})) {
			if (generation === 'e-5') sockets[0]?.write(many);
			if (++count === 22) break;
		}
		expect(wire.last(10).map(({direction, summary}) => [direction, summary])).toEqual([
			['sent', 'WATCH CHANGES P2P-CI/1.1'],
			['received', 'OK'],
			['received', 'rfc-added 7 bob'],
			['received', '20 changes: rfc-added 7 bob to rfc-added 7 bob'],
		]);
		expect(wire.last(1)[0]?.changes).toEqual([{event: 'rfc-added', count: 20, who: 'bob'}]);
		expect(new Set(wire.last(10).map(({exchange}) => exchange)).size).toBe(1);
	});
});

import {type AddressInfo, connect, createServer, type Socket} from 'node:net';
import {afterEach, describe, expect, it} from 'vitest';
import {AnswerWriter} from '../../source/net/answer-writer.ts';
import {freePort, PortInUseError} from '../../source/net/bind.ts';
import {connect as connectTo} from '../../source/net/connect.ts';
import type {RequestHandler} from '../../source/net/connection.ts';
import {type Listener, type ListenOptions, listen} from '../../source/net/listener.ts';
import {NetworkKey} from '../../source/net/network-key.ts';
import {unusedPort} from '../helpers/ports.ts';

const host = '127.0.0.1';
const cleanup: Array<() => void | Promise<void>> = [];
afterEach(async () => {
	for (const each of cleanup.splice(0)) await each();
});

async function start(handle: RequestHandler, options: Partial<ListenOptions> = {}): Promise<Listener> {
	const listener = await listen({host, port: 0, handle, ...options});
	cleanup.push(() => listener.close());
	return listener;
}

type Client = {
	readonly socket: Socket;
	text(): string;
	readonly closed: Promise<void>;
	has(part: string): Promise<string>;
};

async function dial(port: number, localAddress = host): Promise<Client> {
	const socket = connect({host, port, localAddress, allowHalfOpen: true});
	cleanup.push(() => void socket.destroy());
	let text = '';
	const waiters = new Set<() => void>();
	socket.on('data', chunk => {
		text += chunk;
		for (const waiter of waiters) waiter();
	});
	socket.on('error', () => {});
	const closed = new Promise<void>(resolve => socket.once('close', () => resolve()).once('end', () => resolve()));
	await new Promise(resolve => socket.once('connect', resolve));
	const has = (part: string) =>
		new Promise<string>(resolve => {
			const check = () => {
				if (text.includes(part)) resolve(text);
			};
			waiters.add(check);
			check();
		});
	return {socket, text: () => text, closed, has};
}

/** Answers each request with its number and a line end; the answer for RFC 1 waits until `release` is called. */
function numbering(): {handle: RequestHandler; release: () => void} {
	let release = () => {};
	const released = new Promise<void>(resolve => {
		release = resolve;
	});
	const handle: RequestHandler = (decoded, connection) => {
		if (decoded.kind === 'bad') {
			connection.write(`error ${decoded.error.status}\n`);
			return undefined;
		}
		const {target} = decoded.request;
		const answer = () => connection.write(`${target.kind === 'rfc' ? target.number : target.kind}\n`);
		if (target.kind === 'rfc' && target.number === 1) return released.then(answer);
		answer();
		return undefined;
	};
	return {handle, release};
}

const lookup = (number: number) => `LOOKUP RFC ${number} P2P-CI/1.1\r\n\r\n`;

describe('requests that are pipelined', () => {
	it('are answered in their order, also when the first takes longest', async () => {
		const {handle, release} = numbering();
		const {port} = await start(handle);
		const client = await dial(port);
		client.socket.write(lookup(2) + lookup(1) + lookup(3) + lookup(4));
		expect(await client.has('2\n')).toBe('2\n');
		client.socket.write(lookup(5));
		release();
		expect(await client.has('5\n')).toBe('2\n1\n3\n4\n5\n');
	});

	it('are answered together', async () => {
		const {handle} = numbering();
		const {port} = await start(handle);
		const client = await dial(port);
		const chunks: string[] = [];
		client.socket.on('data', chunk => chunks.push(String(chunk)));
		client.socket.write(lookup(7).repeat(50));
		await client.has('7\n'.repeat(50));
		expect(chunks).toEqual(['7\n'.repeat(50)]);
	});

	it('of one connection do not hold up those of another, also when each takes no time', async () => {
		let [many, before] = [0, 0];
		const {port} = await start(async (decoded, connection) => {
			const {target} = decoded.kind === 'request' ? decoded.request : {target: undefined};
			if (target?.kind === 'rfc' && target.number === 2) {
				before = many;
				connection.write('2\n');
				return;
			}
			many++;
			const end = performance.now() + 1;
			while (performance.now() < end);
		});
		const [flood, client] = [await dial(port), await dial(port)];
		flood.socket.write(lookup(1).repeat(600));
		await expect.poll(() => many, {interval: 1}).toBeGreaterThan(0);
		client.socket.write(lookup(2));
		await client.has('2\n');
		expect(before).toBeLessThan(500);
	});

	it('are taken no faster than their answers are read', async () => {
		const answer = 'x'.repeat(64 * 1024);
		let handled = 0;
		const {port} = await start((_decoded, connection) => {
			handled++;
			connection.write(answer);
		});
		const client = await dial(port);
		client.socket.pause();
		client.socket.write(lookup(7).repeat(1000));
		await settled(() => handled);
		// 1,000 answers are 64 MB: most requests have to wait before they are answered.
		expect(handled).toBeLessThan(500);
		let bytes = 0;
		client.socket.on('data', chunk => {
			bytes += chunk.length;
		});
		client.socket.resume();
		await expect.poll(() => bytes, {timeout: 60_000}).toBe(1000 * answer.length);
	});
});

describe('answers that nobody reads', () => {
	const answer = 'x'.repeat(64 * 1024);

	it.each(['open', 'half-closed'])('are given up after a while, with their connection (%s)', async side => {
		const opened = Promise.withResolvers<unknown>();
		const listener = await start((_decoded, connection) => connection.write(answer), {
			stalledMs: 300,
			onOpen: opened.resolve,
		});
		const client = await dial(listener.port);
		client.socket.pause();
		client.socket.write(lookup(7).repeat(1000));
		if (side === 'half-closed') client.socket.end();
		await opened.promise;
		await expect.poll(() => listener.connections, {timeout: 20_000}).toBe(0);
	});

	/** Both ends of a connection whose client does not read yet. */
	async function unread(): Promise<{readonly client: Client; readonly socket: Socket}> {
		const accepted = Promise.withResolvers<Socket>();
		const server = createServer(accepted.resolve);
		cleanup.push(() => void server.close());
		await new Promise<void>(resolve => server.listen(0, host, resolve));
		const client = await dial((server.address() as AddressInfo).port);
		client.socket.pause();
		return {client, socket: (await accepted.promise).on('error', () => {})};
	}

	it('are given up also where their client goes on sending', async () => {
		const {client, socket} = await unread();
		const writer = new AnswerWriter(socket, 100);
		const fill = () => {
			while (!socket.writableNeedDrain) writer.write(Buffer.from(answer));
		};
		// The system may find room for more a moment later.
		socket.on('drain', fill);
		fill();
		const sending = setInterval(() => client.socket.write('\n'), 10);
		cleanup.push(() => clearInterval(sending));
		await expect.poll(() => socket.destroyed, {timeout: 20_000}).toBe(true);
	});

	it('have more time where they are encrypted: that a slow client takes parts of them is not seen there', async () => {
		const key = new NetworkKey(Buffer.alloc(32, 7));
		const tls = key.server();
		const accepted = new Promise<Socket>(resolve => tls.once('secureConnection', resolve));
		const server = createServer(socket =>
			tls.emit(
				'connection',
				socket.on('error', () => {}),
			),
		);
		cleanup.push(() => void server.close());
		await new Promise<void>(resolve => server.listen(0, host, resolve));
		const client = await connectTo({host, port: (server.address() as AddressInfo).port, key});
		cleanup.push(() => void client.on('error', () => {}).destroy());
		const socket = (await accepted).on('error', () => {});
		new AnswerWriter(socket, 60_000).write(Buffer.alloc(32 * 1024 * 1024));
		expect(socket.timeout).toBe(600_000);
	});

	it('are not given up once they are read, nor is the connection when it idles then', async () => {
		const {client, socket} = await unread();
		const writer = new AnswerWriter(socket, 60_000);
		while (!socket.writableNeedDrain) writer.write(Buffer.from(answer));
		expect(socket.timeout).toBe(60_000);
		client.socket.resume();
		await writer.drained();
		expect(socket.timeout).toBe(0);
	});

	it('are limited behind a document, too, which has a limit of its own', async () => {
		const {client, socket} = await unread();
		const writer = new AnswerWriter(socket, 60_000);
		const document = Buffer.alloc(64 * 1024);
		let sent = writer.send(document, 500_000);
		while (!sent) sent = writer.send(document, 500_000);
		// More than the system takes at once while the client reads.
		writer.write(Buffer.alloc(32 * 1024 * 1024));
		expect(socket.timeout).toBe(500_000);
		client.socket.removeAllListeners('data').resume();
		await sent;
		expect(socket.timeout).toBe(60_000);
		await writer.drained();
		expect(socket.timeout).toBe(0);
	});
});

/** Resolves when a value has not changed ten times in a row. */
async function settled(value: () => number): Promise<void> {
	let [last, same] = [value(), 0];
	await expect
		.poll(
			() => {
				same = value() === last && last > 0 ? same + 1 : 0;
				last = value();
				return same;
			},
			{interval: 20, timeout: 60_000},
		)
		.toBeGreaterThan(10);
}

describe('a connection', () => {
	it('that the client half-closes is answered, then closed', async () => {
		const {handle, release} = numbering();
		const {port} = await start(handle);
		const client = await dial(port);
		client.socket.end(lookup(1) + lookup(2));
		release();
		await client.closed;
		expect(client.text()).toBe('1\n2\n');
	});

	it('whose head is not complete in time gets 408 and ends, however slowly it trickles', async () => {
		const {handle} = numbering();
		const {port} = await start(handle, {headTimeoutMs: 150});
		const client = await dial(port);
		const trickle = setInterval(() => client.socket.write('x'), 10);
		cleanup.push(() => clearInterval(trickle));
		await client.closed;
		expect(client.text()).toBe('error 408\n');
	});

	it('is not taken for slow because this program was held up or stopped', async () => {
		const {handle} = numbering();
		const headTimeoutMs = 50;
		const [second, rest] = [lookup(3).slice(0, 4), lookup(3).slice(4)];
		let heldUp = false;
		const {port} = await start(
			(decoded, connection) => {
				// The other half has arrived, unread, when the time for it is over.
				if (!heldUp) client.socket.write(rest);
				while (!heldUp) heldUp = performance.now() - begun > 2 * headTimeoutMs;
				return handle(decoded, connection);
			},
			{headTimeoutMs},
		);
		const client = await dial(port);
		const begun = performance.now();
		client.socket.write(lookup(2) + second);
		expect(await client.has('3\n')).toBe('2\n3\n');
	});

	it('that idles between heads is left alone', async () => {
		const {handle} = numbering();
		const {port} = await start(handle, {headTimeoutMs: 20});
		const [idle, late] = [await dial(port), await dial(port)];
		idle.socket.write(`${lookup(2)}\r\n`);
		await idle.has('2\n');
		late.socket.write('LOOK');
		await late.closed;
		idle.socket.write(lookup(3));
		expect(await idle.has('3\n')).toBe('2\n3\n');
	});

	it('that passed a limit gets its answer although it goes on sending', async () => {
		const {handle} = numbering();
		const {port} = await start(handle);
		const client = await dial(port);
		client.socket.write('x'.repeat(200_000));
		await client.closed;
		expect(client.text()).toBe('error 400\n');
	});

	it('whose handler fails is closed, and others go on', async () => {
		const {port} = await start((decoded, connection) => {
			if (decoded.kind === 'bad') throw new Error('handler');
			connection.write('fine\n');
		});
		const [bad, good] = [await dial(port), await dial(port)];
		bad.socket.write('?\r\n\r\n');
		await bad.closed;
		good.socket.write(lookup(2));
		expect(await good.has('fine\n')).toBe('fine\n');
	});
});

describe('the limit of connections', () => {
	it('closes the longest idle one that never joined, without a word', async () => {
		const full: number[] = [];
		const {handle} = numbering();
		const listener = await start(
			(decoded, connection) => {
				connection.joined ||= decoded.kind === 'request' && decoded.request.method === 'JOIN';
				return handle(decoded, connection);
			},
			{maxConnections: 3, onFull: count => full.push(count)},
		);
		const joined = await dial(listener.port);
		joined.socket.write('JOIN PEER P2P-CI/1.1\r\n\r\n');
		await joined.has('peer\n');
		const [busy, idle] = [await dial(listener.port), await dial(listener.port)];
		idle.socket.write(lookup(2));
		await idle.has('2\n');
		busy.socket.write(lookup(3));
		await busy.has('3\n');
		const fourth = await dial(listener.port);
		fourth.socket.write(lookup(4));
		await fourth.has('4\n');
		await idle.closed;
		expect(idle.text()).toBe('2\n');
		expect(full).toEqual([3]);
		busy.socket.write(lookup(5));
		joined.socket.write(lookup(6));
		await Promise.all([busy.has('5\n'), joined.has('6\n')]);
	});

	/** A server that counts who joined, and what joins it. */
	const joinable = async (maxConnections: number) => {
		const {handle} = numbering();
		const {port} = await start(
			(decoded, connection) => {
				connection.joined ||= decoded.kind === 'request' && decoded.request.method === 'JOIN';
				return handle(decoded, connection);
			},
			{maxConnections},
		);
		const join = async (address?: string) => {
			const client = await dial(port, address);
			client.socket.write('JOIN PEER P2P-CI/1.1\r\n\r\n');
			await client.has('peer\n');
			return client;
		};
		const joinAll = (count: number) => Promise.all(Array.from({length: count}, () => join()));
		return {port, join, joinAll};
	};

	it('takes no connection of a peer, wherever those are that never joined', async () => {
		const {port, join, joinAll} = await joinable(8);
		const peers = await joinAll(6);
		const [longIdle, idle] = [await dial(port), await dial(port, '127.0.0.2')];
		for (const each of [longIdle, idle]) {
			each.socket.write(lookup(2));
			await each.has('2\n');
		}
		peers.push(await join('127.0.0.3'));
		await longIdle.closed;
		peers.push(await join('127.0.0.4'));
		await idle.closed;
		const late = await dial(port, '127.0.0.5');
		await late.closed;
		for (const each of peers) each.socket.write(lookup(3));
		await Promise.all(peers.map(each => each.has('3\n')));
	});

	it('is reached sooner by a crowd of one machine, which by joining neither keeps out nor pushes out others', async () => {
		const {port, join, joinAll} = await joinable(320);
		const reader = await dial(port, '127.0.0.2');
		reader.socket.write(lookup(2));
		await reader.has('2\n');
		const peers = await joinAll(299);
		const oneMore = await dial(port);
		await oneMore.closed;
		for (let last = 3; last <= 22; last++) peers.push(await join(`127.0.0.${last}`));
		for (const each of [reader, ...peers]) each.socket.write(lookup(3));
		await Promise.all([reader, ...peers].map(each => each.has('3\n')));
		peers.push(await join('127.0.0.23'));
		await reader.closed;
		const late = await dial(port, '127.0.0.24');
		await late.closed;
		for (const each of peers) each.socket.write(lookup(4));
		await Promise.all(peers.map(each => each.has('4\n')));
	});
});

describe('a port', () => {
	it('in use is told with the next one that is free', async () => {
		const {handle} = numbering();
		const {port} = await start(handle, {port: await unusedPort()});
		const error = await listen({host, port, handle}).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(PortInUseError);
		const {freePort: free} = error as PortInUseError;
		expect(free).toBeGreaterThan(port);
		expect(await freePort(host, port)).toBe(free);
	});

	it('in use gives way to the next one that is free, for each of several at once, where it was only offered', async () => {
		const {handle} = numbering();
		const {port} = await start(handle);
		const others = await Promise.all([1, 2, 3].map(() => start(handle, {port, orNext: true})));
		const ports = [port, ...others.map(each => each.port)];
		expect(new Set(ports).size).toBe(4);
		expect(Math.min(...ports)).toBe(port);
	});
});

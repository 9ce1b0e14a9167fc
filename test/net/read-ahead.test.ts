import {connect} from 'node:net';
import {afterEach, describe, expect, it} from 'vitest';
import type {ServerConnection} from '../../source/net/connection.ts';
import {type Listener, type ListenOptions, listen} from '../../source/net/listener.ts';
import {RawClient} from '../helpers/raw-client.ts';
import {until} from '../helpers/until.ts';

const listeners: Listener[] = [];

afterEach(async () => {
	await Promise.all(listeners.splice(0).map(listener => listener.close()));
});

async function start(options: Pick<ListenOptions, 'handle'> & Partial<ListenOptions>): Promise<Listener> {
	const listener = await listen({host: '127.0.0.1', port: 0, ...options});
	listeners.push(listener);
	return listener;
}

const request = (rfc: number): string => `GET RFC ${rfc} P2P-CI/1.1\r\n\r\n`;

describe('a connection that reads ahead', () => {
	it('shows the requests that wait while one is answered, some of them and no more', async () => {
		const first = Promise.withResolvers<void>();
		let seen: ServerConnection | undefined;
		let handled = 0;
		const {port} = await start({
			readAhead: 4,
			handle: async (_, connection) => {
				seen = connection;
				if (handled++ === 0) await first.promise;
				connection.write('x');
			},
		});
		await using client = await RawClient.connect({port});
		const most = (count: number) => until(() => seen?.waiting.length === count);
		await client.send(request(1));
		await until(() => handled === 1);
		for (let count = 1; count <= 4; count++) {
			await client.send(request(1 + count));
			await most(count);
		}
		// The fifth is in the system's hands until one was answered.
		await client.send(request(6));
		expect(seen?.waiting.length).toBe(4);
		first.resolve();
		expect(await client.read(6)).toBe('xxxxxx');
	});
});

describe('bytes that are sent', () => {
	it('are told to be taken, at once or when they are', async () => {
		const bytes = Buffer.alloc(64 * 1024 * 1024);
		const {port} = await start({
			handle: async (_, connection) => {
				await connection.send(Buffer.from('small'), 60_000);
				const taken = connection.send(bytes, 60_000);
				expect(taken).toBeInstanceOf(Promise);
				await taken;
				// They may change now: the system has them.
				bytes.fill('y');
				connection.write('end');
			},
		});
		const socket = connect(port, '127.0.0.1');
		socket.write(request(1));
		let received = 0;
		let changed = false;
		let last = '';
		for await (const chunk of socket) {
			received += chunk.length;
			changed ||= chunk.includes('y');
			last = chunk.toString().slice(-3);
			if (last === 'end') break;
		}
		expect(received).toBe(5 + bytes.length + 3);
		expect(changed).toBe(false);
	});

	it('that nobody takes end the connection, and whoever waits is told', async () => {
		let failure: unknown;
		const {port} = await start({
			handle: async (_, connection) => {
				failure = await connection.send(Buffer.alloc(64 * 1024 * 1024), 200)?.catch((error: unknown) => error);
				expect(() => connection.send(Buffer.from('x'), 200)?.catch(() => {})).not.toThrow();
			},
		});
		const socket = connect(port, '127.0.0.1');
		socket.on('error', () => {});
		socket.pause().write(request(1));
		await until(() => failure !== undefined);
		expect(failure).toMatchObject({name: 'ClosedError'});
		socket.destroy();
	});
});

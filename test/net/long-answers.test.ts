import {connect, type Socket} from 'node:net';
import {afterEach, expect, it} from 'vitest';
import {listen} from '../../source/net/listener.ts';

const host = '127.0.0.1';
const cleanup: Array<() => unknown> = [];
afterEach(async () => {
	for (const each of cleanup.splice(0)) await each();
});

/** The answer to LIST is short, that to LOOKUP takes a moment and has 64 KB. `looked` counts the latter. */
async function serve(): Promise<{readonly port: number; readonly looked: () => number}> {
	const long = 'x'.repeat(64 * 1024);
	let looked = 0;
	const {port, close} = await listen({
		host,
		port: 0,
		handle(decoded, connection) {
			if (decoded.kind === 'request' && decoded.request.method === 'LIST') {
				connection.write('here\n');
				return;
			}
			looked++;
			const end = performance.now() + 0.2;
			while (performance.now() < end);
			connection.write(long);
		},
	});
	cleanup.push(close);
	return {port, looked: () => looked};
}

const list = async (socket: Socket): Promise<void> => {
	socket.write('LIST ALL P2P-CI/1.1\r\n\r\n');
	await new Promise(resolve => socket.once('data', resolve));
};

/** A connection that has been answered once: others may still wait to be accepted. */
async function dial(port: number): Promise<Socket> {
	const socket = connect({host, port});
	cleanup.push(() => socket.destroy());
	await list(socket);
	return socket;
}

it('of many long answers, though they take them at once, leave turns to others', async () => {
	const {port, looked} = await serve();
	const many = await Promise.all(Array.from({length: 100}, () => dial(port)));
	for (const each of many) each.resume().write('LOOKUP RFC 1 P2P-CI/1.1\r\n\r\n'.repeat(100));
	let [most, before] = [0, 0];
	while (looked() < 1500) {
		await new Promise(resolve => setImmediate(resolve));
		most = Math.max(most, looked() - before);
		before = looked();
	}
	// Some 12 ms of work: without turns it was 40 ms and more, however many others waited.
	expect(most).toBeLessThan(100);
});

import {connect, createServer, type Socket} from 'node:net';
import {afterEach, expect, it} from 'vitest';
import {RequestReader} from '../../source/net/request-reader.ts';
import {until} from '../helpers/until.ts';

const host = '127.0.0.1';
const cleanup: Array<() => unknown> = [];
afterEach(() => {
	for (const each of cleanup.splice(0)) each();
});

/** Both ends of a connection. */
async function pair(): Promise<{readonly client: Socket; readonly socket: Socket}> {
	const accepted = Promise.withResolvers<Socket>();
	const server = createServer({allowHalfOpen: true}, accepted.resolve);
	await new Promise<void>(resolve => server.listen(0, host, resolve));
	const address = server.address();
	const client = connect({host, port: typeof address === 'object' && address ? address.port : 0});
	const socket = await accepted.promise;
	cleanup.push(
		() => server.close(),
		() => client.destroy(),
		() => socket.destroy(),
	);
	return {client, socket};
}

/** A reader whose chunks wait for their turn, what it heard, and the chunks that wait. */
function reading(socket: Socket) {
	const waiting: Array<() => void> = [];
	const heard: string[] = [];
	const reader = new RequestReader(socket, {
		timeSlices: {
			take(work) {
				waiting.push(work);
				return false;
			},
		},
		headTimeoutMs: 10_000,
		onActivity: () => {},
		onEncrypted: () => {},
		onRequests: requests => heard.push(...requests.map(({text}) => text)),
		onEnd: last => heard.push(`end ${last?.text}`),
	});
	return {reader, waiting, heard};
}

it('reads neither more nor the end before a chunk that waits for its turn', async () => {
	const {client, socket} = await pair();
	let ended = false;
	socket.on('end', () => {
		ended = true;
	});
	const {reader, waiting, heard} = reading(socket);
	client.end('LIST ALL P2P-CI/1.1\r\n\r\n');
	await until(() => ended && waiting.length === 1);
	// As after the answers to earlier requests.
	reader.resume();
	expect(socket.isPaused()).toBe(true);
	expect(heard).toEqual([]);
	for (const work of waiting.splice(0)) work();
	expect(heard).toEqual(['LIST ALL P2P-CI/1.1\r\n\r\n', 'end undefined']);
	reader.resume();
	expect(socket.isPaused()).toBe(false);
});

it('takes no request of a chunk that waits for its turn when the last answer is given', async () => {
	const {client, socket} = await pair();
	const {reader, waiting, heard} = reading(socket);
	client.write('LIST ALL P2P-CI/1.1\r\n\r\n');
	await until(() => waiting.length === 1);
	reader.discard();
	for (const work of waiting.splice(0)) work();
	expect(heard).toEqual([]);
});

import {createServer, type Socket} from 'node:net';
import {afterEach, expect, it} from 'vitest';
import {classicDownload} from '../../source/net/classic-download.ts';
import {contact} from '../../source/net/contact.ts';
import {ReadingSocket} from '../../source/net/reading-socket.ts';
import {TransferClient} from '../../source/net/transfer-client.ts';
import {until} from '../helpers/until.ts';

const cleanup: Array<() => void> = [];
afterEach(() => {
	for (const each of cleanup.splice(0)) each();
});

type Slow = {readonly port: number; readonly end: Promise<unknown>};

/**
 * Answers the first request in 1.0, in many small writes, and closes. `end`: `in order`, or the error of writing to a
 * closed connection.
 */
async function slowProgram(status: string): Promise<Slow> {
	const {promise, resolve} = Promise.withResolvers<unknown>();
	const server = createServer({allowHalfOpen: true}, socket => {
		cleanup.push(() => void socket.destroy());
		socket.on('error', resolve).on('close', () => resolve('in order'));
		socket.once('data', () => write(socket, `P2P-CI/1.0 ${status}\r\n`, 20));
	});
	const write = (socket: Socket, line: string, left: number): void => {
		if (left === 0) socket.end('\r\n');
		else if (!socket.destroyed) socket.write(line, () => setTimeout(() => write(socket, 'OS: Any\r\n', left - 1), 5));
	};
	await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
	cleanup.push(() => void server.close());
	const address = server.address();
	return {port: typeof address === 'object' && address ? address.port : 0, end: promise};
}

const host = '127.0.0.1';
const about = {name: 'bob', os: 'Linux 6.1'};

it.each<[what: string, status: string, ask: (port: number) => Promise<unknown>]>([
	[
		'index server asked in 1.1',
		'200 OK',
		async port => {
			const {client} = await contact({host, port, first: {method: 'LIST', target: {kind: 'all'}}});
			cleanup.push(() => client.close());
		},
	],
	[
		'uploader asked in 1.1',
		'200 OK',
		async port => {
			const client = await TransferClient.open({...about, address: host, port, party: 'carol'});
			await client.request({method: 'GET', rfc: 7});
		},
	],
	[
		'uploader asked for more in the moment in which its answer comes',
		'200 OK',
		async port => {
			const reading = await ReadingSocket.open({host, port, onBytes: () => reading.linger(), onEnd: () => {}});
			reading.write('GET RFC 7 P2P-CI/1.1\r\n\r\n');
			await until(() => reading.bytesRead > 0);
			reading.write('GET RFC 8 P2P-CI/1.1\r\n\r\n');
		},
	],
	[
		'uploader that refuses',
		'404 Not Found',
		port => {
			const source = {rfc: 7, from: 'carol', address: host, port};
			return classicDownload({source, host: about.name, os: about.os, onData: () => {}});
		},
	],
])('an %s finishes what it has to say: a write to nobody would end many a program', async (_what, status, ask) => {
	const program = await slowProgram(status);
	await ask(program.port).catch(() => {});
	expect(await program.end).toBe('in order');
});

/** What a program with a key does when the other end has none, or another idea of the protocol. */
import {randomBytes} from 'node:crypto';
import {createServer as createPlain, type Socket} from 'node:net';
import {createServer, type TlsOptions} from 'node:tls';
import {afterEach, describe, expect, it, test, vi} from 'vitest';
import {Admission} from '../../source/net/admission.ts';
import {answersLookup} from '../../source/net/answers-lookup.ts';
import {connect} from '../../source/net/connect.ts';
import {contact} from '../../source/net/contact.ts';
import {type Listener, listen} from '../../source/net/listener.ts';
import {NetworkKey} from '../../source/net/network-key.ts';
import {certificate} from '../helpers/certificate.ts';
import {RawClient} from '../helpers/raw-client.ts';
import {until} from '../helpers/until.ts';

const host = '127.0.0.1';
const secret = randomBytes(32);
const key = new NetworkKey(secret);
const first = {method: 'LOOKUP', target: {kind: 'rfc', number: 1}} as const;

const cleanup: Array<() => unknown> = [];
afterEach(async () => {
	vi.unstubAllEnvs();
	for (const each of cleanup.splice(0).toReversed()) await each();
});

type Bound = {listen(port: number, host: string, done: () => void): unknown; close(): unknown; address(): unknown};

async function portOf(server: Bound): Promise<number> {
	await new Promise<void>(resolve => void server.listen(0, host, resolve));
	cleanup.push(() => server.close());
	const address = server.address();
	return typeof address === 'object' && address && 'port' in address ? Number(address.port) : 0;
}

/** A TLS server that is not of this project, and everything that it could read. */
async function foreign(options: TlsOptions, onMember?: (socket: Socket) => void) {
	const read: string[] = [];
	const server = createServer(options, socket => {
		cleanup.push(() => socket.destroy());
		socket.on('error', () => {}).on('data', chunk => read.push(String(chunk)));
		onMember?.(socket);
	}).on('tlsClientError', () => {});
	return {port: await portOf(server), read};
}

describe('a server with a certificate instead of the key is sent nothing', () => {
	test.each([
		['which nobody trusts', {}],
		['when the checking of certificates is switched off', {NODE_TLS_REJECT_UNAUTHORIZED: '0'}],
	])('%s', async (_, variables) => {
		for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
		const {port, read} = await foreign(certificate);
		await expect(contact({host, port, first, key})).rejects.toMatchObject({reason: 'other-key'});
		expect(read).toEqual([]);
	});
});

it('a member that closes without an answer was there and is gone, and speaks no older version', async () => {
	const options: TlsOptions = {
		minVersion: 'TLSv1.3',
		ciphers: 'TLS_AES_128_GCM_SHA256',
		pskCallback: () => secret,
	};
	const {port} = await foreign(options, socket => socket.once('data', () => socket.destroy()));
	await expect(contact({host, port, first, key})).rejects.toMatchObject({name: 'ConnectError', reason: 'reset'});
});

it('who asks whether an index server runs asks in private', async () => {
	const started = async (own: NetworkKey | undefined): Promise<Listener> => {
		const handle = (_: unknown, connection: {write(text: string): void}) =>
			connection.write('P2P-CI/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
		const listener = await listen({host, port: 0, key: own, handle});
		cleanup.push(() => listener.close());
		return listener;
	};
	const {port} = await started(key);
	expect(await answersLookup({host, port, timeoutMs: 5000, key})).toBe(true);
	let seen = '';
	const plain = await portOf(createPlain(socket => socket.on('error', () => {}).on('data', chunk => (seen += chunk))));
	expect(await answersLookup({host, port: plain, timeoutMs: 500, key})).toBe(false);
	expect(seen).not.toContain('P2P-CI');
});

it('of those who prove nothing only some may wait, and they do not keep members out', async () => {
	let admitted = 0;
	const onAdmitted = (socket: Socket) => {
		admitted++;
		socket.on('error', () => {}).resume();
	};
	const door = new Admission({key, timeoutMs: 60_000, mostWaiting: 3, onAdmitted, onStranger: () => {}});
	const port = await portOf(createPlain({allowHalfOpen: true}, socket => door.begin(socket)));
	cleanup.push(() => door.close());
	const idle: RawClient[] = [];
	for (let count = 0; count < 5; count++) {
		const client = await RawClient.connect({port});
		cleanup.push(() => client[Symbol.asyncDispose]());
		await client.send(Buffer.from([0x16]));
		idle.push(client);
	}
	await Promise.all(idle.slice(0, 2).map(client => client.closed()));
	expect(door.waiting).toBe(3);
	const member = await connect({host, port, key});
	cleanup.push(() => member.destroy());
	member.on('error', () => {});
	await until(() => admitted === 1);
});

it('who sends the first byte late has no more time for the rest', async () => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
	cleanup.push(() => vi.useRealTimers());
	const door = new Admission({key, timeoutMs: 10_000, onAdmitted: () => {}, onStranger: () => {}});
	cleanup.push(() => door.close());
	const accepted = Promise.withResolvers<Socket>();
	const port = await portOf(createPlain({allowHalfOpen: true}, socket => accepted.resolve(socket)));
	await using client = await RawClient.connect({port});
	const socket = await accepted.promise;
	door.begin(socket);
	vi.advanceTimersByTime(9000);
	const heard = new Promise(resolve => socket.once('data', resolve));
	await client.send(Buffer.from([0x16]));
	await heard;
	expect(socket.destroyed).toBe(false);
	vi.advanceTimersByTime(1000);
	expect(socket.destroyed).toBe(true);
	expect(door.waiting).toBe(1);
	await new Promise(resolve => socket.once('close', resolve));
	expect(door.waiting).toBe(0);
});

it('what looks like TLS inside a private connection is a bad request of a member, not TLS at an open port', async () => {
	const [strangers, bad]: [string[], string[]] = [[], []];
	const listener = await listen({
		...{host, port: 0, key, onStranger: (_, how) => strangers.push(how)},
		handle: decoded => void bad.push(decoded.kind === 'bad' ? String(decoded.error.message) : 'good'),
	});
	cleanup.push(() => listener.close());
	const member = await connect({host, port: listener.port, key});
	cleanup.push(() => member.destroy());
	member.on('error', () => {}).write(Buffer.from('\x16\x03\x01\r\n\r\n', 'latin1'));
	await until(() => bad.length > 0);
	expect(bad).toEqual([expect.not.stringContaining('open')]);
	expect(strangers).toEqual([]);
});

/** Private networks (RFC 900002, section 8): who has the key gets in, nobody else gets a byte of P2P-CI. */
import {createHash, randomBytes} from 'node:crypto';
import {createServer, type Server, type Socket} from 'node:net';
import {type ConnectionOptions, connect as connectTls} from 'node:tls';
import {afterEach, describe, expect, it, test} from 'vitest';
import type {Stranger} from '../../source/net/admission.ts';
import {type ConnectError, connect} from '../../source/net/connect.ts';
import type {RequestHandler} from '../../source/net/connection.ts';
import {type Listener, type ListenOptions, listen} from '../../source/net/listener.ts';
import {NetworkKey} from '../../source/net/network-key.ts';
import {probe} from '../../source/net/probe.ts';
import {ReadingSocket} from '../../source/net/reading-socket.ts';
import {unusedPort} from '../helpers/ports.ts';
import {RawClient} from '../helpers/raw-client.ts';
import {until} from '../helpers/until.ts';

const host = '127.0.0.1';
const secret = randomBytes(32);
const key = new NetworkKey(secret);
const another = new NetworkKey(randomBytes(32));
const question = 'LOOKUP RFC 1 P2P-CI/1.1\r\n\r\n';
const answer = 'P2P-CI/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n';

const cleanup: Array<() => unknown> = [];
afterEach(async () => {
	for (const each of cleanup.splice(0).toReversed()) await each();
});

type Place = {readonly listener: Listener; readonly strangers: Stranger[]; readonly asked: string[]};

/** A listener that answers every request. */
async function start(options: Partial<ListenOptions> = {key}): Promise<Place> {
	const [strangers, asked]: [Stranger[], string[]] = [[], []];
	const handle: RequestHandler = (decoded, connection) => {
		asked.push(decoded.text);
		connection.write(decoded.kind === 'bad' ? `P2P-CI/1.1 ${decoded.error.status} Bad\r\n\r\n` : answer);
	};
	const onStranger = (_: string, how: Stranger) => strangers.push(how);
	const listener = await listen({host, port: 0, handle, onStranger, ...options});
	cleanup.push(() => listener.close());
	return {listener, strangers, asked};
}

/** What a client with this key reads; rejects with why it does not get in. */
async function asks(port: number, own: NetworkKey | undefined, timeoutMs = 10_000): Promise<string> {
	const socket = await connect({host, port, key: own, timeoutMs});
	cleanup.push(() => socket.destroy());
	socket.on('error', () => {}).write(question);
	return new Promise(resolve => {
		let text = '';
		socket.on('data', chunk => {
			text += chunk.toString('latin1');
			if (text.endsWith('\r\n\r\n')) resolve(text);
		});
		socket.on('close', () => resolve(text));
	});
}

const reasonOf = (work: Promise<unknown>) =>
	work.then(
		() => 'came in',
		(error: ConnectError) => error.reason,
	);

/** The handshake of another TLS program: the protocol that was agreed on, or the code of the error. */
function handshake(port: number, options: ConnectionOptions): Promise<string> {
	return new Promise(resolve => {
		const socket = connectTls({host, port, rejectUnauthorized: false, ...options});
		cleanup.push(() => socket.destroy());
		let text = '';
		// In TLS 1.3 a client believes that the handshake is over before the server has checked it.
		socket.once('secureConnect', () => socket.write(question));
		socket.on('data', chunk => {
			text += chunk;
			if (text === answer) resolve(`${socket.getProtocol()} ${socket.getCipher().name}`);
		});
		socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
		socket.on('close', () => resolve('closed'));
	});
}

/** The other end of connections, which does as told with what comes first. */
async function otherEnd(onFirst: (socket: Socket) => void): Promise<number> {
	const server: Server = createServer(socket => socket.on('error', () => {}).once('data', () => onFirst(socket)));
	cleanup.push(() => server.close());
	await new Promise<void>(resolve => server.listen(0, host, resolve));
	const address = server.address();
	return typeof address === 'object' && address ? address.port : 0;
}

test('the identity of a key is p2pci- and the first 16 hex digits of its SHA-256', () => {
	const known = new NetworkKey(Buffer.alloc(32, 7));
	expect(known.identity).toBe(`p2pci-${createHash('sha256').update(Buffer.alloc(32, 7)).digest('hex').slice(0, 16)}`);
	expect(() => new NetworkKey(Buffer.alloc(31))).toThrow(RangeError);
});

describe('at a private port', () => {
	const psk = {psk: secret, identity: key.identity};

	it('who has the key is answered, also several requests on several connections', async () => {
		const {listener, strangers} = await start();
		expect(await Promise.all([1, 2, 3].map(() => asks(listener.port, key)))).toEqual([answer, answer, answer]);
		expect(strangers).toEqual([]);
	});

	it('any TLS 1.3 program with the key is answered, with either of the suites', async () => {
		const {listener} = await start();
		const identity = () => undefined;
		const agreed = await handshake(listener.port, {pskCallback: () => psk, checkServerIdentity: identity});
		expect(agreed).toBe('TLSv1.3 TLS_AES_128_GCM_SHA256');
	});

	test.each<[string, () => ConnectionOptions]>([
		['another key', () => ({pskCallback: () => ({psk: randomBytes(32), identity: another.identity})})],
		[
			'the name of the key and other bytes',
			() => ({pskCallback: () => ({psk: randomBytes(32), identity: key.identity})}),
		],
		['the key under another name', () => ({pskCallback: () => ({psk: secret, identity: 'bob'})})],
		['no key', () => ({})],
		['the key in TLS 1.2', () => ({pskCallback: () => psk, maxVersion: 'TLSv1.2', ciphers: 'PSK'})],
	])('who has %s gets nothing, which the operator is told', async (_, options) => {
		const {listener, strangers, asked} = await start();
		expect(await handshake(listener.port, options())).toMatch(/^ERR_SSL/);
		await until(() => strangers.length > 0);
		expect(strangers).toEqual(['other-key']);
		expect(asked).toEqual([]);
		expect(await asks(listener.port, key)).toBe(answer);
	});

	test.each([
		['at once', [question]],
		['byte by byte', [...question]],
		['of the original program', ['GET RFC 1 P2P-CI/1.0\r\nHost: a\r\nOS: b\r\n\r\n']],
	])('plain text %s gets a TLS alert and no byte of P2P-CI, which the operator is told', async (_, pieces) => {
		const {listener, strangers, asked} = await start();
		await using raw = await RawClient.connect({port: listener.port});
		for (const piece of pieces) await raw.send(piece).catch(() => {});
		expect(Buffer.from(await raw.readUntilClose(), 'latin1').toString('hex')).toBe('15030300020246');
		expect(strangers).toEqual(['plain']);
		expect(asked).toEqual([]);
	});

	it('a ticket does not outlive the key', async () => {
		const before = await start();
		const tickets: Buffer[] = [];
		const first = connectTls({
			...{host, port: before.listener.port, checkServerIdentity: () => undefined},
			pskCallback: () => psk,
		});
		cleanup.push(() => first.destroy());
		first.on('session', ticket => tickets.push(ticket)).once('secureConnect', () => first.write(question));
		await new Promise(resolve => first.once('data', resolve));
		for (const session of tickets) {
			expect(await handshake(before.listener.port, {session})).toMatch(/^ERR_SSL/);
		}
		await before.listener.close();
		const after = await start({key: another, port: before.listener.port});
		for (const session of tickets) expect(await handshake(after.listener.port, {session})).toMatch(/^ERR_SSL/);
		expect(after.asked).toEqual([]);
	});

	it('who only looks whether somebody listens is no stranger', async () => {
		const {listener, strangers} = await start();
		expect(await probe({address: host, port: listener.port, timeoutMs: 5000})).toBe('accepted');
		expect(await asks(listener.port, key)).toBe(answer);
		expect(strangers).toEqual([]);
	});

	it('who proves nothing is let go after the time for a head', async () => {
		const {listener} = await start({key, headTimeoutMs: 300});
		await using silent = await RawClient.connect({port: listener.port});
		await using begun = await RawClient.connect({port: listener.port});
		await begun.send(Buffer.from([0x16, 3, 1, 0, 200]));
		await Promise.all([silent.closed(), begun.closed()]);
	});

	it('those who prove nothing keep nobody out, and those who did stay', async () => {
		const {listener} = await start({key, maxConnections: 4});
		const member = await connect({host, port: listener.port, key});
		cleanup.push(() => member.destroy());
		member.on('error', () => {});
		for (let count = 0; count < 12; count++) {
			const idle = await RawClient.connect({port: listener.port});
			cleanup.push(() => idle[Symbol.asyncDispose]());
		}
		expect(await asks(listener.port, key)).toBe(answer);
		member.write(question);
		expect(String(await new Promise(resolve => member.once('data', resolve)))).toBe(answer);
	});
});

describe('with a key', () => {
	it('an open server of ours is recognized, and is sent nothing that it could read', async () => {
		const {listener, strangers, asked} = await start({});
		expect(await reasonOf(asks(listener.port, key))).toBe('open');
		expect(strangers).toEqual(['encrypted']);
		expect(asked.join('')).not.toContain('LOOKUP');
	});

	it('a server of another private network is told from one that is not there', async () => {
		const {listener} = await start({key: another, port: await unusedPort()});
		expect(await reasonOf(asks(listener.port, key))).toBe('other-key');
		await listener.close();
		expect(await reasonOf(asks(listener.port, key))).toBe('refused');
	});

	it('who closes or never answers the handshake may be an open server', async () => {
		const closes = await otherEnd(socket => socket.destroy());
		const silent = await otherEnd(() => {});
		expect(await reasonOf(asks(closes, key))).toBe('no-handshake');
		expect(await reasonOf(asks(silent, key, 300))).toBe('no-handshake');
	});

	it('without a key, the alert of a private port is what comes back', async () => {
		const {listener} = await start();
		expect(Buffer.from(await asks(listener.port, undefined), 'latin1')[0]).toBe(0x15);
	});
});

it('what arrives faster than it is written stays intact, in few buffers', {timeout: 60_000}, async () => {
	const bytes = randomBytes(24 * 1024 * 1024);
	const {listener} = await start({key, handle: (_, connection) => void connection.write(bytes)});
	const hash = createHash('sha256');
	let received = 0;
	const {promise: whole, resolve} = Promise.withResolvers<void>();
	let turn = Promise.resolve();
	const socket = await ReadingSocket.open({
		...{host, port: listener.port, key, onEnd: () => {}},
		onBytes: piece => {
			received += piece.length;
			// As the disk thread does: later, in order, from the buffer itself.
			turn = turn.then(async () => {
				await new Promise(resolve => setImmediate(resolve));
				hash.update(piece);
			});
			socket.hold(turn);
			if (received === bytes.length) resolve();
		},
	});
	cleanup.push(() => socket.destroy());
	socket.write(question);
	await whole;
	await turn;
	expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
});

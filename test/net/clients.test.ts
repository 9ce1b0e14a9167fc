import {type AddressInfo, createServer, type Socket} from 'node:net';
import {afterAll, describe, expect, it} from 'vitest';
import {isThisMachine, lanAddress} from '../../source/net/addresses.ts';
import {ClassicClient} from '../../source/net/classic-client.ts';
import {IndexClient} from '../../source/net/client.ts';
import {connect} from '../../source/net/connect.ts';
import {contact} from '../../source/net/contact.ts';
import {probe} from '../../source/net/probe.ts';
import {WireLog} from '../../source/net/wire-log.ts';
import type {OutgoingRequest} from '../../source/protocol/encode.ts';
import {isLoopback, plainAddress} from '../../source/text/address.ts';
import {answeringThread} from '../helpers/answering-thread.ts';
import {unusedPort} from '../helpers/ports.ts';

const host = '127.0.0.1';
const interfaceAt = (address: string) => ({
	address,
	family: address.includes(':') ? 'IPv6' : 'IPv4',
	internal: isLoopback(address),
});
const cleanup: Array<() => void> = [];
afterAll(() => {
	for (const each of cleanup.splice(0)) each();
});

/** A server that does with each connection what a test says. */
async function serve(onConnection: (socket: Socket) => void): Promise<number> {
	const server = createServer(socket => {
		socket.on('error', () => {});
		cleanup.push(() => void socket.destroy());
		onConnection(socket);
	});
	await new Promise<void>(resolve => server.listen(0, host, resolve));
	cleanup.push(() => void server.close());
	const address = server.address();
	return typeof address === 'object' && address ? address.port : 0;
}

const lookup = (number: number): OutgoingRequest => ({method: 'LOOKUP', target: {kind: 'rfc', number}});
const answer = (body: string, code = '200 OK') => `P2P-CI/1.1 ${code}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const classicOk = 'P2P-CI/1.0 200 OK\r\n\r\nRFC 1 One 10.0.0.1 6001\r\n\r\n';

/** A server that does so at a request of 1.1 is asked in 1.0, and answers. */
async function expectClassic(act: (socket: Socket) => void): Promise<void> {
	const port = await serve(socket => {
		socket.once('data', chunk => (String(chunk).includes('P2P-CI/1.1') ? act(socket) : socket.write(classicOk)));
	});
	const result = await contact({host, port, first: lookup(1)});
	if (result.version !== '1.0') throw new Error('1.0 was to be spoken');
	cleanup.push(() => result.client.close());
	expect(await result.client.request(lookup(1))).toMatchObject({
		code: 200,
		records: [{rfc: 1, title: 'One', host: '10.0.0.1', port: 6001}],
	});
}

describe('a client of 1.1', () => {
	it('pipelines, and gives each request its own answer', async () => {
		const received: string[] = [];
		const port = await serve(socket => {
			socket.once('data', chunk => {
				received.push(String(chunk));
				for (const byte of Buffer.from(answer('one') + answer('', '404 Not Found') + answer('three')))
					socket.write(Buffer.from([byte]));
			});
		});
		const client = new IndexClient(await connect({host, port}));
		cleanup.push(() => client.close());
		const answers = await Promise.all([1, 2, 3].map(number => client.request(lookup(number))));
		expect(answers.map(({head, body}) => [head.code, String(body)])).toEqual([
			[200, 'one'],
			[404, ''],
			[200, 'three'],
		]);
		expect(received).toEqual([
			'LOOKUP RFC 1 P2P-CI/1.1\r\n\r\nLOOKUP RFC 2 P2P-CI/1.1\r\n\r\nLOOKUP RFC 3 P2P-CI/1.1\r\n\r\n',
		]);
	});

	it('lets one request be given up without harm to the others', async () => {
		const port = await serve(socket => {
			socket.once('data', () => socket.write(answer('one')));
			socket.on('data', chunk => {
				if (String(chunk).includes('RFC 3')) socket.write(answer('two') + answer('three'));
			});
		});
		const client = new IndexClient(await connect({host, port}));
		cleanup.push(() => client.close());
		await client.request(lookup(1));
		const abort = new AbortController();
		const second = client.request(lookup(2), {signal: abort.signal});
		abort.abort();
		await expect(second).rejects.toMatchObject({reason: 'aborted'});
		expect(String((await client.request(lookup(3))).body)).toBe('three');
	});

	it('takes an answer that came in time though this program was stopped until later', async () => {
		await using server = await answeringThread(answer('one'));
		const client = new IndexClient(await connect({host, port: server.port}));
		cleanup.push(() => client.close());
		const deadlineMs = 50;
		const asked = client.request(lookup(1), {deadlineMs});
		// Written at the end of this turn.
		await Promise.resolve();
		server.holdUp(2 * deadlineMs);
		expect(String((await asked).body)).toBe('one');
	});

	it('ends when an answer does not come in time, and says so to all who wait', async () => {
		const port = await serve(socket =>
			socket.once('data', () => socket.write('P2P-CI/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf')),
		);
		const client = new IndexClient(await connect({host, port}));
		const waiting = [client.request(lookup(1), {deadlineMs: 500}), client.request(lookup(2))];
		const results = await Promise.allSettled(waiting);
		expect(results).toMatchObject([{reason: {reason: 'timeout'}}, {reason: {reason: 'timeout'}}]);
		await expect(client.request(lookup(3))).rejects.toMatchObject({reason: 'timeout'});
	});

	it('says that the connection broke', async () => {
		const port = await serve(socket =>
			socket.once('data', () => socket.write(answer('one'), () => socket.resetAndDestroy())),
		);
		const client = new IndexClient(await connect({host, port}));
		await client.request(lookup(1));
		await expect(client.request(lookup(2))).rejects.toMatchObject({name: 'ConnectError', reason: 'reset'});
	});

	it('writes both ways into the log, with tokens masked', async () => {
		const port = await serve(socket =>
			socket.once('data', () =>
				socket.write('P2P-CI/1.1 200 OK\r\nToken: secret-secret-1\r\nContent-Length: 0\r\n\r\n'),
			),
		);
		const wire = new WireLog();
		const client = new IndexClient(await connect({host, port}), wire);
		cleanup.push(() => client.close());
		await client.request({
			method: 'JOIN',
			target: {kind: 'peer'},
			fields: [
				['Host', 'bob'],
				['Token', 'secret-secret-0'],
			],
		});
		const [sent, received] = wire.last(10);
		expect(sent).toMatchObject({
			direction: 'sent',
			summary: 'JOIN PEER P2P-CI/1.1',
			text: 'JOIN PEER P2P-CI/1.1\r\nHost: bob\r\nToken: ****\r\n\r\n',
		});
		expect(received).toMatchObject({direction: 'received', status: 200, summary: 'OK', exchange: sent?.id});
		expect(JSON.stringify(wire.last(10))).not.toContain('secret');
	});
});

describe('first contact', () => {
	it('counts the lines of a list that the log cuts, in either version', async () => {
		const body = '{"rfc":1,"title":"A title"}\n'.repeat(3000);
		const port = await serve(socket => void socket.on('data', () => socket.write(answer(body))));
		const wire = new WireLog();
		const client = new IndexClient(await connect({host, port}), wire);
		cleanup.push(() => client.close());
		await client.request({method: 'LIST', target: {kind: 'all'}});
		expect(wire.last(1)).toMatchObject([{lines: 3000, bytes: answer(body).length}]);

		const lines = 'RFC 1 A title bob 6001\r\n'.repeat(3000);
		const classicPort = await serve(socket => {
			socket.on('data', () => socket.write(`P2P-CI/1.0 200 OK\r\n\r\n${lines}\r\n`));
		});
		const classic = new ClassicClient({host, port: classicPort}, wire);
		cleanup.push(() => classic.close());
		await classic.request({method: 'LIST', target: {kind: 'all'}});
		expect(wire.last(1)).toMatchObject([{lines: 3000, bytes: lines.length + 23}]);
	});

	it.each(['END\r\n', 'END', '!'.repeat(20), '\0'])(
		'goes on with a server of 1.0 that sends %j behind each answer',
		async behind => {
			const port = await serve(socket => {
				socket.on('data', () => socket.write(`P2P-CI/1.0 200 OK\r\n\r\nRFC 1 A title bob 6001\r\n\r\n${behind}`));
			});
			const classic = new ClassicClient({host, port});
			cleanup.push(() => classic.close());
			for (let times = 0; times < 3; times++)
				expect(await classic.request(lookup(1))).toMatchObject({code: 200, records: [{rfc: 1, title: 'A title'}]});
		},
	);

	it('counts the records of 1.0 also where no blank line is before them, and no headings', async () => {
		const told = 'P2P-CI/1.0 200 OK\nNumber Title Host Port\nRFC 1 A title bob 6001\nRFC 2 Another one bob 6001\n\n';
		const port = await serve(socket => socket.on('data', () => socket.write(told)));
		const wire = new WireLog();
		const classic = new ClassicClient({host, port}, wire);
		cleanup.push(() => classic.close());
		await classic.request({method: 'LIST', target: {kind: 'all'}});
		expect(wire.last(1)).toMatchObject([{lines: 2, bytes: told.length}]);
	});

	it('stays with 1.1 after a proper answer of 1.1, also an error', async () => {
		const port = await serve(socket => socket.once('data', () => socket.write(answer('', '409 Conflict'))));
		const result = await contact({host, port, first: lookup(1)});
		cleanup.push(() => result.client.close());
		expect(result).toMatchObject({version: '1.1', answer: {head: {code: 409}}});
	});

	it.each<[what: string, act: (socket: Socket) => void]>([
		['closes', socket => socket.end()],
		['breaks', socket => socket.resetAndDestroy()],
	])('does not fall back when the server %s in the middle of a proper answer', async (_what, act) => {
		const heard: string[] = [];
		const port = await serve(socket => {
			socket.on('data', chunk => {
				heard.push(String(chunk));
				socket.write('P2P-CI/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf', () => act(socket));
			});
		});
		const result = contact({host, port, first: lookup(1)});
		await expect(result).rejects.toMatchObject({name: 'ConnectError', reason: 'reset'});
		expect(heard).toEqual(['LOOKUP RFC 1 P2P-CI/1.1\r\n\r\n']);
	});

	it('speaks 1.0 also with a server that spoke 1.1 before, when it closes without an answer: another may run there', async () => {
		const port = await serve(socket => socket.once('data', () => socket.end()));
		const result = await contact({host, port, first: lookup(1), spokeNamed: true});
		expect(result.version).toBe('1.0');
	});

	it('speaks nothing older with a server that spoke 1.1 before, when it is only silent', async () => {
		const port = await serve(socket => socket.resume());
		const result = contact({host, port, first: lookup(1), spokeNamed: true});
		await expect(result).rejects.toMatchObject({name: 'ConnectError', reason: 'timeout'});
	});

	const others: ReadonlyArray<[what: string, act: (socket: Socket) => void]> = [
		['answers 505 in 1.0', socket => socket.write('P2P-CI/1.0 505 P2P-CI Version Not Supported\r\n\r\n\r\n')],
		['answers in 1.0 without a line end', socket => socket.write('P2P-CI/1.0 400 Bad Request')],
		['answers 400 in 1.0', socket => socket.write('P2P-CI/1.0 400 Bad Request\r\n\r\n\r\n')],
		[
			'echoes the version but sends no length',
			socket => socket.write('P2P-CI/1.1 200 OK\r\n\r\nRFC 1 One 10.0.0.1 6001\r\n\r\n'),
		],
		['answers something else', socket => socket.write('what?\n')],
		['closes before any answer', socket => socket.end()],
		['resets before any answer', socket => socket.resetAndDestroy()],
	];

	it.each(others)('goes on in 1.0, on a new connection, when the server %s', (_what, act) => expectClassic(act));

	it('speaks nothing but 1.0 when told so', async () => {
		const heard: string[] = [];
		const port = await serve(socket => {
			socket.on('data', chunk => {
				heard.push(String(chunk));
				socket.write(classicOk);
			});
		});
		const {client} = await contact({host, port, first: lookup(1), protocol: '1.0'});
		cleanup.push(() => client.close());
		await client.request(lookup(1));
		expect(heard).toEqual(['LOOKUP RFC 1 P2P-CI/1.0\r\n\r\n']);
	});

	it('speaks nothing but 1.1 when told so', async () => {
		const port = await serve(socket => socket.write('P2P-CI/1.0 505 P2P-CI Version Not Supported\r\n\r\n\r\n'));
		await expect(contact({host, port, first: lookup(1), protocol: '1.1'})).rejects.toMatchObject({reason: 'classic'});
	});

	it('rejects with the reason when nothing listens there', async () => {
		await expect(contact({host, port: await unusedPort(), first: lookup(1)})).rejects.toMatchObject({
			name: 'ConnectError',
			reason: 'refused',
		});
	});
});

describe('a client of 1.0', () => {
	it('asks one request after another over one kept connection', async () => {
		let connections = 0;
		const port = await serve(socket => {
			connections++;
			socket.on('data', () => socket.write(classicOk));
		});
		const client = new ClassicClient({host, port});
		cleanup.push(() => client.close());
		const answers = await Promise.all([
			client.request(lookup(1)),
			client.request(lookup(2)),
			client.request(lookup(3)),
		]);
		expect(answers.map(({code}) => code)).toEqual([200, 200, 200]);
		expect(connections).toBe(1);
	});

	it('connects anew where the server closes after each answer', async () => {
		let connections = 0;
		const port = await serve(socket => {
			connections++;
			socket.once('data', () => socket.end(classicOk));
		});
		const client = new ClassicClient({host, port});
		cleanup.push(() => client.close());
		for (const number of [1, 2, 3])
			expect(await client.request(lookup(number))).toMatchObject({code: 200, records: [{rfc: 1}]});
		expect(connections).toBe(3);
	});

	it('asks nothing, and leaves nothing open, when it is closed while it connects', async () => {
		const asked: string[] = [];
		const left = Promise.withResolvers<void>();
		const port = await serve(socket => {
			socket.on('data', chunk => asked.push(String(chunk))).on('close', () => left.resolve());
		});
		const client = new ClassicClient({host, port});
		const asking = client.request(lookup(1));
		// It begins to connect before anything else happens.
		await new Promise<void>(resolve => process.nextTick(resolve));
		client.close();
		await expect(asking).rejects.toMatchObject({reason: 'aborted'});
		await left.promise;
		expect(asked).toEqual([]);
	});

	it('tells of closes that no request tells of, and what came before', async () => {
		const replies = [classicOk, undefined, classicOk + classicOk];
		const port = await serve(socket => socket.once('data', () => socket.end(replies.shift() ?? '')));
		const client = new ClassicClient({host, port});
		cleanup.push(() => client.close());
		const told: (readonly [number, boolean])[] = [];
		client.onClose(({answers, isHabit}) => told.push([answers, isHabit]));
		await client.request(lookup(1));
		await expect.poll(() => told).toEqual([[1, true]]);
		await expect(client.request(lookup(1))).rejects.toMatchObject({reason: 'closed'});
		await client.request(lookup(1));
		// Held up before the close is read, which is here already.
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1200);
		await expect.poll(() => told.slice(1)).toEqual([[1, true]]);
	});

	it('tells a close some time after an answer, and before any, from the habit of a server', async () => {
		const sockets: Socket[] = [];
		const port = await serve(socket => {
			sockets.push(socket);
			socket.on('data', () => socket.write(classicOk));
		});
		const client = new ClassicClient({host, port});
		cleanup.push(() => client.close());
		const told: (readonly [number, boolean])[] = [];
		client.onClose(({answers, isHabit}) => told.push([answers, isHabit]));
		await client.open();
		await expect.poll(() => sockets.length).toBe(1);
		sockets[0]?.end();
		await expect.poll(() => told).toEqual([[0, false]]);
		await client.request(lookup(1));
		await new Promise(resolve => setTimeout(resolve, 1200));
		// Its timer acts at the end of the turn.
		await new Promise(resolve => setImmediate(resolve));
		sockets[1]?.end();
		await expect.poll(() => told.slice(1)).toEqual([[1, false]]);
	});

	it('waits for no silence after its own record, however bare the answer to ADD is', async () => {
		const port = await serve(socket =>
			socket.on('data', () => socket.write('P2P-CI/1.0 200 OK\nRFC 1 One 10.0.0.1 6001')),
		);
		const client = new ClassicClient({host, port});
		cleanup.push(() => client.close());
		const fields = [
			['Host', '10.0.0.1'],
			['Port', '6001'],
			['Title', 'One'],
		] as const;
		const began = performance.now();
		for (let count = 0; count < 10; count++) {
			const answer = await client.request({method: 'ADD', target: {kind: 'rfc', number: 1}, fields});
			expect(answer).toMatchObject({code: 200, records: [{rfc: 1, host: '10.0.0.1', port: 6001}]});
		}
		// Each would take 2 s.
		expect(performance.now() - began).toBeLessThan(10_000);
	});
});

// Each for seconds, in which it computes nothing: at the same time.
describe.concurrent('where answers are long in coming', () => {
	it.each([
		['a head', ''],
		['a body', 'P2P-CI/1.1 200 OK\r\nContent-Length: 900\r\n\r\n'],
	])('a client of 1.1 waits for %s no longer when it trickles in', async (_what, first) => {
		const port = await serve(socket => {
			const more = () => {
				if (!socket.destroyed) socket.write('P', () => setTimeout(more, 40));
			};
			socket.write(first, more);
		});
		const client = new IndexClient(await connect({host, port}));
		cleanup.push(() => client.close());
		const reason = first === '' ? 'silent' : 'timeout';
		await expect(client.request(lookup(1), {deadlineMs: 200})).rejects.toMatchObject({reason});
	});

	it('a client of 1.1 waits for an answer that comes slowly, byte by byte: that is no silence', async () => {
		const port = await serve(socket =>
			socket.once('data', async () => {
				for (const byte of Buffer.from(answer('slow'))) {
					socket.write(Uint8Array.of(byte));
					await new Promise(resolve => setTimeout(resolve, 60));
				}
			}),
		);
		const client = new IndexClient(await connect({host, port}));
		cleanup.push(() => client.close());
		expect(String((await client.request(lookup(1), {deadlineMs: 2000})).body)).toBe('slow');
	});

	it('first contact goes on in 1.0 when nothing more comes for 3 s, whatever came of a first answer', async () => {
		const beginnings = ['', 'what?', 'P2P-CI/1.1 400 Bad Request\r\n'];
		await Promise.all(beginnings.map(text => expectClassic(socket => socket.write(text))));
	});

	it('first contact waits longer for the rest of a proper answer than for its beginning', async () => {
		const port = await serve(socket => {
			socket.once('data', () => {
				socket.write('P2P-CI/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha');
				setTimeout(() => socket.write('lf'), 4000);
			});
		});
		const result = await contact({host, port, first: lookup(1)});
		cleanup.push(() => result.client.close());
		expect(result).toMatchObject({version: '1.1', answer: {body: Buffer.from('half')}});
	});

	it('a client of 1.0 takes an answer that ends by silence', async () => {
		const port = await serve(socket =>
			socket.once('data', () => socket.write('P2P-CI/1.0 200 OK\r\nRFC 1 One 10.0.0.1 6001\r\n')),
		);
		const client = new ClassicClient({host, port});
		cleanup.push(() => client.close());
		expect(await client.request(lookup(1))).toMatchObject({records: [{rfc: 1}]});
	});
});

describe('a probe', () => {
	it('tells a port that listens from one that does not, and leaves it in order', async () => {
		const ends: string[] = [];
		const port = await serve(socket => {
			socket.on('end', () => ends.push('end')).on('data', () => ends.push('data'));
			socket.resume();
		});
		expect(await probe({address: host, port, timeoutMs: 2000})).toBe('accepted');
		await expect.poll(() => ends).toEqual(['end']);
		expect(await probe({address: host, port: await unusedPort(), timeoutMs: 2000})).toBe('refused');
	});

	it('takes a port to which no way leads for silent: only who refuses is gone', async () => {
		// The system connects nobody to all machines at once, and sends nothing.
		expect(await probe({address: '255.255.255.255', port: 9, timeoutMs: 2000})).toBe('silent');
	});

	it('does not keep the connection to a port that goes on sending and never closes', async () => {
		const closed = Promise.withResolvers<void>();
		const server = createServer({allowHalfOpen: true}, socket => {
			const sending = setInterval(() => socket.write('x'), 20);
			cleanup.push(() => clearInterval(sending));
			socket.on('error', () => {}).once('close', closed.resolve);
		});
		cleanup.push(() => void server.close());
		await new Promise<void>(resolve => server.listen(0, host, resolve));
		const {port} = server.address() as AddressInfo;
		expect(await probe({address: host, port, timeoutMs: 200})).toBe('accepted');
		await closed.promise;
	});
});

describe('addresses', () => {
	it('that are IPv4-mapped are IPv4 addresses', () => {
		expect(plainAddress('::ffff:10.0.0.5')).toBe('10.0.0.5');
		expect(plainAddress('::FFFF:10.0.0.5')).toBe('10.0.0.5');
		expect(plainAddress('::1')).toBe('::1');
	});

	const own = ['127.0.0.1', '127.9.9.9', '::1', '[::1]', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1'];
	it.each([...own, 'localhost', 'LOCALHOST', 'localhost.'])('of this machine alone: %s', each =>
		expect(isLoopback(each)).toBe(true),
	);
	const others = ['10.0.0.1', '128.0.0.1', 'fe80::1', '0:0:0:0:0:0:0:10', '[127.0.0.1', 'localhost.example', 'bob', ''];
	it.each(others)('that may be elsewhere: %s', each => expect(isLoopback(each)).toBe(false));

	it('tell whether the other end is on this machine', () => {
		const end = (address: string) => ({address, port: 1});
		expect(isThisMachine({remote: end('127.0.0.1'), local: end('127.0.0.1')})).toBe(true);
		expect(isThisMachine({remote: end('203.0.113.7'), local: end('203.0.113.7')})).toBe(true);
		expect(isThisMachine({remote: end('203.0.113.8'), local: end('203.0.113.7')})).toBe(false);
	});

	it.each([
		['192.0.2.5', {lo: ['127.0.0.1'], eth0: ['fe80::1', '2001:db8::1', '192.0.2.5']}],
		// Not those of containers, virtual machines and tunnels, which others cannot connect to.
		[
			'192.0.2.5',
			{docker0: ['172.17.0.1'], 'br-0123456789ab': ['172.18.0.1'], tun0: ['10.8.0.2'], wlan0: ['192.0.2.5']},
		],
		[
			'192.0.2.5',
			{'vEthernet (WSL)': ['172.20.0.1'], 'VMware Network Adapter VMnet8': ['10.0.0.1'], WiFi: ['192.0.2.5']},
		],
		['192.0.2.5', {'br-lan': ['192.0.2.5'], eth1: ['198.51.100.1']}],
		['192.0.2.5', {eth0: ['169.254.7.7'], eth1: ['192.0.2.5']}],
		['2001:db8::1', {docker0: ['172.17.0.1'], eth0: ['2001:db8::1']}],
		['172.17.0.1', {docker0: ['172.17.0.1']}],
		['127.0.0.1', {lo: ['127.0.0.1', '::1'], eth0: ['fe80::1']}],
	])('%s is where others reach a machine with %j', (address, found) => {
		const listed = Object.entries(found).map(([name, list]) => [name, list.map(each => interfaceAt(each))]);
		expect(lanAddress(Object.fromEntries(listed))).toBe(address);
	});
});

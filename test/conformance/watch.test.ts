import {createHash} from 'node:crypto';
import {connect, type Socket} from 'node:net';
import {describe, expect, it} from 'vitest';
import type {RawClient} from '../helpers/raw-client.ts';
import {newPeers, type Sender} from './classic.ts';
import {indexServerForFile} from './index-under-test.ts';
import {ask, field, join, modernRequest, objectsOf, readAnswer} from './modern.ts';
import {Random} from './random.ts';
import {type Event, generationParts, Watching} from './watching.ts';

// P2P-CI/1.1: WATCH CHANGES.
const index = indexServerForFile();

const add = (client: RawClient, {host}: Sender, rfc: number, Title = 'T', more = {}) =>
	ask(client, modernRequest(`ADD RFC ${rfc}`, {Host: host, Title, ...more}));
const remove = (client: RawClient, {host}: Sender, rfc: number) =>
	ask(client, modernRequest(`REMOVE RFC ${rfc}`, {Host: host}));
const leave = (client: RawClient, {host}: Sender) => ask(client, modernRequest('LEAVE PEER', {Host: host}));

/** The current generation, as quoted in the ETag. */
async function generation(client: RawClient): Promise<string> {
	const answer = await ask(client, modernRequest('LIST ALL', {Limit: 1}));
	return (field(answer, 'ETag') ?? '').slice(1, -1);
}

const named = (events: readonly Event[]) => events.map(({event, rfc, host}) => [event, rfc ?? host]);

/** The generation that is `distance` changes away from another one. */
function beside(from: string, distance: number): string {
	const [epoch, number] = generationParts(from);
	return `${epoch}-${number + distance}`;
}

/** Sends many requests at once and reads their answers, which must all be 200. */
async function pipeline(client: RawClient, requests: readonly string[]): Promise<void> {
	await client.send(requests.join(''));
	for (const _ of requests) expect((await readAnswer(client)).code).toBe(200);
}

describe('who watches', () => {
	it('is told each change as one event, whose generation is one more than the last', async () => {
		await using client = await index.connect();
		const before = await generation(client);
		await using watching = await Watching.start(index.route);
		const {bob} = newPeers();
		const digest = `sha-256=:${createHash('sha256').update('a document').digest('base64')}:`;
		await join(client, bob, {OS: 'Plan 9', 'User-Agent': 'test/1'});
		await add(client, bob, 7, 'Größe', {Size: 5, 'Repr-Digest': digest});
		await add(client, bob, 7, 'Other');
		await add(client, bob, 8);
		await remove(client, bob, 8);
		await leave(client, bob);
		const events = await watching.take(6);
		const record = {host: bob.host, address: '127.0.0.1', port: bob.port};
		const peer = {...record, version: '1.1', os: 'Plan 9', agent: 'test/1'};
		expect(events).toMatchObject([
			{event: 'peer-joined', ...peer, rfcs: 0},
			{event: 'rfc-added', rfc: 7, title: 'Größe', ...record, size: 5, digest},
			{event: 'rfc-changed', rfc: 7, title: 'Other', ...record},
			{event: 'rfc-added', rfc: 8, title: 'T', ...record},
			{event: 'rfc-removed', rfc: 8, title: 'T', ...record},
			{event: 'peer-left', ...peer},
		]);
		expect(events.map(event => event.generation)).toEqual([1, 2, 3, 4, 5, 6].map(step => beside(before, step)));
		expect(Object.keys(events[2] ?? {})).toEqual(['event', 'generation', 'rfc', 'title', 'host', 'address', 'port']);
	});

	it('is told nothing of requests that change nothing', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		const token = await join(client, bob);
		await add(client, bob, 9);
		await using watching = await Watching.start(index.route);
		await add(client, bob, 9);
		await join(client, bob, {Token: token});
		await ask(client, modernRequest('RENEW PEER', {Host: bob.host}));
		await ask(client, modernRequest('LOOKUP RFC 9'));
		await remove(client, bob, 12_345);
		await remove(client, bob, 9);
		expect(named([await watching.next()])).toEqual([['rfc-removed', 9]]);
		// Otherwise its lease would end in the middle of a later test.
		await leave(client, bob);
	});

	it('is told of a peer that left once, whatever it held: its records are gone with it', async () => {
		await using client = await index.connect();
		const {alice, bob} = newPeers();
		await using other = await index.connect();
		await join(other, alice);
		await join(client, bob);
		for (const rfc of [10, 11, 12]) await add(client, bob, rfc);
		await using watching = await Watching.start(index.route);
		await leave(client, bob);
		await add(other, alice, 13);
		expect(named(await watching.take(2))).toEqual([
			['peer-left', bob.host],
			['rfc-added', 13],
		]);
		for (const rfc of [10, 11, 12]) {
			expect((await ask(other, modernRequest(`LOOKUP RFC ${rfc}`))).code).toBe(404);
		}
		await leave(other, alice);
	});

	it('is told of peers of 1.0 too', async () => {
		await using watching = await Watching.start(index.route);
		await using client = await index.connect();
		const {carol} = newPeers();
		await client.send(`ADD RFC 14 P2P-CI/1.0\r\nHost: ${carol.host}\r\nPort: ${carol.port}\r\nTitle: T\r\n\r\n`);
		await client.readThrough('\r\n\r\nRFC');
		await client.close();
		const events = await watching.take(3);
		expect(named(events)).toEqual([
			['peer-joined', carol.host],
			['rfc-added', 14],
			['peer-left', carol.host],
		]);
		expect(events[0]).toMatchObject({version: '1.0'});
		expect(events[1]).toMatchObject({address: '127.0.0.1', port: carol.port});
	});

	it('gets no answer to what it sends after the WATCH, and events all the same', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		const watching = new Watching(client);
		await client.send(
			modernRequest('LIST PEERS', {Limit: 0}) +
				modernRequest('WATCH CHANGES') +
				modernRequest('LIST ALL') +
				'LIST ALL P2P-CI/1.0\r\nHost: h\r\n\r\n',
		);
		expect((await readAnswer(client)).code).toBe(200);
		await watching.readHead();
		await client.send(`no request\r\n\r\n${modernRequest('WATCH CHANGES', {Since: 'x-1'})}`);
		await using other = await index.connect();
		await join(other, bob);
		await leave(other, bob);
		expect(named(await watching.take(2))).toEqual([
			['peer-joined', bob.host],
			['peer-left', bob.host],
		]);
		expect(client.pending).toBe('');
	});

	it.each(['', 'k3f9', 'k3f9-', '-7', 'k3f9-x', 'k3f9-7 '.repeat(2)])(
		'with Since %j is told 400, and may go on',
		async Since => {
			await using client = await index.connect();
			expect((await ask(client, modernRequest('WATCH CHANGES', {Since}))).code).toBe(400);
			expect((await ask(client, modernRequest('LIST ALL', {Limit: 0}))).code).toBe(200);
		},
	);
});

describe('Since', () => {
	it('begins with the events after that generation, and goes on with new ones', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		const start = await generation(client);
		await using live = await Watching.start(index.route);
		await join(client, bob);
		for (let rfc = 100; rfc < 400; rfc++) await add(client, bob, rfc);
		const events = await live.take(301);
		for (const known of [0, 1, 150, 300, 301]) {
			await using later = await Watching.start(index.route, {Since: beside(start, known)});
			expect(await later.take(301 - known)).toEqual(events.slice(known));
			expect(later.client.pending).toBe('');
		}
		await using later = await Watching.start(index.route, {Since: beside(start, 300)});
		await remove(client, bob, 100);
		expect(named(await later.take(2))).toEqual([
			['rfc-added', 399],
			['rfc-removed', 100],
		]);
		await leave(client, bob);
	});

	it('of another epoch, or still to come, is answered by resync, and then by what changes from there', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await join(client, bob);
		const now = await generation(client);
		for (const Since of [`x${now}`, 'nobody-1', beside(now, 1), beside(now, 1000), `${now}${'9'.repeat(30)}`]) {
			await using watching = await Watching.start(index.route, {Since});
			expect(await watching.next(), Since).toEqual({event: 'resync', generation: now});
		}
		await using watching = await Watching.start(index.route, {Since: 'nobody-1'});
		await add(client, bob, 1);
		expect(await watching.take(2)).toMatchObject([
			{event: 'resync', generation: now},
			{event: 'rfc-added', generation: beside(now, 1)},
		]);
		await leave(client, bob);
	});
});

type Copy = Map<string, Readonly<Record<string, unknown>>>;

/** Applies an event to a copy of the index. */
function apply(copy: Copy, {event, generation: _, ...what}: Event): void {
	if (event === 'rfc-added' || event === 'rfc-changed') copy.set(`${what.rfc} ${what.host}`, what);
	else if (event === 'rfc-removed') expect(copy.delete(`${what.rfc} ${what.host}`)).toBe(true);
	else if (event === 'peer-left') {
		for (const [key, {host}] of copy) if (host === what.host) copy.delete(key);
	}
}

describe('a copy of the index', () => {
	it('that began with LIST and follows the events from its ETag is the index, whatever happens', async () => {
		const random = new Random(20_260_102);
		const crew = Object.values(newPeers());
		await using stack = new AsyncDisposableStack();
		const lines = await Promise.all(crew.map(async () => stack.use(await index.connect())));
		const act = async () => {
			const at = random.below(crew.length);
			const [sender, line] = [crew[at], lines[at]];
			if (!sender || !line) throw new Error('nobody');
			const rfc = 1 + random.below(6);
			const kind = random.below(100);
			if (kind < 10) await leave(line, sender);
			else if (kind < 30) await ask(line, modernRequest('JOIN PEER', {Host: sender.host, Port: sender.port}));
			else if (kind < 45) await remove(line, sender, rfc);
			else await add(line, sender, rfc, `Title ${random.below(3)}`);
		};
		for (let step = 0; step < 50; step++) await act();
		const [asker] = lines;
		if (!asker) throw new Error('nobody');
		const first = await ask(asker, modernRequest('LIST ALL'));
		const copy: Copy = new Map(objectsOf(first).map(record => [`${record.rfc} ${record.host}`, record]));
		const Since = (field(first, 'ETag') ?? '').slice(1, -1);
		for (let step = 0; step < 50; step++) await act();
		await using watching = await Watching.start(index.route, {Since});
		for (let step = 0; step < 200; step++) await act();
		const last = await ask(asker, modernRequest('LIST ALL'));
		const end = (field(last, 'ETag') ?? '').slice(1, -1);
		const events = await watching.through(end);
		expect(events.length).toBeGreaterThan(100);
		for (const [at, event] of events.entries()) {
			expect(event.generation).toBe(beside(Since, at + 1));
			apply(copy, event);
		}
		const sorted = [...copy.values()].toSorted(
			(one, two) => Number(one.rfc) - Number(two.rfc) || (String(one.host) < String(two.host) ? -1 : 1),
		);
		expect(sorted).toEqual(objectsOf(last));
		for (const [at, sender] of crew.entries()) {
			const line = lines[at];
			if (line) await leave(line, sender);
		}
	});
});

const isHeartbeat = (line: string): boolean => line.startsWith('{"event":"heartbeat"');

/** A watching connection whose stream is only hashed and counted, without heartbeats. */
class Counted {
	readonly #hash = createHash('sha256');
	readonly #socket: Socket;
	#head: string | undefined = '';
	#rest = '';
	#lines = 0;

	constructor(port: number, since: string) {
		this.#socket = connect({port, host: '127.0.0.1'});
		this.#socket.write(modernRequest('WATCH CHANGES', {Since: since}));
		this.#socket.on('data', chunk => this.#take(chunk));
	}

	get lines(): number {
		return this.#lines;
	}

	digest(): string {
		this.#socket.destroy();
		return this.#hash.digest('hex');
	}

	#take(chunk: Buffer): void {
		if (this.#head === undefined) {
			this.#count(chunk.toString('latin1'));
			return;
		}
		this.#head += chunk.toString('latin1');
		const end = this.#head.indexOf('\r\n\r\n');
		if (end < 0) return;
		const rest = this.#head.slice(end + 4);
		this.#head = undefined;
		this.#count(rest);
	}

	#count(text: string): void {
		const lines = (this.#rest + text).split('\n');
		this.#rest = lines.pop() ?? '';
		const told = lines.filter(line => !isHeartbeat(line));
		this.#hash.update(told.map(line => `${line}\n`).join(''), 'latin1');
		this.#lines += told.length;
	}
}

describe('a watcher that half-closes', () => {
	it('is told all that had happened before, however much it is, then closed', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await join(client, bob);
		const since = await generation(client);
		const numbers = Array.from({length: 5000}, (_, at) => at + 1);
		await pipeline(
			client,
			numbers.map(rfc => modernRequest(`ADD RFC ${rfc}`, {Host: bob.host, Title: 'T'.repeat(1000)})),
		);
		await using watcher = await index.connect();
		await watcher.send(modernRequest('WATCH CHANGES', {Since: since}));
		watcher.halfClose();
		const watching = new Watching(watcher);
		await watching.readHead();
		const events = await watching.take(numbers.length);
		expect(named(events)).toEqual(numbers.map(rfc => ['rfc-added', rfc]));
		expect(await watcher.readUntilClose()).toBe('');
		await leave(client, bob);
	});
});

describe('many watchers', () => {
	it('100 of them, with 10,000 changes, are told the same, each change once', async () => {
		await using client = await index.connect();
		const {bob} = newPeers();
		await join(client, bob);
		const since = await generation(client);
		const {port} = index.route;
		await using one = await Watching.start(index.route, {Since: since});
		const watchers = Array.from({length: 99}, () => new Counted(port, since));
		const numbers = Array.from({length: 10_000}, (_, at) => at + 1);
		await pipeline(
			client,
			numbers.map(rfc => modernRequest(`ADD RFC ${rfc}`, {Host: bob.host, Title: `Title ${rfc}`})),
		);
		const hash = createHash('sha256');
		let text = '';
		for (const rfc of numbers) {
			let line = await one.client.readThrough('\n');
			while (isHeartbeat(line)) line = await one.client.readThrough('\n');
			expect(line).toContain(`"generation":"${beside(since, rfc)}","rfc":${rfc},`);
			text += line;
		}
		hash.update(Buffer.from(text, 'latin1'));
		await expect.poll(() => watchers.every(({lines}) => lines >= numbers.length), {timeout: 30_000}).toBe(true);
		expect(watchers.map(({lines}) => lines)).toEqual(watchers.map(() => numbers.length));
		expect(new Set(watchers.map(watcher => watcher.digest()))).toEqual(new Set([hash.digest('hex')]));
		await leave(client, bob);
	});
});

describe('slow watchers', () => {
	const ownIndex = indexServerForFile();

	it('are told to list again when they have missed too much, and cost the server next to nothing until then', async () => {
		await using client = await ownIndex.connect();
		const {bob} = newPeers();
		await join(client, bob);
		const since = await generation(client);
		const slow = Array.from({length: 100}, () => connect({port: ownIndex.route.port, host: '127.0.0.1'}));
		for (const socket of slow) {
			socket.pause();
			socket.write(modernRequest('WATCH CHANGES', {Since: since}));
		}
		const round = async (name: string) =>
			pipeline(
				client,
				Array.from({length: 2000}, (_, at) =>
					modernRequest(`ADD RFC ${at + 1}`, {Host: bob.host, Title: `${name} ${'x'.repeat(900)}`}),
				),
			);
		for (let first = 0; first < 6; first++) await round(`Early ${first}`);
		const before = await ownIndex.memory();
		for (let later = 0; later < 10; later++) await round(`Later ${later}`);
		const grown = (await ownIndex.memory()) - before;
		// With a buffer for each watcher it would be 2,000; the rest is garbage of the requests.
		expect(grown, 'MB for 100 watchers who missed 20 MB each').toBeLessThan(500);
		const end = await generation(client);
		for (const socket of slow.slice(1)) socket.destroy();
		const [last] = slow;
		if (!last) throw new Error('nobody');
		const text = await readThrough(last, end);
		const events: readonly Event[] = text
			.slice(text.indexOf('\r\n\r\n') + 4)
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line));
		const resyncs = events.filter(({event}) => event === 'resync');
		expect(resyncs.length).toBeGreaterThan(0);
		expect(events.length).toBeLessThan(32_000);
		let expected = since;
		for (const {event, generation: told} of events) {
			if (event === 'heartbeat') continue;
			expected = event === 'resync' ? told : beside(expected, 1);
			expect(told).toBe(expected);
		}
		expect(expected).toBe(end);
		await leave(client, bob);
		last.destroy();
	});
});

/** Reads until the line of a generation is complete. */
function readThrough(socket: Socket, generation: string): Promise<string> {
	return new Promise((resolve, reject) => {
		let text = '';
		socket.setEncoding('utf8');
		socket.on('error', reject);
		socket.on('close', () => reject(new Error(`closed after ${text.length} characters`)));
		socket.on('data', (data: string) => {
			text += data;
			if (text.endsWith('\n') && text.slice(text.lastIndexOf('\n', text.length - 2)).includes(`"${generation}"`)) {
				resolve(text);
			}
		});
		socket.resume();
	});
}

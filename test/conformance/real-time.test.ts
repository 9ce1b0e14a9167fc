import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {setTimeout as after} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {RawClient} from '../helpers/raw-client.ts';
import {add, ask as askClassic, askOnce, badRequest, lookup, newPeers, notFound, type Sender} from './classic.ts';
import {eventually, indexServerForFile} from './index-under-test.ts';
import {ask, field, join, modernRequest} from './modern.ts';
import {Watching} from './watching.ts';

// The timeouts of the protocol, which cannot be shortened from outside: these tests wait at the same time.
const index = indexServerForFile();
/** No peer registers with this one. */
const quietIndex = indexServerForFile();

/** Whether anybody holds the RFC. */
const isListed = async (rfc: number): Promise<boolean> => (await askOnce(index.route, lookup(rfc))) !== notFound;

/** Seconds since a moment of `performance.now()`. */
const secondsSince = (moment: number): number => (performance.now() - moment) / 1000;

/** A joined peer that shares one RFC, its connection, and a moment before it was there. */
async function sharing(rfc: number) {
	const before = performance.now();
	const client = await index.connect();
	const {host, port} = newPeers().bob;
	const token = await join(client, {host, port});
	await ask(client, modernRequest(`ADD RFC ${rfc}`, {Host: host, Title: 'T'}));
	return {client, host, token, before};
}

/** Seconds from a moment until nobody holds the RFC any more. */
async function secondsUntilGone(rfc: number, {before}: {readonly before: number}): Promise<number> {
	await expect.poll(() => isListed(rfc), {timeout: 50_000, interval: 200}).toBe(false);
	return secondsSince(before);
}

describe.concurrent('a registration', () => {
	it('ends 30 s after the last that came from the peer, be its connection open or closed', async () => {
		const open = await sharing(1);
		const closed = await sharing(2);
		const renewing = await sharing(3);
		const asking = await sharing(4);
		const elsewhere = await sharing(5);
		await closed.client.close();
		await elsewhere.client.close();
		const ends = Promise.all([secondsUntilGone(1, open), secondsUntilGone(2, closed)]);
		await after(15_000);
		await ask(renewing.client, modernRequest('RENEW PEER', {Host: renewing.host}));
		await ask(asking.client, modernRequest('LOOKUP RFC 1'));
		await using other = await index.connect();
		await ask(other, modernRequest('RENEW PEER', {Host: elsewhere.host, Token: elsewhere.token}));
		for (const seconds of await ends) {
			expect(seconds).toBeGreaterThan(29.9);
			expect(seconds).toBeLessThan(40);
		}
		expect(await isListed(3), 'RENEW keeps it').toBe(true);
		expect(await isListed(4), 'a LOOKUP on its connection keeps it').toBe(true);
		expect(await isListed(5), 'a RENEW with its Token keeps it').toBe(true);
		for (const {client} of [open, renewing, asking]) await client.close();
	});
});

describe.concurrent('a heartbeat', () => {
	/** The current generation, as quoted in the ETag. */
	const generation = async (): Promise<string> => {
		await using client = await quietIndex.connect();
		return (field(await ask(client, modernRequest('LIST ALL', {Limit: 1})), 'ETag') ?? '').slice(1, -1);
	};

	it('comes 15 s after the WATCH, with the present generation, which it does not change', async () => {
		const start = performance.now();
		await using watching = await Watching.start(quietIndex.route);
		const before = await generation();
		await expect.poll(() => watching.client.pending, {timeout: 30_000, interval: 50}).toMatch(/\n$/);
		const seconds = secondsSince(start);
		expect(await watching.line()).toEqual({event: 'heartbeat', generation: before});
		expect(seconds).toBeGreaterThan(14.9);
		expect(seconds).toBeLessThan(22);
		expect(await generation()).toBe(before);
	});
});

/** Seconds from a moment until the server closes, with everything received. */
async function untilClosed(
	client: RawClient,
	start: number,
): Promise<{readonly seconds: number; readonly answer: string}> {
	const answer = await client.readUntilClose(30_000);
	return {seconds: secondsSince(start), answer};
}

describe.concurrent('a head that is not complete after 10 s', () => {
	it('is answered and closed, however slowly bytes trickle; blank lines and silence are no head', async () => {
		const start = performance.now();
		const begun = async (bytes: string) => {
			const client = await quietIndex.connect();
			if (bytes !== '') await client.send(bytes);
			return client;
		};
		await using classic = await begun('LOOKUP RFC 1 P2P-CI/1.0\r\nHost: h\r\n');
		await using modern = await begun('LOOKUP RFC 1 P2P-CI/1.1\r\nHost: h\r\n');
		await using unknown = await begun('LOOK');
		await using second = await begun(`${lookup(1)}LIST ALL P2P-CI/1.0\r\n`);
		await using trickling = await begun('LOOKUP RFC 1 P2P-CI/1.0\r\nX: ');
		await using silent = await begun('');
		await using blank = await begun('\r\n\n');
		await using served = await begun(lookup(1));
		const drip = setInterval(() => void trickling.send('x'), 200);
		const ends = await Promise.all([classic, modern, unknown, second, trickling].map(each => untilClosed(each, start)));
		clearInterval(drip);
		for (const {seconds} of ends) {
			expect(seconds).toBeGreaterThan(9.9);
			expect(seconds).toBeLessThan(18);
		}
		const [answerClassic, answerModern, answerUnknown, answerSecond, answerTrickling] = ends.map(({answer}) => answer);
		expect(answerClassic).toBe(badRequest);
		expect(answerModern?.split('\r\n')[0]).toBe('P2P-CI/1.1 408 Request Timeout');
		expect(answerUnknown).toBe(badRequest);
		expect(answerSecond).toBe(notFound + badRequest);
		expect(answerTrickling).toBe(badRequest);
		expect(await askClassic(silent, lookup(1))).toBe(notFound);
		expect(await askClassic(blank, lookup(1))).toBe(notFound);
		expect(await askClassic(served, '')).toBe(notFound);
	});
});

/** A port that neither accepts nor refuses connections: its process is stopped and its backlog is full. */
async function silentPort(): Promise<AsyncDisposable & {readonly port: number}> {
	const script = `
		const server = require('node:net').createServer(() => {});
		server.listen({port: 0, host: '127.0.0.1', backlog: 1}, () => console.log(server.address().port));
	`;
	const child: ChildProcess = spawn(process.execPath, ['-e', script], {stdio: ['ignore', 'pipe', 'inherit']});
	const [chunk] = child.stdout ? await once(child.stdout, 'data') : [''];
	const port = Number(String(chunk));
	child.kill('SIGSTOP');
	const fillers = new AsyncDisposableStack();
	for (;;) {
		const connecting = RawClient.connect({port});
		const late = new Promise<undefined>(resolve => setTimeout(() => resolve(undefined), 300));
		const client = await Promise.race([connecting, late]);
		// The first connection without an answer shows that the backlog is full.
		if (client === undefined) {
			connecting.then(filler => filler[Symbol.asyncDispose]()).catch(() => {});
			break;
		}
		fillers.use(client);
	}
	return {
		port,
		async [Symbol.asyncDispose]() {
			await fillers.disposeAsync();
			child.kill('SIGKILL');
			await once(child, 'exit');
		},
	};
}

describe.runIf(process.platform === 'linux').concurrent('when the upload port is silent', () => {
	it('for 2 s, it is tried again 3 s later, and then the peer is removed', async () => {
		await using port = await silentPort();
		const bob: Sender = {host: newPeers().bob.host, port: port.port};
		const client = await index.connect();
		await askClassic(client, add(bob, 30, 'T'));
		const open = performance.now();
		await client.close();
		await eventually(
			() => isListed(30),
			listed => !listed,
		);
		expect(secondsSince(open)).toBeGreaterThan(6.9);
	});
});

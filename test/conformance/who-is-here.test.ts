import {describe, expect, it} from 'vitest';
import {unusedPort} from '../helpers/ports.ts';
import {RawClient} from '../helpers/raw-client.ts';
import {
	add,
	ask,
	askOnce,
	join,
	leave,
	lookup,
	newPeers,
	notFound,
	ok,
	record,
	remove,
	type Sender,
} from './classic.ts';
import {eventually, indexServerForFile, manyAddresses, uploadPort} from './index-under-test.ts';
import {Watching} from './watching.ts';

// P2P-CI/1.0, "Who is here": what becomes of a peer whose connection closed. Upload ports are real ones.
const index = indexServerForFile();

const holders = (rfc: number): Promise<string> => askOnce(index.route, lookup(rfc));
const isGone = (answer: string): boolean => answer === notFound;

/** Sends messages on a separate connection, which then closes; returns the answers. */
async function over(bytes: string, localAddress = '127.0.0.1'): Promise<string> {
	await using client = await RawClient.connect({...index.route, localAddress});
	const answer = await ask(client, bytes);
	await client.close();
	return answer;
}

/**
 * Resolves when the server has handled the connections closed before now: a peer at a refusing port joins after them,
 * and its removal is observed.
 */
async function earlierClosesAreDealtWith(): Promise<void> {
	const witness: Sender = {host: newPeers().bob.host, port: await unusedPort()};
	const rfc = 2_000_000 + witness.port;
	expect(await over(add(witness, rfc, 'Witness'))).toBe(ok(record(rfc, 'Witness', witness)));
	await eventually(() => holders(rfc), isGone);
}

/**
 * Has peers lose their connections with `lose`, and checks that they leave the index at once: before a peer that loses its
 * own after them, is there when it is asked for then, and is asked for again a second later. The server tells the order,
 * so that it counts for nothing how late a busy machine asks.
 */
async function expectGoneAtOnce(hosts: readonly string[], lose: () => Promise<unknown>): Promise<void> {
	await using watching = await Watching.start(index.route);
	await using port = await uploadPort();
	const later: Sender = {host: newPeers().carol.host, port: port.port};
	await lose();
	await over(add(later, 6, 'Later'));
	await eventually(
		async () => port.arrivals.length,
		count => count > 0,
	);
	await port.close();
	const left: unknown[] = [];
	while (left.at(-1) !== later.host) {
		const {event, host} = await watching.next();
		if (event === 'peer-left') left.push(host);
	}
	expect(left).toEqual(expect.arrayContaining([...hosts]));
}

// Each waits for a second or more.
describe.concurrent('when the connection of a peer closes', () => {
	it('and its upload port refuses, the peer and all its records are removed at once', async () => {
		const bob: Sender = {host: newPeers().bob.host, port: await unusedPort()};
		await expectGoneAtOnce([bob.host], () => over(add(bob, 1, 'T') + add(bob, 2, 'T')));
		for (const rfc of [1, 2]) expect(await holders(rfc)).toBe(notFound);
		expect(await over(leave(bob))).toBe(notFound);
	});

	it('by a reset, it is the same', async () => {
		const bob: Sender = {host: newPeers().bob.host, port: await unusedPort()};
		await using client = await index.connect();
		await ask(client, add(bob, 3, 'T'));
		await expectGoneAtOnce([bob.host], async () => client.reset());
		expect(await holders(3)).toBe(notFound);
	});

	it('by a half-close, it is the same', async () => {
		const bob: Sender = {host: newPeers().bob.host, port: await unusedPort()};
		await expectGoneAtOnce([bob.host], async () =>
			expect(await askOnce(index.route, add(bob, 4, 'T'))).toBe(ok(record(4, 'T', bob))),
		);
		expect(await holders(4)).toBe(notFound);
	});

	it('all peers that used it are asked for', async () => {
		const {alice, bob} = newPeers();
		const port = await unusedPort();
		await expectGoneAtOnce([alice.host, bob.host], () =>
			over(join({...alice, port}) + add({...alice, port}, 5, 'T') + add({...bob, port}, 5, 'T')),
		);
		expect(await holders(5)).toBe(notFound);
	});

	it('it may send each message over a connection of its own, and LEAVE at the end', async () => {
		await using port = await uploadPort();
		const bob: Sender = {host: newPeers().bob.host, port: port.port};
		expect(await over(join(bob))).toBe(ok());
		expect(await over(add(bob, 11, 'T'))).toBe(ok(record(11, 'T', bob)));
		expect(await over(add(bob, 12, 'T'))).toBe(ok(record(12, 'T', bob)));
		expect(await over(lookup(11))).toBe(ok(record(11, 'T', bob)));
		expect(await over(remove(bob, 12))).toBe(ok(record(12, 'T', bob)));
		await earlierClosesAreDealtWith();
		expect(await over(lookup(11))).toBe(ok(record(11, 'T', bob)));
		expect(await over(leave(bob))).toBe(ok());
		expect(await holders(11)).toBe(notFound);
	});

	it('after LEAVE, nobody is asked for', async () => {
		await using port = await uploadPort();
		const bob: Sender = {host: newPeers().bob.host, port: port.port};
		expect(await over(add(bob, 13, 'T') + leave(bob))).toBe(ok(record(13, 'T', bob)) + ok());
		await earlierClosesAreDealtWith();
		expect(port.arrivals).toEqual([]);
	});

	it('only the one last used for ADD, REMOVE or JOIN counts', async () => {
		await using first = await index.connect();
		await using second = await index.connect();
		await using asking = await index.connect();
		const bob: Sender = {host: newPeers().bob.host, port: await unusedPort()};
		await ask(first, add(bob, 14, 'T'));
		await ask(second, join(bob));
		await ask(asking, lookup(14).replace('Host: asker', `Host: ${bob.host}\r\nPort: ${bob.port}`));
		await first.close();
		await asking.close();
		await earlierClosesAreDealtWith();
		expect(await holders(14)).toBe(ok(record(14, 'T', bob)));
		await expectGoneAtOnce([bob.host], () => second.close());
		expect(await holders(14)).toBe(notFound);
	});
});

// They wait for the same seconds.
describe.concurrent('when the connection of a peer closes and its upload port accepts', () => {
	it('the peer stays and is tried again; the probe sends nothing and ends in order', async () => {
		await using port = await uploadPort();
		const bob: Sender = {host: newPeers().bob.host, port: port.port};
		const start = performance.now();
		await over(add(bob, 10, 'T'));
		await eventually(
			async () => port.arrivals.length,
			count => count >= 2,
		);
		// At once, and a second later. They may be noticed late here, never early.
		expect((port.arrivals[1] ?? 0) - start).toBeGreaterThan(950);
		await eventually(
			async () => port.ended(),
			count => count >= 2,
		);
		expect(port.received()).toBe(0);
		expect(await holders(10)).toBe(ok(record(10, 'T', bob)));
		await port.close();
		// The next probe comes 3 s later: by then the port refuses.
		await eventually(() => holders(10), isGone);
	});

	it('one probe serves all Hosts that claim an address and port', async () => {
		await using port = await uploadPort();
		const {host} = newPeers().bob;
		const crowd = Array.from({length: 30}, (_, member) => ({host: `${host}-${member}`, port: port.port}));
		const start = performance.now();
		await over(crowd.map(member => add(member, 15, 'T')).join(''));
		await eventually(
			async () => port.arrivals.length,
			count => count >= 2,
		);
		// The second is the one that comes a second later.
		expect((port.arrivals[1] ?? 0) - start).toBeGreaterThan(950);
		await port.close();
		await eventually(() => holders(15), isGone);
	});
});

describe.runIf(manyAddresses)('the probe goes', () => {
	it('to the address that the connection came from, never to the Host that was sent', async () => {
		await using elsewhere = await uploadPort({host: '127.0.0.1'});
		await using own = await uploadPort({host: '127.0.0.2', port: elsewhere.port});
		const bob: Sender = {host: '127.0.0.1', port: own.port};
		expect(await over(add(bob, 20, 'T'), '127.0.0.2')).toBe(ok(record(20, 'T', bob)));
		await eventually(
			async () => own.arrivals.length,
			count => count >= 1,
		);
		expect(elsewhere.arrivals).toEqual([]);
		expect(await holders(20)).toBe(ok(record(20, 'T', bob)));
		expect(await over(leave(bob), '127.0.0.2')).toBe(ok());
	});

	it('and its refusal there removes the peer, whoever listens at the Host that was sent', async () => {
		await using elsewhere = await uploadPort({host: '127.0.0.1'});
		const bob: Sender = {host: '127.0.0.1', port: elsewhere.port};
		await expectGoneAtOnce([bob.host], () => over(add(bob, 21, 'T'), '127.0.0.2'));
		expect(await holders(21)).toBe(notFound);
		expect(elsewhere.arrivals).toEqual([]);
	});
});

describe('when very many connections close at once', () => {
	it('at most 50 probes go out in a second', async () => {
		const {host} = newPeers().bob;
		const crowd: Sender[] = [];
		while (crowd.length < 200) crowd.push({host: `${host}-${crowd.length}`, port: await unusedPort()});
		const start = performance.now();
		await over(crowd.map(member => add(member, 40, 'T')).join(''));
		await eventually(() => holders(40), isGone);
		// 50 may start at once, the other 150 need 3 s.
		expect(performance.now() - start).toBeGreaterThan(2800);
	});
});

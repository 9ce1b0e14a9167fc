import {describe, expect, it} from 'vitest';
import {
	add,
	ask,
	join,
	leave,
	lookup,
	newPeers,
	notFound,
	ok,
	record,
	recordsOf,
	remove,
	type Sender,
} from './classic.ts';
import {indexServerForFile, manyAddresses, uploadPort} from './index-under-test.ts';
import {ask as askModern, join as joinModern, modernRequest} from './modern.ts';

// P2P-CI/1.0, "Who is who": a peer is its Host, its Port and the address that it comes from, together.
const index = indexServerForFile();

describe('one machine', () => {
	it('has one peer for one Host and Port, whichever connection they come over', async () => {
		await using first = await index.connect();
		await using second = await index.connect();
		const {bob} = newPeers();
		await ask(first, add(bob, 1, 'Draft'));
		expect(await ask(second, add(bob, 1, 'Final'))).toBe(ok(record(1, 'Final', bob)));
		expect(await ask(first, lookup(1))).toBe(ok(record(1, 'Final', bob)));
		expect(await ask(second, remove(bob, 1))).toBe(ok(record(1, 'Final', bob)));
		expect(await ask(first, leave(bob))).toBe(ok());
		expect(await ask(second, leave(bob))).toBe(notFound);
	});

	it('has several peers of one Host, told apart by their ports', async () => {
		await using client = await index.connect();
		const {host} = newPeers().bob;
		const [one, two]: readonly [Sender, Sender] = [
			{host, port: 1},
			{host, port: 2},
		];
		await ask(client, add(one, 2, 'Of one') + add(two, 2, 'Of two'));
		expect([...recordsOf(await ask(client, lookup(2)))].sort()).toEqual([
			record(2, 'Of one', one),
			record(2, 'Of two', two),
		]);
		expect(await ask(client, remove(one, 2))).toBe(ok(record(2, 'Of one', one)));
		expect(await ask(client, lookup(2))).toBe(ok(record(2, 'Of two', two)));
		expect(await ask(client, leave(one))).toBe(ok());
		expect(await ask(client, lookup(2))).toBe(ok(record(2, 'Of two', two)));
	});
});

describe.runIf(manyAddresses)('another machine with the same Host and Port', () => {
	it('is another peer: it cannot remove, end or retitle what is not its own', async () => {
		await using owner = await index.connect({localAddress: '127.0.0.1'});
		await using stranger = await index.connect({localAddress: '127.0.0.2'});
		const {bob} = newPeers();
		await ask(owner, add(bob, 10, 'Of the owner'));
		expect(await ask(stranger, remove(bob, 10))).toBe(notFound);
		expect(await ask(stranger, leave(bob))).toBe(notFound);
		expect(await ask(stranger, lookup(10))).toBe(ok(record(10, 'Of the owner', bob)));
		expect(await ask(stranger, add(bob, 10, 'Of the stranger'))).toBe(ok(record(10, 'Of the stranger', bob)));
		const both = [record(10, 'Of the owner', bob), record(10, 'Of the stranger', bob)];
		expect([...recordsOf(await ask(owner, lookup(10)))].sort()).toEqual(both);
		expect(await ask(stranger, leave(bob))).toBe(ok());
		expect(await ask(owner, lookup(10))).toBe(ok(record(10, 'Of the owner', bob)));
		expect(await ask(owner, leave(bob))).toBe(ok());
	});
});

describe('a 1.0 peer with the Host of a 1.1 peer', () => {
	it('is another peer, and neither harms the other', async () => {
		await using modern = await index.connect();
		await using classic = await index.connect();
		await using port = await uploadPort();
		const bob = {host: newPeers().bob.host, port: port.port};
		await joinModern(modern, bob);
		const added = await askModern(modern, modernRequest('ADD RFC 20', {Host: bob.host, Title: 'Of 1.1'}));
		expect(added.code).toBe(200);
		expect(await ask(classic, remove(bob, 20))).toBe(notFound);
		expect(await ask(classic, leave(bob))).toBe(notFound);
		expect(await ask(classic, join(bob))).toBe(ok());
		expect(await ask(classic, add(bob, 20, 'Of 1.0'))).toBe(ok(record(20, 'Of 1.0', bob)));
		const address = {host: '127.0.0.1', port: bob.port};
		expect([...recordsOf(await ask(classic, lookup(20)))].sort()).toEqual(
			[record(20, 'Of 1.0', bob), record(20, 'Of 1.1', address)].sort(),
		);
		expect((await askModern(modern, modernRequest('LEAVE PEER', {Host: bob.host}))).code).toBe(200);
		expect(await ask(classic, lookup(20))).toBe(ok(record(20, 'Of 1.0', bob)));
		expect(await ask(classic, leave(bob))).toBe(ok());
		expect(await ask(classic, lookup(20))).toBe(notFound);
	});

	it('is told by its Host, and the 1.1 peer by its address', async () => {
		await using modern = await index.connect();
		await using classic = await index.connect();
		const {alice} = newPeers();
		await joinModern(modern, alice);
		await askModern(modern, modernRequest('ADD RFC 21', {Host: alice.host, Title: 'T'}));
		expect(await ask(classic, lookup(21))).toBe(ok(record(21, 'T', {host: '127.0.0.1', port: alice.port})));
	});
});

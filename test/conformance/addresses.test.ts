import {networkInterfaces} from 'node:os';
import {describe, expect, it} from 'vitest';
import {add, ask, join, leave, lookup, newPeers, notFound, ok, record, recordsOf, type Sender} from './classic.ts';
import {eventually, indexServerForFile, uploadPort} from './index-under-test.ts';
import {ask as askModern, field, join as joinModern, modernRequest, objectsOf} from './modern.ts';

// A server at every address of the machine, IPv4 and IPv6 at one socket.
const hasIpv6 = Object.values(networkInterfaces()).some(addresses => addresses?.some(({address}) => address === '::1'));

describe.runIf(hasIpv6)('a server for IPv4 and IPv6', () => {
	const index = indexServerForFile({host: '::'});

	it.each(['127.0.0.1', '::1'])(
		'tells a peer at %s its address, without brackets and never IPv4 as IPv6',
		async host => {
			await using client = await index.connect({host});
			const {bob} = newPeers();
			const joined = await askModern(client, modernRequest('JOIN PEER', {Host: bob.host, Port: bob.port}));
			expect(field(joined, 'Address')).toBe(host);
			await askModern(client, modernRequest('ADD RFC 1', {Host: bob.host, Title: 'T'}));
			expect(objectsOf(await askModern(client, modernRequest('LOOKUP RFC 1')))).toMatchObject([{address: host}]);
			const peers = objectsOf(await askModern(client, modernRequest('LIST PEERS')));
			expect(peers.find(peer => peer.host === bob.host)).toMatchObject({address: host});
			await askModern(client, modernRequest('LEAVE PEER', {Host: bob.host}));
		},
	);

	it('gives a 1.0 client the address of a 1.1 peer, IPv6 without brackets', async () => {
		await using modern = await index.connect({host: '::1'});
		await using classic = await index.connect({host: '127.0.0.1'});
		const {bob} = newPeers();
		await joinModern(modern, bob);
		await askModern(modern, modernRequest('ADD RFC 2', {Host: bob.host, Title: 'T'}));
		expect(await ask(classic, lookup(2))).toBe(ok(record(2, 'T', {host: '::1', port: bob.port})));
	});

	it('tells apart 1.0 peers of one Host and Port that come from an IPv4 and an IPv6 address', async () => {
		await using four = await index.connect({host: '127.0.0.1'});
		await using six = await index.connect({host: '::1'});
		const {bob} = newPeers();
		await ask(four, add(bob, 3, 'Of IPv4'));
		expect(await ask(six, leave(bob))).toBe(notFound);
		await ask(six, add(bob, 3, 'Of IPv6'));
		expect([...recordsOf(await ask(four, lookup(3)))].sort()).toEqual([
			record(3, 'Of IPv4', bob),
			record(3, 'Of IPv6', bob),
		]);
		expect(await ask(six, leave(bob))).toBe(ok());
		expect(await ask(four, lookup(3))).toBe(ok(record(3, 'Of IPv4', bob)));
	});

	it.each(['127.0.0.1', '::1'])('tries the upload port of a 1.0 peer at %s there', async host => {
		await using port = await uploadPort({host});
		const bob: Sender = {host: newPeers().bob.host, port: port.port};
		const client = await index.connect({host});
		expect(await ask(client, join(bob))).toBe(ok());
		await client.close();
		await eventually(
			async () => port.arrivals.length,
			count => count >= 1,
		);
		await using other = await index.connect({host});
		expect(await ask(other, leave(bob))).toBe(ok());
	});
});

import {setTimeout as after} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {askOnce, lookup, newPeers, notFound} from './classic.ts';
import {eventually, indexServerForFile} from './index-under-test.ts';
import {ask, join, modernRequest} from './modern.ts';

// P2P-CI/1.1: how long a registration lives. The lease is 30 s and cannot be made shorter from outside: all cases share one.
const index = indexServerForFile();

const isListed = async (rfc: number): Promise<boolean> => (await askOnce(index.route, lookup(rfc))) !== notFound;

/** A peer that joined and shares one RFC, and its connection. */
async function sharing(rfc: number) {
	const client = await index.connect();
	const {host, port} = newPeers().bob;
	const token = await join(client, {host, port});
	await ask(client, modernRequest(`ADD RFC ${rfc}`, {Host: host, Title: 'T'}));
	return {client, host, token};
}

/** Seconds until nobody holds the RFC any more. */
async function secondsUntilGone(rfc: number): Promise<number> {
	const start = performance.now();
	await eventually(
		() => isListed(rfc),
		listed => !listed,
		40_000,
	);
	return (performance.now() - start) / 1000;
}

describe('a registration', () => {
	it('ends 30 s after the last that came from the peer, be its connection open or closed', async () => {
		const open = await sharing(1);
		const closed = await sharing(2);
		const renewing = await sharing(3);
		const asking = await sharing(4);
		const elsewhere = await sharing(5);
		await closed.client.close();
		await elsewhere.client.close();
		const ends = Promise.all([secondsUntilGone(1), secondsUntilGone(2)]);
		await after(15_000);
		await ask(renewing.client, modernRequest('RENEW PEER', {Host: renewing.host}));
		await ask(asking.client, modernRequest('LOOKUP RFC 1'));
		await using other = await index.connect();
		await ask(other, modernRequest('RENEW PEER', {Host: elsewhere.host, Token: elsewhere.token}));
		for (const seconds of await ends) {
			expect(seconds).toBeGreaterThan(28);
			expect(seconds).toBeLessThan(35);
		}
		expect(await isListed(3), 'RENEW keeps it').toBe(true);
		expect(await isListed(4), 'a LOOKUP on its connection keeps it').toBe(true);
		expect(await isListed(5), 'a RENEW with its Token keeps it').toBe(true);
		for (const {client} of [open, renewing, asking]) await client.close();
	});
});

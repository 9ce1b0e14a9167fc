/** A peer with thousands of records is gone at once for whoever asks, while others are answered. */

import {describe, expect, it} from 'vitest';
import {Catalog} from '../../source/server/catalog.ts';
import {recordOf} from '../../source/server/holding.ts';
import {comparePeers, IndexPeer} from '../../source/server/index-peer.ts';
import fc from '../helpers/properties.ts';
import {settled as turn} from './helpers/fake-clock.ts';
import {askNamed, IndexUnderTest, joinAs, request} from './helpers/index-under-test.ts';

const newPeer = (host: string): IndexPeer =>
	new IndexPeer(host, {host, address: '10.0.0.5', port: 1, version: '1.1', joined: 0});

/** More than are taken out in one turn. */
const many = 1600;

describe('a peer that leaves with thousands of records', () => {
	it('is out of the index at once, whatever is asked and changed before its records are', async () => {
		const rfc = fc.integer({min: 1, max: many});
		const act = fc.oneof(
			fc.record({act: fc.constantFrom('add' as const, 'remove' as const), who: fc.boolean(), rfc}),
			fc.record({act: fc.constantFrom('ask' as const, 'turn' as const), who: fc.boolean(), rfc}),
			fc.record({act: fc.constantFrom('leave' as const, 'walk' as const), who: fc.boolean(), rfc}),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(act, {maxLength: 25}), async acts => {
				const catalog = new Catalog('e');
				const model = new Map<string, {peer: IndexPeer; rfc: number}>();
				const join = (host: string): IndexPeer => {
					const peer = newPeer(host);
					catalog.join(peer);
					return peer;
				};
				const add = (peer: IndexPeer, number: number): void => {
					catalog.add(peer, number, {title: 'T'});
					model.set(`${peer.key} ${number}`, {peer, rfc: number});
				};
				const leave = (peer: IndexPeer): void => {
					catalog.leave(peer);
					for (const [key, each] of model) if (each.peer === peer) model.delete(key);
				};
				const expected = () =>
					[...model.values()]
						.sort((a, b) => a.rfc - b.rfc || comparePeers(a.peer, b.peer))
						.map(each => ({rfc: each.rfc, host: each.peer.facts.host}));
				const seen = (holdings: readonly Parameters<typeof recordOf>[0][]) =>
					holdings.map(recordOf).map(({rfc: number, host}) => ({rfc: number, host}));

				const huge = join('huge');
				let [alice, again] = [join('alice'), huge];
				for (let number = 1; number <= many; number++) add(huge, number);
				for (let number = 1; number <= many; number += 100) add(alice, number);
				leave(huge);
				// Who has its name now meets its records.
				again = join('huge');
				for (const {act: what, who, rfc: number} of acts) {
					const peer = who ? alice : again;
					if (what === 'add') add(peer, number);
					else if (what === 'remove') {
						expect(catalog.remove(peer, number)?.rfc).toBe(model.get(`${peer.key} ${number}`)?.rfc);
						model.delete(`${peer.key} ${number}`);
					} else if (what === 'ask') {
						expect(seen(catalog.holders(number))).toEqual(expected().filter(each => each.rfc === number));
					} else if (what === 'turn') await turn();
					else if (what === 'walk') {
						expect(seen([...catalog.walk()].flatMap(({holders}) => holders))).toEqual(expected());
					} else {
						leave(peer);
						if (who) alice = join('alice');
						else again = join('huge');
					}
					expect(catalog.records).toBe(model.size);
				}
				await catalog.settled;
				expect(catalog.settled).toBeUndefined();
				expect(catalog.rfcs.weight).toBe(model.size);
				expect(seen(catalog.slice(0, 2 * many))).toEqual(expected());
			}),
			{numRuns: 40},
		);
	});

	it('takes turns with others: hardly anything is taken out in one of them', async () => {
		const catalog = new Catalog('e');
		const peers = Array.from({length: 40}, (_, at) => newPeer(`peer-${at}`));
		for (const peer of peers) {
			catalog.join(peer);
			for (let rfc = 1; rfc <= 100; rfc++) catalog.add(peer, rfc, {title: 'T'});
		}
		let inTurn = 0;
		let most = 0;
		catalog.watchRows({row: () => (most = Math.max(most, ++inTurn))});
		// As when the network between them and the server is gone.
		for (const peer of peers) catalog.leave(peer);
		while (catalog.settled) {
			await turn();
			inTurn = 0;
		}
		expect(catalog.rfcs.size).toBe(0);
		// The rest of the turn in which they left, and one of those after it.
		expect(most).toBeLessThanOrEqual(1000);
	});

	it('is gone for good in the end, although others join and leave again without end', () => {
		const catalog = new Catalog('e');
		const join = (host: string): IndexPeer => {
			const peer = newPeer(host);
			catalog.join(peer);
			return peer;
		};
		const huge = join('huge');
		for (let rfc = 1; rfc <= many; rfc++) catalog.add(huge, rfc, {title: 'T'});
		catalog.leave(huge);
		expect(catalog.settled).toBeDefined();
		// No turn of the event loop is over between what is pipelined.
		for (const [round, host] of ['alice', 'bob', 'carol'].entries()) {
			const peer = join(host);
			// Nothing that those who have left held: that would be out anyway.
			const before = many * (round + 1);
			for (let rfc = before + 1; rfc <= before + many; rfc++) catalog.add(peer, rfc, {title: 'T'});
			expect(catalog.settled).toBeUndefined();
			catalog.leave(peer);
			expect(catalog.settled).toBeDefined();
		}
		catalog.close();
	});

	it('is out of an RFC that one holds who stays, also where hundreds leave together', async () => {
		const catalog = new Catalog('e');
		const peers = Array.from({length: 200}, (_, at) => newPeer(`peer-${at}`));
		const alice = newPeer('alice');
		for (const peer of [...peers, alice]) catalog.join(peer);
		for (const [at, peer] of peers.entries())
			for (let rfc = at; rfc < at + 20; rfc++) catalog.add(peer, rfc + 1, {title: 'T'});
		catalog.add(alice, 150, {title: 'T'});
		for (const peer of peers) catalog.leave(peer);
		expect(catalog.settled).toBeDefined();
		expect(catalog.holders(150).map(({peer}) => peer)).toEqual([alice]);
		expect(catalog.holders(151)).toEqual([]);
		expect(catalog.records).toBe(1);
		await catalog.settled;
		expect(catalog.slice(0, 5).map(({rfc}) => rfc)).toEqual([150]);
	});

	it('is in no answer that waited for another one, and holds up no whole list of 1.0', async () => {
		const index = new IndexUnderTest();
		const {catalog, members} = index.engine;
		const hosts = Array.from({length: 60}, (_, at) => `peer-${at}`);
		for (const host of [...hosts, 'zoe']) {
			const connection = index.connect();
			await joinAs(connection, host);
			const peer = members.named(host);
			if (!peer) throw new Error(`${host} is not here`);
			const [first, last] = host === 'zoe' ? [700, 700] : [1, 600];
			for (let rfc = first; rfc <= last; rfc++) catalog.add(peer, rfc, {title: 'T'});
		}
		const leave = (host: string | undefined): void => {
			const peer = members.named(host ?? '');
			if (peer) members.leave(peer);
		};
		leave(hosts.pop());
		const classic = index.connect().ask(request('LIST ALL P2P-CI/1.0', {Host: 'carol'}));
		const page = index.connect().ask(request('LIST ALL P2P-CI/1.1', {Offset: 0}));
		let answered = false;
		void classic.then(() => {
			answered = true;
		});
		while (!answered && hosts.length > 10) {
			await turn();
			leave(hosts.pop());
		}
		expect(answered).toBe(true);
		expect(await classic).toMatch(/\r\nRFC 700 T [^\r]*\r\n\r\n$/);
		expect(catalog.settled).toBeDefined();
		// All that has left is out now, and somebody leaves before those who waited are told.
		for (const {holders} of catalog.walk()) expect(holders.length).toBeGreaterThan(0);
		expect(catalog.settled).toBeUndefined();
		while (hosts.length > 0) leave(hosts.pop());
		expect(catalog.settled).toBeDefined();
		const listed = await page;
		expect(listed).toContain('\r\nTotal: 1\r\n');
		expect(listed.match(/"host":"[^"]*"/g)).toEqual(['"host":"zoe"']);
		await index.engine.close();
	});

	it('is not in the answers that need the whole index, which wait until its records are out', async () => {
		const index = new IndexUnderTest();
		const [bob, alice] = [index.connect(), index.connect()];
		await joinAs(bob, 'bob');
		await joinAs(alice, 'alice');
		const peer = index.engine.members.named('bob');
		if (!peer) throw new Error('bob is not here');
		for (let rfc = 1; rfc <= many; rfc++) index.engine.catalog.add(peer, rfc, {title: `Title ${rfc}`});
		await askNamed(alice, 'ADD RFC 900', {Host: 'alice', Title: 'Title of another'});
		const tag = (await askNamed(bob, 'LEAVE PEER', {Host: 'bob'})).status;
		expect(tag).toBe('P2P-CI/1.1 200 OK');
		expect(index.engine.catalog.settled).toBeDefined();
		const page = index.connect();
		const all = index.connect();
		const found = index.connect();
		const answers = [
			page.ask(request('LIST ALL P2P-CI/1.1', {Limit: 5})),
			all.ask(request('LIST ALL P2P-CI/1.0', {Host: 'carol'})),
			found.ask(request('SEARCH ALL P2P-CI/1.1', {Query: 'title', Limit: 5})),
		];
		// Meanwhile others are answered.
		expect((await askNamed(alice, 'LOOKUP RFC 5')).status).toBe('P2P-CI/1.1 404 Not Found');
		expect((await askNamed(alice, 'LIST PEERS')).lines).toMatchObject([{host: 'alice', rfcs: 1}]);
		const [listed = '', classic = '', hits = ''] = await Promise.all(answers);
		expect(listed).toContain('\r\nTotal: 1\r\n');
		expect(listed).toContain('"host":"alice"');
		expect(listed).not.toContain('"host":"bob"');
		expect(classic).toBe('P2P-CI/1.0 200 OK\r\n\r\nRFC 900 Title of another 10.0.0.5 6002\r\n\r\n');
		expect(hits).toMatch(/\{"rfc":900,"title":"Title of another","holders":1\}\n$/);
		await index.engine.close();
	});
});

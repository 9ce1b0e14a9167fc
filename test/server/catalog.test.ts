import {describe, expect, it} from 'vitest';
import {Catalog, type Change} from '../../source/server/catalog.ts';
import {recordOf} from '../../source/server/holding.ts';
import {comparePeers, type Holding, IndexPeer, type PeerFacts} from '../../source/server/index-peer.ts';
import fc from '../helpers/properties.ts';

const newPeer = (facts: Partial<PeerFacts> = {}): IndexPeer => {
	const all = {host: 'bob', address: '10.0.0.5', port: 6002, version: '1.1', joined: 0, ...facts} as const;
	return new IndexPeer(`${all.host} ${all.port} ${all.address}`, all);
};

const seen = (holding: Holding) => recordOf(holding);

/** Those that a change makes: one, and one for each record that moves. */
const generations = (change: Change): number[] =>
	Array.from({length: 1 + ('moved' in change ? change.moved : 0)}, (_, index) => change.number + index);

/** Peers and RFC numbers are few, so that they meet often. */
const hosts = ['alice', 'bob', 'bob', 'carol', 'Ωmega'];
const peerAt = fc.integer({min: 0, max: hosts.length - 1});
const rfcNumber = fc.integer({min: 1, max: 9});
const title = fc.constantFrom('T', 'U', 'V');
const act = fc.oneof(
	{weight: 2, arbitrary: fc.record({act: fc.constant('join' as const), at: peerAt})},
	{weight: 1, arbitrary: fc.record({act: fc.constant('leave' as const), at: peerAt})},
	{weight: 6, arbitrary: fc.record({act: fc.constant('add' as const), at: peerAt, rfc: rfcNumber, title})},
	{weight: 2, arbitrary: fc.record({act: fc.constant('remove' as const), at: peerAt, rfc: rfcNumber})},
	{
		weight: 1,
		arbitrary: fc.record({act: fc.constant('move' as const), at: peerAt, port: fc.integer({min: 1, max: 3})}),
	},
);

/** The index as a list of everything, looked through for each question. */
class Model {
	readonly here = new Set<IndexPeer>();
	records: {rfc: number; title: string; peer: IndexPeer}[] = [];

	all() {
		return [...this.records]
			.sort((a, b) => a.rfc - b.rfc || comparePeers(a.peer, b.peer))
			.map(({rfc, title: text, peer: {facts}}) => {
				const {host, port, address} = facts;
				return {rfc, title: text, host, port, address};
			});
	}
}

describe('the catalog', () => {
	it('is what a plain list of everything would be, after any acts', () => {
		fc.assert(
			fc.property(fc.array(act, {maxLength: 120}), acts => {
				const catalog = new Catalog('e');
				const model = new Model();
				const changes: Change[] = [];
				catalog.subscribe(change => changes.push(change));
				const peers = hosts.map((host, at) => newPeer({host, port: 10 + at}));
				for (const step of acts) {
					const peer = peers[step.at];
					if (!peer) throw new Error('no such peer');
					const before = catalog.number;
					const touched = changes.length;
					if (step.act === 'join' && !peer.here) {
						catalog.join(peer);
						model.here.add(peer);
					} else if (step.act === 'leave' && peer.here) {
						catalog.leave(peer);
						model.here.delete(peer);
						model.records = model.records.filter(record => record.peer !== peer);
						peers[step.at] = newPeer(peer.facts);
					} else if (step.act === 'add' && peer.here) {
						catalog.add(peer, step.rfc, {title: step.title});
						model.records = model.records.filter(({rfc, peer: other}) => rfc !== step.rfc || other !== peer);
						model.records.push({rfc: step.rfc, title: step.title, peer});
					} else if (step.act === 'remove' && peer.here) {
						const there = model.records.find(({rfc, peer: other}) => rfc === step.rfc && other === peer);
						expect(catalog.remove(peer, step.rfc)?.title).toBe(there?.title);
						model.records = model.records.filter(record => record !== there);
					} else if (step.act === 'move' && peer.here) {
						catalog.update(peer, {...peer.facts, port: step.port});
					}
					// Each change is one event and one generation.
					expect(changes.slice(touched).flatMap(generations)).toEqual(
						Array.from({length: catalog.number - before}, (_, index) => before + 1 + index),
					);
				}
				const all = model.all();
				expect(catalog.slice(0, 1000).map(seen)).toEqual(all);
				expect(catalog.records).toBe(all.length);
				expect([...catalog.walk()].flatMap(({holders}) => holders.map(seen))).toEqual(all);
				expect([...catalog.peers]).toEqual([...model.here].sort(comparePeers));
				for (let rfc = 1; rfc <= 9; rfc++) {
					expect(catalog.holders(rfc).map(seen)).toEqual(all.filter(record => record.rfc === rfc));
				}
				for (const peer of model.here) {
					const own = model.records.filter(record => record.peer === peer).map(({rfc}) => rfc);
					expect([...peer.records].map(({rfc}) => rfc)).toEqual(own.sort((a, b) => a - b));
				}
				for (let offset = 0; offset < all.length; offset += 3) {
					expect(catalog.slice(offset, 4).map(seen)).toEqual(all.slice(offset, offset + 4));
				}
			}),
			{numRuns: 300},
		);
	});

	it('lets a mirror that follows its events alone know everything', () => {
		const catalog = new Catalog('e');
		const mirror = new Map<string, ReturnType<typeof seen>>();
		const keyOf = (peer: IndexPeer, rfc: number) => `${peer.key} ${rfc}`;
		catalog.subscribe(change => {
			if (change.event === 'peer-left') {
				for (const key of [...mirror.keys()]) if (key.startsWith(`${change.peer.key} `)) mirror.delete(key);
			} else if (change.event === 'rfc-removed') mirror.delete(keyOf(change.record.peer, change.record.rfc));
			else if (change.event === 'peer-joined') {
				for (const record of change.moved > 0 ? change.peer.records : []) {
					mirror.set(keyOf(change.peer, record.rfc), seen(record));
				}
			} else mirror.set(keyOf(change.record.peer, change.record.rfc), seen(change.record));
		});
		const [alice, bob] = [newPeer({host: 'alice'}), newPeer()];
		catalog.join(alice);
		catalog.join(bob);
		for (const rfc of [1, 2, 3]) catalog.add(alice, rfc, {title: `A${rfc}`});
		for (const rfc of [2, 3, 4]) catalog.add(bob, rfc, {title: `B${rfc}`});
		catalog.add(bob, 2, {title: 'B2, again'});
		catalog.remove(alice, 3);
		catalog.update(bob, {...bob.facts, address: '10.0.0.9', port: 1});
		catalog.leave(alice);
		expect([...mirror.values()]).toEqual(expect.arrayContaining(catalog.slice(0, 100).map(seen)));
		expect(mirror.size).toBe(catalog.records);
	});

	it('makes no generation of an ADD that says nothing new', () => {
		const catalog = new Catalog('k3f9');
		const bob = newPeer();
		catalog.join(bob);
		catalog.add(bob, 1, {title: 'T', size: 5});
		expect(catalog.generation).toBe('k3f9-2');
		catalog.add(bob, 1, {title: 'T', size: 5});
		catalog.update(bob, {...bob.facts});
		expect(catalog.generation).toBe('k3f9-2');
		catalog.add(bob, 1, {title: 'T', size: 6});
		expect(catalog.generation).toBe('k3f9-3');
	});

	it('gives a walk that pauses everything that stays, exactly once, whatever changes meanwhile', () => {
		fc.assert(
			fc.property(
				fc.array(fc.record({rfc: fc.integer({min: 1, max: 900}), add: fc.boolean()}), {maxLength: 300}),
				edits => {
					const catalog = new Catalog('e');
					const [stays, changes] = [newPeer({host: 'stays'}), newPeer({host: 'changes'})];
					catalog.join(stays);
					catalog.join(changes);
					for (let rfc = 3; rfc <= 900; rfc += 3) catalog.add(stays, rfc, {title: 'T'});
					for (let rfc = 2; rfc <= 900; rfc += 2) catalog.add(changes, rfc, {title: 'T'});
					const given: number[] = [];
					let step = 0;
					for (const {rfc, holders} of catalog.walk()) {
						expect(holders.length).toBeGreaterThan(0);
						if (holders.some(({peer}) => peer === stays)) given.push(rfc);
						const edit = edits[step++];
						if (edit?.add) catalog.add(changes, edit.rfc, {title: 'U'});
						else if (edit) catalog.remove(changes, edit.rfc);
					}
					expect(given).toEqual(Array.from({length: 300}, (_, index) => 3 * (index + 1)));
				},
			),
			{numRuns: 40},
		);
	});

	it('takes out a peer at the cost of what it holds, however large the index is', () => {
		const catalog = new Catalog('e');
		const crowd = newPeer({host: 'crowd'});
		const guest = newPeer({host: 'guest'});
		catalog.join(crowd);
		for (let rfc = 1; rfc <= 50_000; rfc++) catalog.add(crowd, rfc, {title: 'T'});
		let touched = 0;
		catalog.watchRows({row: () => touched++});
		catalog.join(guest);
		for (const rfc of [1, 25_000, 60_000]) catalog.add(guest, rfc, {title: 'G'});
		catalog.leave(guest);
		expect(touched).toBe(6);
		expect(catalog.rfcs.size).toBe(50_000);
	});
});

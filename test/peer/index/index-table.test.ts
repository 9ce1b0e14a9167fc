import {describe, expect, it} from 'vitest';
import {IndexTable} from '../../../source/peer/index/index-table.ts';
import type {PeerRecord, RfcRecord, WatchEvent} from '../../../source/protocol/message.ts';
import fc from '../../helpers/properties.ts';

const whole = {filter: '', offset: 0, limit: 10_000};

const tableOf = (onAdded: (record: RfcRecord) => void = () => {}): IndexTable =>
	new IndexTable({defer: call => call(), onProgress: () => {}, onAdded});

type Verdict = 'done' | 'unclear';

function apply(table: IndexTable, events: readonly WatchEvent[]): Verdict {
	let verdict: Verdict = 'done';
	for (const event of events) {
		const work = table.apply(event);
		let step = work.next();
		while (!step.done) step = work.next();
		if (step.value === 'unclear') verdict = 'unclear';
	}
	return verdict;
}

const peerOf = (host: string, place: number, version: PeerRecord['version'] = '1.1'): PeerRecord => ({
	host,
	address: `10.0.0.${place}`,
	port: 6000 + place,
	rfcs: 0,
	version,
	joined: '2026-11-23T08:00:00Z',
	seen: '2026-11-23T08:00:00Z',
});

type Move = {readonly act: 'join' | 'leave'; readonly host: string; readonly place: number};
type Change = {readonly act: 'add' | 'remove'; readonly host: string; readonly rfc: number; readonly title: string};
type Act = Move | Change;

/** Simulates an index server: applies what its peers request, and returns the events. */
class ModelIndex {
	readonly peers = new Map<string, PeerRecord>();
	readonly records = new Map<string, RfcRecord>();
	readonly events: WatchEvent[] = [];

	do(act: Act): void {
		if ('place' in act) {
			if (act.act === 'join') this.#join(peerOf(act.host, act.place));
			else this.#leave(act.host);
		} else if (act.act === 'add') this.#add(act);
		else this.#remove(act);
	}

	#join(peer: PeerRecord): void {
		const {host, address, port} = peer;
		this.peers.set(host, peer);
		this.#tell({event: 'peer-joined', peer});
		for (const [key, record] of this.records) {
			if (record.host !== host || record.address === address) continue;
			const moved = {...record, address, port};
			this.records.set(key, moved);
			this.#tell({event: 'rfc-changed', record: moved});
		}
	}

	#leave(host: string): void {
		const peer = this.peers.get(host);
		if (!peer) return;
		this.peers.delete(host);
		for (const [key, record] of this.records) if (record.host === host) this.records.delete(key);
		this.#tell({event: 'peer-left', peer});
	}

	#add({host, rfc, title}: Change): void {
		const peer = this.peers.get(host);
		if (!peer) return;
		const key = `${host} ${rfc}`;
		const event = this.records.has(key) ? 'rfc-changed' : 'rfc-added';
		const record = {rfc, title, host, address: peer.address, port: peer.port, digest: title};
		this.records.set(key, record);
		this.#tell({event, record});
	}

	#remove({host, rfc}: Change): void {
		const record = this.records.get(`${host} ${rfc}`);
		if (!record) return;
		this.records.delete(`${host} ${rfc}`);
		this.#tell({event: 'rfc-removed', record});
	}

	#tell(event: DistributedOmit<WatchEvent>): void {
		this.events.push({...event, generation: `e-${this.events.length + 1}`} as WatchEvent);
	}
}

type DistributedOmit<Event> = Event extends {readonly generation: string} ? Omit<Event, 'generation'> : never;

const host = fc.constantFrom('alice', 'bob', 'carol');
const acts = fc.array(
	fc.oneof(
		fc.record({act: fc.constantFrom('join' as const, 'leave' as const), host, place: fc.integer({min: 1, max: 3})}),
		fc.record({
			act: fc.constantFrom('add' as const, 'add' as const, 'remove' as const),
			host,
			rfc: fc.integer({min: 1, max: 6}),
			title: fc.constantFrom('TCP', 'The TCP', 'QUIC'),
		}),
	),
	{maxLength: 60},
);

const byPlace = (one: RfcRecord, other: RfcRecord): number =>
	one.rfc - other.rfc || (one.host < other.host ? -1 : one.host > other.host ? 1 : 0);

const carolAt = (place: number): Move => ({act: 'join', host: 'carol', place});
const carolAdds: Change = {act: 'add', host: 'carol', rfc: 1, title: 'TCP'};

describe('a copy of an index', () => {
	it.each<[what: string, list: readonly Act[], rows: number]>([
		['has moved since', [carolAt(1), carolAdds, carolAt(2)], 1],
		['has moved and left since', [carolAt(1), carolAdds, carolAt(2), {act: 'leave', host: 'carol', place: 2}], 0],
		[
			'has left and come back elsewhere',
			[carolAt(1), carolAdds, {act: 'leave', host: 'carol', place: 1}, carolAt(2)],
			0,
		],
	])('takes no record from a place where its peer is not any more: it %s', (_what, list, rows) => {
		const index = new ModelIndex();
		for (const act of list) index.do(act);
		for (let since = 0; since < index.events.length; since++) {
			const table = tableOf();
			for (const record of index.records.values()) table.put(record);
			for (const peer of index.peers.values()) table.putPeer(peer);
			apply(table, index.events.slice(since));
			expect(table.records(whole).rows).toEqual([...index.records.values()]);
			expect(table.records(whole).rows).toHaveLength(rows);
		}
	});

	it('is the index, whenever it was listed and however many events are told again', () => {
		fc.assert(
			fc.property(acts, fc.nat(60), fc.nat(60), (list, listedAt, again) => {
				const index = new ModelIndex();
				for (const act of list.slice(0, listedAt)) index.do(act);
				const table = tableOf();
				const since = Math.max(0, index.events.length - again);
				for (const record of index.records.values()) table.put(record);
				for (const peer of index.peers.values()) table.putPeer(peer);
				// Read before the events too: a window that is open follows them.
				for (const place of index.peers.values()) table.recordsOf(place, {...whole, filter: 'THE t'});
				for (const act of list.slice(listedAt)) index.do(act);
				expect(apply(table, index.events.slice(since))).toBe('done');
				const records = [...index.records.values()].sort(byPlace);
				expect(table.records(whole).rows).toEqual(records);
				expect(table.records({...whole, filter: 'THE t'}).rows).toEqual(
					records.filter(({title}) => title === 'The TCP'),
				);
				const numbers = [...new Set(records.map(({rfc}) => rfc))];
				expect(table.rfcs(whole).rows.map(({rfc, holders}) => [rfc, holders])).toEqual(
					numbers.map(rfc => [rfc, records.filter(record => record.rfc === rfc).length]),
				);
				for (const rfc of numbers) {
					expect(table.holdersOf(rfc)).toEqual(records.filter(record => record.rfc === rfc));
				}
				expect(table.peers().map(({host: name, rfcs}) => [name, rfcs])).toEqual(
					[...index.peers.keys()].sort().map(name => [name, records.filter(record => record.host === name).length]),
				);
				for (const [name, place] of index.peers) {
					const held = records.filter(record => record.host === name);
					expect(table.recordsOf(place, whole).rows).toEqual(held);
					const found = held.filter(({title}) => title === 'The TCP');
					expect(table.recordsOf(place, {...whole, filter: 'THE t'}).rows).toEqual(found);
				}
				expect(table.counts).toEqual({rfcs: numbers.length, records: records.length, peers: index.peers.size});
			}),
			{numRuns: 500},
		);
	});

	it('tells of each record that comes or gets another digest, not of one that is told again', () => {
		const added: string[] = [];
		const table = tableOf(({rfc, title}) => added.push(`${rfc} ${title}`));
		const index = new ModelIndex();
		index.do({act: 'join', host: 'bob', place: 1});
		for (const title of ['One', 'Two']) index.do({act: 'add', host: 'bob', rfc: 7, title});
		apply(table, index.events);
		apply(table, index.events.slice(-1));
		expect(added).toEqual(['7 One', '7 Two']);
		expect(table.rfcs(whole).rows).toEqual([{rfc: 7, title: 'Two', holders: 1, versions: 1}]);
	});

	it('shows and finds an RFC by the title that most holders give, so that none renames what many share', () => {
		const table = tableOf();
		for (const [host, title] of [
			['!', 'Withdrawn'],
			['bob', 'Some Protocol'],
			['carol', 'Some Protocol'],
		] as const) {
			const {address, port} = peerOf(host, 1);
			table.put({rfc: 7, title, host, address, port});
		}
		expect(table.rfcs(whole).rows).toMatchObject([{rfc: 7, title: 'Some Protocol', holders: 3}]);
		expect(table.rfcs({...whole, filter: 'some'}).matching).toBe(1);
		expect(table.rfcs({...whole, filter: 'withdrawn'}).matching).toBe(0);
	});

	it('finds RFCs by where numbers and words begin, and sorts them by title and by holders', () => {
		const table = tableOf();
		const [alice, dave] = [peerOf('alice', 1), peerOf('dave', 2)];
		const put = ({host, address, port}: PeerRecord, rfc: number, title: string): void =>
			table.put({rfc, title, host, address, port});
		for (const peer of [alice, dave]) put(peer, 2616, 'Hypertext Transfer Protocol');
		put(alice, 1126, 'goals');
		put(dave, 9110, 'HTTP Semantics');
		const numbers = (query: Partial<typeof whole & {sort: {by: string; descending: boolean}}>): readonly number[] =>
			table.rfcs({...whole, ...query}).rows.map(({rfc}) => rfc);
		expect(numbers({filter: '26'})).toEqual([2616]);
		expect(numbers({filter: 'RFC 911'})).toEqual([9110]);
		expect(numbers({filter: 'trans hyper'})).toEqual([2616]);
		expect(numbers({filter: 'text'})).toEqual([]);
		expect(numbers({sort: {by: 'title', descending: false}})).toEqual([1126, 9110, 2616]);
		expect(numbers({sort: {by: 'holders', descending: true}})).toEqual([2616, 1126, 9110]);
		expect(numbers({sort: {by: 'title', descending: true}, filter: 'h'})).toEqual([2616, 9110]);
		expect(numbers({})).toEqual([1126, 2616, 9110]);
	});

	it('finds the same whether a filter is typed letter by letter or at once, also while RFCs come and go', () => {
		const words = fc.constantFrom('Hyper', 'text', 'HTTP', 'over', 'TLS', 'The');
		const titles = fc.array(words, {minLength: 1, maxLength: 3}).map(each => each.join(' '));
		const filters = fc.constantFrom('http over', 'hyp', 'the tls', 't', 'rfc 1');
		fc.assert(
			fc.property(fc.array(titles, {minLength: 1, maxLength: 20}), filters, titles, (all, filter, late) => {
				const [typed, fresh] = [tableOf(), tableOf()];
				const peer = peerOf('alice', 1);
				const put = (table: IndexTable, rfc: number, title: string): void =>
					table.put({rfc, title, host: peer.host, address: peer.address, port: peer.port});
				for (const table of [typed, fresh]) for (const [at, title] of all.entries()) put(table, at + 1, title);
				for (let length = 1; length <= filter.length; length++) {
					typed.rfcs({...whole, filter: filter.slice(0, length)});
					if (length === 1) for (const table of [typed, fresh]) put(table, 100, late);
				}
				expect(typed.rfcs({...whole, filter})).toEqual(fresh.rfcs({...whole, filter}));
			}),
		);
	});

	it('says when two peers look the same, so that only a new list tells what is there', () => {
		const [named, classic] = [peerOf('bob', 1), peerOf('bob', 1, '1.0')];
		const record = {rfc: 7, title: 'Seven', host: 'bob', address: named.address, port: named.port};
		const at = {generation: 'e-1'};
		for (const event of [
			{event: 'peer-left', peer: classic, ...at},
			{event: 'rfc-removed', record, ...at},
		] as const) {
			const table = tableOf();
			table.putPeer(named);
			table.putPeer(classic);
			table.put(record);
			expect(apply(table, [event])).toBe('unclear');
		}
	});

	it('has each of several 1.0 peers of one name at one address, told apart by their ports', () => {
		const table = tableOf();
		const record = (port: number) => ({rfc: 7, title: 'Seven', host: 'bob', address: '10.0.0.1', port});
		for (const port of [6002, 6001, 6003]) table.put(record(port));
		table.remove(record(6002));
		expect(table.holdersOf(7).map(({port}) => port)).toEqual([6001, 6003]);
	});

	it('gives other work its turn while a peer with many documents goes', () => {
		const table = tableOf();
		const peer = peerOf('many', 1);
		table.putPeer(peer);
		for (let rfc = 1; rfc <= 5000; rfc++)
			table.put({rfc, title: 'T', host: 'many', address: peer.address, port: peer.port});
		const work = table.apply({event: 'peer-left', generation: 'e-2', peer});
		let pauses = 0;
		while (!work.next().done) pauses++;
		expect(pauses).toBeGreaterThan(15);
		expect(table.counts).toEqual({rfcs: 0, records: 0, peers: 0});
	});

	it('has no row for an anchor that makes no sense', () => {
		const table = tableOf();
		table.put({rfc: 7, title: 'Seven', host: 'a b', address: '::1', port: 1});
		for (const anchor of ['', '7', '7 a', 'x a ::1 1', '8 a b ::1 1'])
			expect(table.records({...whole, anchor}).anchorIndex).toBeUndefined();
		expect(table.records({...whole, anchor: '7 a b ::1 1'}).anchorIndex).toBe(0);
	});
});

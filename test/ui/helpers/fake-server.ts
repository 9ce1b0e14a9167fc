/** An index server made of plain data, for screens: it counts what it is asked. */

import type {ProbeResult} from '../../../source/net/probe.ts';
import {WireLog} from '../../../source/net/wire-log.ts';
import type {RfcRow} from '../../../source/order/rfc-row.ts';
import type {Sort} from '../../../source/order/table-view.ts';
import type {RfcRecord} from '../../../source/protocol/message.ts';
import type {IndexServer} from '../../../source/server/index-server.ts';
import type {PeerQuery, PeerRow, RfcQuery, ServerFacts} from '../../../source/server/server-state.ts';
import {arraySource} from '../../../source/ui/kit/table-view.ts';

/** Noon of a day, local time. */
export const noon = new Date(2026, 4, 4, 12, 0, 0).getTime();

export const peerRow = (host: string, more: Partial<PeerRow> = {}): PeerRow => ({
	key: host,
	host,
	address: '192.168.1.31',
	port: 6001,
	rfcs: 3,
	version: '1.1',
	presence: {kind: 'up', by: 'port'},
	joined: noon - 3_600_000,
	seen: noon - 4000,
	...more,
});

export const record = (rfc: number, host: string, more: Partial<RfcRecord> = {}): RfcRecord => ({
	rfc,
	title: `Title of ${rfc}`,
	host,
	address: '192.168.1.31',
	port: 6001,
	...more,
});

export class FakeServer implements IndexServer {
	readonly wire = new WireLog();
	peerRows: PeerRow[] = [];
	rfcRows: RfcRow[] = [];
	/** The largest number of rows ever requested at once. */
	largestLimit = 0;
	closed = false;
	more: Partial<ServerFacts> = {};
	/** Keys of the peers that hold an RFC, for the tables of one peer or one RFC. */
	readonly holders = new Map<number, readonly string[]>();
	/** Keys of the peers that were disconnected, and probed. */
	readonly disconnected: string[] = [];
	readonly probed: string[] = [];
	probeResult: ProbeResult = 'accepted';
	readonly #listeners = new Set<() => void>();

	facts(): ServerFacts {
		return {
			host: '192.168.1.20',
			port: 5555,
			started: noon - 42 * 60_000,
			peers: this.peerRows.length,
			rfcs: this.rfcRows.length,
			records: this.peerRows.reduce((sum, row) => sum + row.rfcs, 0),
			messages: this.wire.total,
			rates: [0, 1, 5, 12],
			byteRates: [0, 300, 1800, 4200],
			notices: [],
			...this.more,
		};
	}

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	changed(): void {
		for (const listener of this.#listeners) listener();
	}

	peers({holding, sort, ...query}: PeerQuery): ReturnType<IndexServer['peers']> {
		this.#asked(query.limit);
		const rows = sorted(this.peerRows, sort, peerValues).filter(
			row => holding === undefined || this.holders.get(holding)?.includes(row.key),
		);
		return arraySource(rows, {keyOf: row => row.key, textOf: row => `${row.host} ${row.address}`})(query);
	}

	rfcs({heldBy, sort, ...query}: RfcQuery): ReturnType<IndexServer['rfcs']> {
		this.#asked(query.limit);
		const rows = sorted(this.rfcRows, sort, rfcValues).filter(
			row => heldBy === undefined || this.holders.get(row.rfc)?.includes(heldBy),
		);
		return arraySource(rows, {keyOf: row => row.rfc, textOf: row => `${row.rfc} ${row.title}`})(query);
	}

	peer(key: string): PeerRow | undefined {
		return this.peerRows.find(row => row.key === key);
	}

	recordsOf(key: string, offset: number, limit: number): readonly RfcRecord[] {
		this.#asked(limit);
		const count = this.peer(key)?.rfcs ?? 0;
		const length = Math.max(0, Math.min(limit, count - offset));
		return Array.from({length}, (_, index) => record(offset + index + 1, key));
	}

	holdersOf(rfc: number, offset: number, limit: number): readonly RfcRecord[] {
		this.#asked(limit);
		return this.peerRows.slice(offset, offset + limit).map(row => record(rfc, row.host));
	}

	disconnect(key: string): boolean {
		this.disconnected.push(key);
		const here = this.peerRows.some(row => row.key === key);
		this.peerRows = this.peerRows.filter(row => row.key !== key);
		this.changed();
		return here;
	}

	probe(key: string): Promise<ProbeResult> | undefined {
		this.probed.push(key);
		return this.peer(key) && Promise.resolve(this.probeResult);
	}

	close(): Promise<void> {
		this.closed = true;
		return Promise.resolve();
	}

	#asked(limit: number): void {
		this.largestLimit = Math.max(this.largestLimit, limit);
	}
}

type Values<Row> = Readonly<Record<string, (row: Row) => string | number>>;

const peerValues: Values<PeerRow> = {
	name: row => row.host,
	rfcs: row => row.rfcs,
	joined: row => row.joined,
	version: row => row.version,
	state: row => row.presence.kind,
};

const rfcValues: Values<RfcRow> = {
	title: row => row.title,
	holders: row => row.holders,
	versions: row => row.versions,
};

function sorted<Row>(rows: readonly Row[], sort: Sort | undefined, values: Values<Row>): readonly Row[] {
	const value = sort === undefined ? undefined : values[sort.by];
	if (sort === undefined || value === undefined) return sort?.descending ? rows.toReversed() : rows;
	const sign = sort.descending ? -1 : 1;
	return rows.toSorted((a, b) => sign * (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0));
}

/** A server with the people of the drawings and `rfcs` documents. */
export function busyServer(rfcs = 40): FakeServer {
	const server = new FakeServer();
	server.peerRows = [
		peerRow('alice', {rfcs: 261}),
		peerRow('bob', {address: '192.168.1.32', port: 6002, rfcs: 14}),
		peerRow('carol', {
			address: '192.168.1.33',
			port: 6003,
			rfcs: 9,
			version: '1.0',
			presence: {kind: 'probing', attempt: 2, of: 2},
		}),
		peerRow('dave', {address: '192.168.1.34', port: 6004, rfcs: 274, presence: {kind: 'lease', until: noon + 12_000}}),
		peerRow('erin', {
			address: '192.168.1.35',
			port: 6005,
			rfcs: 5,
			presence: {kind: 'unreachable', because: 'refused', again: noon + 24_000},
		}),
		peerRow('lab-mirror', {address: '2001:db8::9', port: 6000, rfcs: 9312}),
	];
	server.rfcRows = Array.from({length: rfcs}, (_, index) => ({
		rfc: 2000 + index * 7,
		title: index === 3 ? 'Hypertext Transfer Protocol -- HTTP/1.1' : `Document ${2000 + index * 7}`,
		holders: (index % 5) + 1,
		versions: index === 3 ? 2 : 1,
	}));
	const asked = server.wire.add({
		time: noon,
		direction: 'received',
		party: 'carol',
		summary: 'LOOKUP RFC 2021 P2P-CI/1.0',
		bytes: 55,
		text: 'LOOKUP RFC 2021 P2P-CI/1.0\r\nHost: carol\r\nPort: 6003\r\n\r\n',
	});
	server.wire.add({
		time: noon,
		direction: 'sent',
		party: 'carol',
		summary: 'P2P-CI/1.0 200 OK',
		status: 200,
		bytes: 214,
		duration: 0.4,
		text: 'P2P-CI/1.0 200 OK\r\n\r\nRFC 2021 Hypertext Transfer Protocol -- HTTP/1.1 alice 6001\r\n\r\n',
		exchange: asked,
	});
	server.wire.addEvent({time: noon, party: 'erin', what: 'probe :6005 did not answer', trouble: true});
	return server;
}

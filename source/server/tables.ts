/** The two tables of the server's screen, peers and RFCs, as windows on the index. Nothing proportional to the index is copied. */
import {TableView, type TableWindow, type WindowQuery} from '../order/table-view.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {hostPort} from '../text/address.ts';
import type {Catalog, RfcEntry} from './catalog.ts';
import type {Engine} from './handler.ts';
import {plainRecord} from './holding.ts';
import {comparePeers, type IndexPeer} from './index-peer.ts';
import {ClassicPeer, NamedPeer} from './members.ts';
import type {PeerRow, Presence, RfcRow} from './server-state.ts';

export type TablesOptions = {
	readonly engine: Pick<Engine, 'catalog' | 'members' | 'presence'>;
	readonly defer: (call: () => void) => void;
	/** Called when a filter has found more. */
	readonly onProgress: () => void;
};

export class Tables {
	readonly #engine: TablesOptions['engine'];
	readonly #catalog: Catalog;
	readonly #peers: TableView<IndexPeer, IndexPeer>;
	readonly #rfcs: TableView<number, RfcEntry>;

	constructor({engine, defer, onProgress}: TablesOptions) {
		const {catalog} = engine;
		this.#engine = engine;
		this.#catalog = catalog;
		this.#peers = new TableView({
			all: catalog.peers,
			ordering: {key: peer => peer, compare: comparePeers},
			text: ({facts}) => `${facts.host} ${hostPort(facts.address, facts.port)}`,
			defer,
			onProgress,
		});
		this.#rfcs = new TableView({
			all: catalog.rfcs,
			ordering: {key: entry => entry.rfc, compare: (a, b) => a - b},
			text: ({rfc, holders}) => `${rfc} ${holders[0]?.title ?? ''}`,
			defer,
			onProgress,
		});
		this.#follow();
	}

	peers({anchor, ...query}: WindowQuery<string>): TableWindow<PeerRow> {
		const peer = anchor === undefined ? undefined : this.#catalog.peer(anchor);
		const {items, ...places} = this.#peers.window({...query, ...(peer ? {anchor: peer} : {})});
		return {rows: items.map(item => this.#peerRow(item)), total: this.#catalog.peers.size, ...places};
	}

	rfcs(query: WindowQuery<number>): TableWindow<RfcRow> {
		const {items, ...places} = this.#rfcs.window(query);
		return {rows: items.map(rfcRow), total: this.#catalog.rfcs.size, ...places};
	}

	peer(key: string): PeerRow | undefined {
		const peer = this.#catalog.peer(key);
		return peer && this.#peerRow(peer);
	}

	recordsOf(key: string, offset: number, limit: number): readonly RfcRecord[] {
		return this.#catalog.peer(key)?.records.slice(offset, limit).map(plainRecord) ?? [];
	}

	holdersOf(rfc: number, offset: number, limit: number): readonly RfcRecord[] {
		return this.#catalog
			.holders(rfc)
			.slice(offset, offset + limit)
			.map(plainRecord);
	}

	#follow(): void {
		this.#catalog.watchRows(entry => this.#rfcs.changed(entry, entry.holders.length > 0));
		this.#catalog.subscribe(change => {
			if (change.event === 'peer-left') this.#peers.changed(change.peer, false);
			else if (change.event === 'peer-joined' && change.again) this.#peers.restart();
			else if (change.event === 'peer-joined') this.#peers.changed(change.peer, true);
		});
	}

	#peerRow(peer: IndexPeer): PeerRow {
		const {key, facts, records, lastSeen} = peer;
		return {key, ...facts, rfcs: records.size, presence: this.#presenceOf(peer), seen: lastSeen};
	}

	#presenceOf(peer: IndexPeer): Presence {
		const {members, presence} = this.#engine;
		if (peer instanceof NamedPeer) {
			if (peer.connections.size === 0) return {kind: 'lease', until: members.leaseEnd(peer)};
			return peer.reachable === false ? {kind: 'unreachable'} : {kind: 'up'};
		}
		const vigil = peer instanceof ClassicPeer ? presence.vigil(peer) : undefined;
		if (!vigil) return {kind: 'up'};
		if (vigil.accepted > 0 && !vigil.silent) return {kind: 'answers'};
		return {kind: 'probing', attempt: vigil.tries + 1};
	}
}

const rfcRow = ({rfc, holders}: RfcEntry): RfcRow => ({rfc, title: holders[0]?.title ?? '', holders: holders.length});

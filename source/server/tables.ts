/**
 * The two tables on the server's screen, peers and RFCs, as windows on the index: whole, the RFCs of one peer, or the
 * holders of one RFC. Nothing proportional to the index is copied.
 */

import {addressOrder} from '../order/address-order.ts';
import {titleOrder} from '../order/compare.ts';
import type {RfcRow} from '../order/rfc-row.ts';
import {arrayRows} from '../order/rows.ts';
import {type Column, SortedView, type SortedViewOptions} from '../order/sorted-view.ts';
import {type TableWindow, unlessOwn} from '../order/table-view.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {hostPort} from '../text/address.ts';
import type {Catalog, Change} from './catalog.ts';
import {ClassicPeer} from './classic-peer.ts';
import type {Engine} from './handler.ts';
import {recordOf} from './holding.ts';
import {comparePeers, type Holding, type IndexPeer} from './index-peer.ts';
import {NamedPeer} from './named-peer.ts';
import {mostSilentTries} from './presence.ts';
import type {RfcEntry} from './rfc-entry.ts';
import type {PeerColumn, PeerQuery, PeerRow, Presence, RfcColumn, RfcQuery} from './server-state.ts';

type Waiting = Pick<SortedViewOptions<unknown, unknown>, 'defer' | 'later' | 'onProgress'>;

export type TablesOptions = Waiting & {
	readonly engine: Pick<Engine, 'catalog' | 'clock' | 'members' | 'presence' | 'reachability'>;
};

type PeerView = SortedView<IndexPeer, IndexPeer>;

const byPeer = {key: (peer: IndexPeer) => peer, compare: comparePeers};
const byNumber = {compare: (a: number, b: number) => a - b};

type Columns<Name extends string, Item> = Readonly<Record<Name, Column<Item>>>;

const rfcColumns: Columns<RfcColumn, RfcEntry> = {
	number: {value: ({rfc}) => rfc},
	title: {value: ({title}) => titleOrder(title ?? '')},
	holders: {value: ({holders}) => holders.length},
	versions: {value: entry => entry.versions},
};

/** What peers are sorted by in the column of states. */
const troublesFirst: readonly Presence['kind'][] = ['unreachable', 'lease', 'probing', 'answers', 'up'];

export class Tables {
	readonly #options: TablesOptions;
	readonly #catalog: Catalog;
	readonly #peers: PeerView;
	readonly #rfcs: SortedView<number, RfcEntry>;
	/** The holders that were last shown. */
	#holders: {readonly rfc: number; readonly view: PeerView} | undefined;
	/** The peer whose RFCs were last shown. */
	#held: {readonly peer: IndexPeer; readonly view: SortedView<number, Holding>} | undefined;

	constructor(options: TablesOptions) {
		const {catalog} = options.engine;
		this.#options = options;
		this.#catalog = catalog;
		this.#peers = this.#peerView(catalog.peers);
		this.#rfcs = new SortedView({
			...options,
			all: catalog.rfcs,
			ordering: {...byNumber, key: entry => entry.rfc},
			text: ({rfc, title}) => `${rfc} ${title ?? ''}`,
			columns: rfcColumns,
		});
		catalog.watchRows({row: entry => this.#rfcs.changed(entry, entry.holders.length > 0)});
		catalog.subscribe(change => this.#follow(change));
	}

	peers({anchor, holding, sort, ...query}: PeerQuery): TableWindow<PeerRow> {
		const peer = anchor === undefined ? undefined : this.#catalog.peer(anchor);
		const view = holding === undefined ? this.#peers : this.#holdersView(holding);
		const {items, ...places} = view.window({...query, ...unlessOwn('name', sort), ...(peer ? {anchor: peer} : {})});
		const total = holding === undefined ? this.#catalog.peers.size : this.#catalog.holders(holding).length;
		return {rows: items.map(item => this.#peerRow(item)), total, ...places};
	}

	rfcs({heldBy, sort, ...query}: RfcQuery): TableWindow<RfcRow> {
		const sorted = {...query, ...unlessOwn('number', sort)};
		if (heldBy === undefined) {
			const {items, ...places} = this.#rfcs.window(sorted);
			return {rows: items.map(rfcRow), total: this.#catalog.rfcs.size, ...places};
		}
		const peer = this.#catalog.peer(heldBy);
		if (peer === undefined) return {rows: [], matching: 0, total: 0};
		const {items, ...places} = this.#heldView(peer).window(sorted);
		return {rows: items.map(item => this.#heldRow(item)), total: peer.records.size, ...places};
	}

	peer(key: string): PeerRow | undefined {
		const peer = this.#catalog.peer(key);
		return peer && this.#peerRow(peer);
	}

	recordsOf(key: string, offset: number, limit: number): readonly RfcRecord[] {
		return this.#catalog.peer(key)?.records.slice(offset, limit).map(recordOf) ?? [];
	}

	holdersOf(rfc: number, offset: number, limit: number): readonly RfcRecord[] {
		return this.#catalog
			.holders(rfc)
			.slice(offset, offset + limit)
			.map(recordOf);
	}

	/** To be called when something arrived from a peer, or became known about one. */
	touch(): void {
		this.#peers.touch();
		this.#holders?.view.touch();
	}

	#follow(change: Change): void {
		if ('record' in change) {
			const {event, record} = change;
			const present = event !== 'rfc-removed';
			this.#peers.changed(record.peer, true);
			if (this.#holders?.rfc === record.rfc) this.#holders.view.changed(record.peer, present);
			if (this.#held?.peer === record.peer) this.#held.view.changed(record, present);
			else this.#held?.view.touch();
		} else if (change.event === 'peer-left') {
			this.#peers.changed(change.peer, false);
			this.#holders?.view.changed(change.peer, false);
			if (this.#held?.peer === change.peer) this.#held = undefined;
		} else if (change.again) {
			this.#peers.restart();
			this.#holders?.view.restart();
			this.#held?.view.restart();
		} else {
			this.#peers.changed(change.peer, true);
		}
	}

	#holdersView(rfc: number): PeerView {
		if (this.#holders?.rfc !== rfc) {
			const holdings = () => this.#catalog.holders(rfc);
			const rows = arrayRows(holdings, {...byPeer, key: ({peer}) => peer}, ({peer}) => peer);
			this.#holders = {rfc, view: this.#peerView(rows)};
		}
		return this.#holders.view;
	}

	#heldView(peer: IndexPeer): SortedView<number, Holding> {
		if (this.#held?.peer !== peer) {
			const columns: Columns<RfcColumn, Holding> = {
				number: {value: ({rfc}) => rfc},
				title: {value: ({title}) => titleOrder(title)},
				holders: {value: ({rfc}) => this.#catalog.holders(rfc).length, restless: true},
				versions: {value: ({rfc}) => this.#catalog.rfc(rfc)?.versions ?? 0, restless: true},
			};
			const view = new SortedView<number, Holding>({
				...this.#options,
				all: peer.records,
				ordering: {...byNumber, key: ({rfc}) => rfc},
				text: ({rfc, title}) => `${rfc} ${title}`,
				columns,
			});
			this.#held = {peer, view};
		}
		return this.#held.view;
	}

	#peerView(all: SortedViewOptions<IndexPeer, IndexPeer>['all']): PeerView {
		const columns: Columns<PeerColumn, IndexPeer> = {
			name: {value: ({facts}) => facts.host},
			address: {value: ({facts}) => addressOrder(facts.address, facts.port)},
			rfcs: {value: ({records}) => records.size},
			joined: {value: ({facts}) => facts.joined},
			seen: {value: ({lastSeen}) => lastSeen, restless: true},
			version: {value: ({facts}) => facts.version},
			os: {value: ({facts}) => facts.os ?? ''},
			state: {value: peer => troublesFirst.indexOf(this.#presenceOf(peer).kind), restless: true},
		};
		return new SortedView({
			...this.#options,
			all,
			ordering: byPeer,
			text: ({facts}) => `${facts.host} ${hostPort(facts.address, facts.port)}`,
			columns,
		});
	}

	#peerRow(peer: IndexPeer): PeerRow {
		const {key, facts, records, lastSeen} = peer;
		return {key, ...facts, rfcs: records.size, presence: this.#presenceOf(peer), seen: this.#date(lastSeen)};
	}

	#date(time: number): number {
		return this.#options.engine.clock.date(time);
	}

	#heldRow({rfc, title}: Holding): RfcRow {
		const entry = this.#catalog.rfc(rfc);
		return {rfc, title, holders: entry?.holders.length ?? 0, versions: entry?.versions ?? 0};
	}

	#presenceOf(peer: IndexPeer): Presence {
		const {members, presence, reachability} = this.#options.engine;
		if (peer instanceof NamedPeer) {
			if (peer.connections.size === 0) return {kind: 'lease', until: this.#date(members.leaseEnd(peer))};
			const failing = reachability.failing(peer);
			if (failing) return {kind: 'unreachable', ...failing, again: this.#date(failing.again)};
			return {kind: 'up', by: peer.reachable ? 'port' : 'connection'};
		}
		const probing = peer instanceof ClassicPeer ? presence.probing(peer) : undefined;
		if (!probing) return {kind: 'up', by: 'connection'};
		if (probing.accepted > 0 && !probing.silent) return {kind: 'answers'};
		return {kind: 'probing', attempt: probing.silent ? mostSilentTries : 1, of: mostSilentTries};
	}
}

const rfcRow = ({rfc, title, holders, versions}: RfcEntry): RfcRow => ({
	rfc,
	title: title ?? '',
	holders: holders.length,
	versions,
});

/** The table of the network, from the live copy of the index: its peers, or what one of them shares. */

import {addressOrder} from '../../order/address-order.ts';
import type {SortValue} from '../../order/compare.ts';
import type {Sort} from '../../order/table-view.ts';
import type {IndexWindowSource} from '../../peer/index/index-window-source.ts';
import type {Peer} from '../../peer/peer.ts';
import type {SessionState} from '../../peer/peer-state.ts';
import type {PeerRecord, RfcRecord} from '../../protocol/message.ts';
import {type PeerPlace, placeKey} from '../../text/place-key.ts';
import {printable} from '../../text/printable.ts';
import {bytes, count} from '../../text/quantity.ts';
import {addressIn} from '../format.ts';
import {keyOf} from '../keys.ts';
import {orderedOnce, sortedBy} from '../kit/sorting.ts';
import {type Cell, type Column, columnsFor} from '../kit/table.ts';
import {type TableModel, tableModel} from '../kit/table-model.ts';
import {arraySource, type Source, type TableAttention} from '../kit/table-view.ts';
import {fillingWords} from './index-note.ts';
import type {Room} from './library-table.ts';
import {markedCell, placeWidth, type Standing, versionCell} from './results-table.ts';

export type NetworkRow =
	| {readonly kind: 'peer'; readonly peer: PeerRecord}
	| {readonly kind: 'record'; readonly record: RfcRecord};

const networkKey = (row: NetworkRow): string => (row.kind === 'peer' ? placeKey(row.peer) : String(row.record.rfc));

function reachCell({reachable}: PeerRecord): Cell {
	if (reachable === undefined) return {text: '○ not tried', tone: 'dim'};
	return reachable ? {text: '● reachable', tone: 'good'} : {text: '✗ unreachable', tone: 'bad'};
}

const up = (by: string): Sort => ({by, descending: false});

const peerColumns = (standing: Standing): readonly Column<PeerRecord>[] => [
	{
		title: 'name',
		width: 10,
		grows: true,
		drop: 0,
		sort: up('name'),
		cell: peer => (standing.isMine(peer) ? `${printable(peer.host)} (me)` : printable(peer.host)),
	},
	{title: 'address:port', width: placeWidth, drop: 2, sort: up('address'), cell: peer => addressIn(placeWidth, peer)},
	{
		title: 'RFCs',
		width: 6,
		align: 'right',
		drop: 0,
		sort: {by: 'rfcs', descending: true},
		cell: ({rfcs}) => count(rfcs),
	},
	{title: 'ver', width: 4, drop: 3, sort: up('version'), cell: ({version}) => version},
	{title: 'state', width: 13, drop: 1, sort: up('state'), cell: reachCell},
];

const recordColumns = (standing: Standing): readonly Column<RfcRecord>[] => [
	{title: 'RFC', width: 7, align: 'right', drop: 0, sort: up('number'), cell: ({rfc}) => markedCell(rfc, standing)},
	{title: 'title', width: 10, grows: true, drop: 0, sort: up('title'), cell: ({title}) => printable(title)},
	{
		title: 'size',
		width: 8,
		align: 'right',
		drop: 1,
		sort: {by: 'size', descending: true},
		cell: ({size}) => (size === undefined ? {text: 'unknown', tone: 'dim'} : bytes(size)),
	},
	{title: 'mine', width: 8, drop: 0, cell: record => versionCell(record, standing)},
];

type Look = {
	readonly at: TableAttention<string>;
	/** The sort order of the peers. */
	readonly sort: Sort;
	/** The peer whose documents are shown, and their order; undefined shows all peers. */
	readonly visit: {readonly peer: PeerPlace; readonly sort: Sort} | undefined;
	readonly standing: Standing;
};

export type NetworkModel = TableModel<NetworkRow, string>;

/** The table of all peers, or of the documents of the visited one. */
export function networkModel(peer: Peer, {at, sort, visit, standing}: Look, room: Room): NetworkModel {
	const index = peer.index();
	const headless = room.height < 4;
	if (index === undefined || visit === undefined) {
		return tableModel({
			...room,
			source: arraySource(rowsOf(index?.peers() ?? noPeers, sort), {keyOf: networkKey, textOf: peerText}),
			keyOf: networkKey,
			columns: columnsFor(peerColumns(standing), row => (row.kind === 'peer' ? row.peer : undefined)),
			at,
			sort,
			empty: emptyNetwork(index, peer.facts().session),
			headless,
		});
	}
	return tableModel({
		...room,
		source: recordsSource(index, visit),
		sort: visit.sort,
		keyOf: networkKey,
		columns: columnsFor(recordColumns(standing), row => (row.kind === 'record' ? row.record : undefined)),
		at,
		empty: `${standing.isMine(visit.peer) ? 'You share' : `${printable(visit.peer.host)} shares`} nothing now.`,
		headless,
	});
}

function emptyNetwork(index: IndexWindowSource | undefined, session: SessionState): string {
	if (index === undefined) {
		if (session.kind !== 'joined') return 'Who is here will appear as soon as the index server answers.';
		return session.protocol === '1.0'
			? `With this index server you speak P2P-CI/1.0, which does not tell who is here. ${keyOf('operation-4', 'peer')} lists who shares what.`
			: `This index cannot be shown as a whole, nor who is here. ${keyOf('operation-3', 'peer')} asks who has an RFC.`;
	}
	return index.state === 'filling' ? fillingWords('who is here') : 'Nobody is here yet.';
}

const peerText = (row: NetworkRow): string =>
	row.kind === 'peer' ? `${row.peer.host} ${row.peer.address}:${row.peer.port}` : '';

/** What peers are compared by, in the columns other than the name, in whose order they come. */
const values: Readonly<Record<string, (peer: PeerRecord) => SortValue>> = {
	address: peer => addressOrder(peer.address, peer.port),
	rfcs: ({rfcs}) => rfcs,
	version: ({version}) => version,
	/** Those first that somebody may wonder about. */
	state: ({reachable}) => (reachable === undefined ? 1 : Number(reachable) * 2),
};

const noPeers: readonly PeerRecord[] = [];
/** The rows of a list of peers. */
const rowsOf = orderedOnce((peers: readonly PeerRecord[], sort) =>
	sortedBy(peers, sort, values).map((peer): NetworkRow => ({kind: 'peer', peer})),
);

const recordsSource =
	(index: IndexWindowSource, {peer, sort}: NonNullable<Look['visit']>): Source<NetworkRow, string> =>
	({anchor, ...query}) => {
		const from = anchor === undefined ? {} : {anchor: Number(anchor)};
		const window = index.recordsOf(peer, {...query, sort, ...from});
		return {...window, rows: window.rows.map(record => ({kind: 'record', record}))};
	};

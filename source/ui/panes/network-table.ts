/** The peers of the network as the live copy of the index knows them, as a table. */
import type {Peer} from '../../peer/peer.ts';
import type {PeerRecord} from '../../protocol/message.ts';
import {printable} from '../../text/printable.ts';
import {count, counted} from '../../text/quantity.ts';
import {address} from '../format.ts';
import {type Lines, linesOf} from '../kit/lines.ts';
import type {Column} from '../kit/table.ts';
import {type TableModel, tableModel} from '../kit/table-model.ts';
import {arraySource, type TableAttention} from '../kit/table-view.ts';
import {wrap} from '../kit/wrap.ts';
import type {Room} from './library-table.ts';

const keyOf = ({host, address: place, port}: PeerRecord): string => `${host} ${place} ${port}`;

const of = {keyOf, textOf: ({host, address: place}: PeerRecord) => `${host} ${place}`};

const columns: readonly Column<PeerRecord>[] = [
	{title: 'name', width: 10, grows: true, drop: 0, cell: ({host}) => printable(host)},
	{title: 'address:port', width: 21, drop: 2, cell: peer => address(peer.address, peer.port)},
	{title: 'RFCs', width: 6, align: 'right', drop: 0, cell: ({rfcs}) => count(rfcs)},
	{title: 'ver', width: 3, drop: 3, cell: ({version}) => version},
	{
		title: 'state',
		width: 13,
		drop: 1,
		cell: ({reachable}) => {
			if (reachable === undefined) return {text: '○ not tried', tone: 'dim'};
			return reachable ? {text: '● reachable', tone: 'good'} : {text: '✗ unreachable', tone: 'bad'};
		},
	},
];

export const networkModel = (peer: Peer, at: TableAttention<string>, room: Room): TableModel<PeerRecord, string> =>
	tableModel({
		...room,
		source: arraySource(peer.index()?.peers() ?? [], of),
		keyOf,
		columns,
		at,
		empty:
			peer.index() === undefined
				? 'This index server does not tell who is here: that needs P2P-CI/1.1. 4 lists who shares what.'
				: 'Nobody is here yet.',
		headless: room.height < 4,
	});

export function peerDetails(
	peer: PeerRecord,
	width: number,
): {readonly subject: string; readonly title: string; readonly lines: Lines} {
	const software = [peer.agent, peer.os].filter(text => text !== undefined).map(printable);
	const told = [
		`${printable(peer.host)} at ${address(peer.address, peer.port)}`,
		[`P2P-CI/${peer.version}`, ...software].join(', '),
		`shares ${counted(peer.rfcs, 'RFC')}`,
	];
	return {subject: `peer ${keyOf(peer)}`, title: 'Peer', lines: linesOf(told.flatMap(line => wrap(line, width)))};
}

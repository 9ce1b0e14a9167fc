/** The columns of the server's two live tables. */
import type {RfcRow} from '../../order/rfc-row.ts';
import type {Sort} from '../../order/table-view.ts';
import type {PeerColumn, PeerRow, RfcColumn} from '../../server/server-state.ts';
import {printable} from '../../text/printable.ts';
import {count} from '../../text/quantity.ts';
import {addressIn, age, sinceAbout} from '../format.ts';
import type {Column} from '../kit/table.ts';
import {presenceCell} from './presence.ts';

/** The width from which there is room for long addresses, and for the reason of a peer's state. */
const roomyFrom = 100;

const up = (by: PeerColumn | RfcColumn): Sort => ({by, descending: false});
const down = (by: PeerColumn | RfcColumn): Sort => ({by, descending: true});

/** `now` in ms since the epoch, for the remaining time of leases. `width`: cells of the table. */
export function peerColumns(now: number, width: number): readonly Column<PeerRow>[] {
	const roomy = width >= roomyFrom;
	const placeWidth = roomy ? 28 : 18;
	return [
		{title: 'name', width: 8, grows: true, drop: 0, sort: up('name'), cell: peer => printable(peer.host)},
		{
			title: 'address:port',
			width: placeWidth,
			drop: 2,
			sort: up('address'),
			cell: peer => addressIn(placeWidth, peer),
		},
		{title: 'RFCs', width: 6, align: 'right', drop: 1, sort: down('rfcs'), cell: peer => count(peer.rfcs)},
		{
			title: 'joined',
			width: 8,
			align: 'right',
			drop: 5,
			sort: down('joined'),
			cell: peer => age(now - peer.joined),
		},
		{title: 'last', width: 7, align: 'right', drop: 4, sort: down('seen'), cell: peer => sinceAbout(now - peer.seen)},
		{title: 'ver', width: 3, drop: 3, sort: up('version'), cell: peer => peer.version},
		{title: 'OS', width: 16, drop: 6, sort: up('os'), cell: peer => printable(peer.os ?? '')},
		{
			title: 'state',
			width: roomy ? 22 : 14,
			drop: 0,
			sort: up('state'),
			cell: peer => presenceCell(peer.presence, now, roomy),
		},
	];
}

export const rfcColumns: readonly Column<RfcRow>[] = [
	{title: 'RFC', width: 7, align: 'right', drop: 0, sort: up('number'), cell: row => String(row.rfc)},
	{title: 'title', width: 8, grows: true, drop: 0, sort: up('title'), cell: row => printable(row.title)},
	{title: 'has', width: 5, align: 'right', drop: 1, sort: down('holders'), cell: row => count(row.holders)},
	{
		title: 'diff',
		width: 5,
		drop: 2,
		sort: down('versions'),
		cell: ({versions}) => (versions > 1 ? {text: `≠ ${count(versions)}`, tone: 'busy'} : ''),
	},
];

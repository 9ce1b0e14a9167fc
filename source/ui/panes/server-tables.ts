/** The columns of the server's two live tables. */
import type {PeerRow, RfcRow} from '../../server/server-state.ts';
import {printable} from '../../text/printable.ts';
import {count} from '../../text/quantity.ts';
import {address} from '../format.ts';
import type {Column} from '../kit/table.ts';
import {presenceCell} from './presence.ts';

/** `now` in ms since the epoch: leases run towards it. */
export const peerColumns = (now: number): readonly Column<PeerRow>[] => [
	{title: 'name', width: 8, grows: true, drop: 0, cell: peer => printable(peer.host)},
	{title: 'address:port', width: 18, drop: 2, cell: peer => address(peer.address, peer.port)},
	{title: 'RFCs', width: 6, align: 'right', drop: 1, cell: peer => count(peer.rfcs)},
	{title: 'ver', width: 3, drop: 3, cell: peer => peer.version},
	{title: 'state', width: 14, drop: 0, cell: peer => presenceCell(peer.presence, now)},
];

export const rfcColumns: readonly Column<RfcRow>[] = [
	{title: 'RFC', width: 7, align: 'right', drop: 0, cell: row => String(row.rfc)},
	{title: 'title', width: 12, grows: true, drop: 0, cell: row => printable(row.title)},
	{title: 'has', width: 5, align: 'right', drop: 1, cell: row => count(row.holders)},
];

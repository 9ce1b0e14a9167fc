/** What the server's screen shows now: facts and view state in, tables and texts out. */

import type {RfcRow} from '../../order/rfc-row.ts';
import type {IndexServer} from '../../server/index-server.ts';
import type {PeerRow} from '../../server/server-state.ts';
import {joinCommand} from '../../text/join-command.ts';
import {type Details, noDetails} from '../details.ts';
import {keyAtStart} from '../keys.ts';
import {innerRows, innerWidth} from '../kit/pane.tsx';
import {type TableModel, tableModel} from '../kit/table-model.ts';
import type {ServerLayout} from '../layout/server.ts';
import {hidden} from '../layout.ts';
import {peerDetails, rfcDetails} from '../panes/index-details.ts';
import {messagePane} from '../panes/message-details.ts';
import {peerColumns, rfcColumns} from '../panes/server-tables.ts';
import type {Theme} from '../theme.ts';
import type {WireScene} from '../wire/wire-acts.ts';
import {ladderShown} from '../wire/wire-look.ts';
import {type WireModel, wireModel} from '../wire/wire-model.ts';
import type {ServerList} from './server-places.ts';
import type {ServerView} from './server-view.ts';

export type ServerModels = {
	readonly peers: TableModel<PeerRow, string>;
	readonly rfcs: TableModel<RfcRow, number>;
	readonly wire: WireModel;
};

type Look = {readonly layout: ServerLayout; readonly theme: Theme; readonly now: number};

/** All tables, as they are at this moment. */
export function serverModels(server: IndexServer, view: ServerView, {layout, theme, now}: Look): ServerModels {
	const setup = (list: ServerList) => {
		const rect = layout.panes[list] ?? hidden;
		const field = view.filtering && view.focus === list ? 1 : 0;
		const height = innerRows(rect.height) - field;
		return {theme, width: innerWidth(rect.width), height, focused: view.focus === list, headless: height < 3};
	};
	const {sorts, holding, heldBy} = view;
	return {
		peers: tableModel({
			...setup('peers'),
			source: query => server.peers({...query, sort: sorts.peers, ...(holding === undefined ? {} : {holding})}),
			sort: sorts.peers,
			keyOf: row => row.key,
			columns: peerColumns(now, setup('peers').width),
			at: view.peers,
			empty:
				holding === undefined
					? `Nobody is here yet. Others join with \`${joinCommand(server.facts())}\`.`
					: `Nobody holds RFC ${holding} any more (${keyAtStart('back', 'jumped')} goes back).`,
		}),
		rfcs: tableModel({
			...setup('rfcs'),
			source: query => server.rfcs({...query, sort: sorts.rfcs, ...(heldBy === undefined ? {} : {heldBy: heldBy.key})}),
			sort: sorts.rfcs,
			keyOf: row => row.rfc,
			columns: rfcColumns,
			at: view.rfcs,
			empty: noRfcs(server, view),
		}),
		wire: wireModel(server.wire, view.wire, {
			...setup('wire'),
			side: 'server',
			moving: ladderShown(view) ? [] : undefined,
		}),
	};
}

function noRfcs(server: IndexServer, {heldBy}: ServerView): string {
	if (heldBy === undefined) return 'No RFC is shared yet. A peer shares what is in its folder when it joins.';
	return server.peer(heldBy.key) === undefined
		? `${heldBy.name} is not here any more (${keyAtStart('back', 'jumped')} goes back).`
		: `${heldBy.name} shares no RFC now (${keyAtStart('back', 'jumped')} goes back).`;
}

/** The details of what is under the cursor of the list that had the focus last. Width: cells of a line. */
export function detailsOf(
	server: IndexServer,
	{
		models,
		list,
		wire,
	}: {
		readonly models: ServerModels;
		readonly list: ServerList;
		readonly wire: Pick<WireScene, 'message' | 'model' | 'look' | 'zoomed'>;
	},
	at: {readonly width: number; readonly now: number},
): Details {
	if (list === 'peers' && models.peers.selected !== undefined) {
		const peer = models.peers.selected;
		return {subject: `peer ${peer.key}`, title: 'Peer', lines: peerDetails(server, peer, at)};
	}
	if (list === 'rfcs' && models.rfcs.selected !== undefined) {
		const row = models.rfcs.selected;
		return {subject: `rfc ${row.rfc}`, title: `RFC ${row.rfc}`, lines: rfcDetails(server, row, at)};
	}
	const message = list === 'wire' ? messagePane(wire, at.width) : undefined;
	return message ?? noDetails(at.width);
}

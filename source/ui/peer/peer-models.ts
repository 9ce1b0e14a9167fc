/** What the peer's screen shows now: facts and view state in, tables and texts out. */
import type {Peer} from '../../peer/peer.ts';
import type {LibraryEntry, PeerFacts} from '../../peer/peer-state.ts';
import {type Details, noDetails} from '../details.ts';
import {isPath} from '../input.ts';
import {keyOf} from '../keys.ts';
import {innerRows, innerWidth} from '../kit/pane.tsx';
import {type TableModel, tableModel} from '../kit/table-model.ts';
import {arraySource} from '../kit/table-view.ts';
import {mainPane, type PeerLayout, type PeerList} from '../layout/peer.ts';
import {hidden} from '../layout.ts';
import {documentDetails, documents, libraryModel, type Room} from '../panes/library-table.ts';
import {messagePane} from '../panes/message-details.ts';
import {networkDetails} from '../panes/network-details.ts';
import {type NetworkModel, networkModel} from '../panes/network-table.ts';
import {recordDetails, rfcDetails} from '../panes/peer-details.ts';
import {choiceColumns, resultKey} from '../panes/results-table.ts';
import {transferDetails} from '../panes/transfer-details.ts';
import {transferColumns} from '../panes/transfer-lines.ts';
import {type Transfer, transferKey, transferText} from '../panes/transfer-rows.ts';
import type {Theme} from '../theme.ts';
import {movingNow} from '../wire/moving.ts';
import type {WireScene} from '../wire/wire-acts.ts';
import {ladderShown} from '../wire/wire-look.ts';
import {type WireModel, wireModel} from '../wire/wire-model.ts';
import type {Form, PeerView} from './peer-view.ts';
import {holdersOf} from './results.ts';
import {type ResultsModel, resultsModel, standingOf} from './results-model.ts';

export type PeerModels = ResultsModel & {
	/** The choices for Add or Remove, while one of their forms is open. */
	readonly choices: TableModel<LibraryEntry, number> | undefined;
	/** The tables of the tabs of the same names, while these are visible. */
	readonly library: TableModel<LibraryEntry, number> | undefined;
	readonly network: NetworkModel | undefined;
	readonly transfers: TableModel<Transfer, string>;
	readonly wire: WireModel;
};

/** Rows that a form takes above the table. */
export function formRows(form: Form | undefined): number {
	if (form === undefined) return 0;
	return form.kind === 'add-details' ? 2 : 1;
}

type Scene = {
	readonly layout: PeerLayout;
	readonly theme: Theme;
	readonly facts: PeerFacts;
	/** Its rows, in the order to show them in. */
	readonly transfers: readonly Transfer[];
	/** Milliseconds since the epoch. */
	readonly now: number;
};

const nothingMoves = (): string =>
	`No transfers yet. ${keyOf('operation-6', 'peer')} gets an RFC by its number; what others get from you is shown here, too.`;

function choicesOf(peer: Peer, form: Form | undefined): readonly LibraryEntry[] | undefined {
	if (form?.kind === 'remove') return peer.library().filter(entry => entry.shared);
	if (form?.kind === 'add') return peer.library().filter(entry => !entry.shared);
	return undefined;
}

function choicesModel(peer: Peer, view: PeerView, room: Room): PeerModels['choices'] {
	const choices = choicesOf(peer, view.form);
	if (choices === undefined) return undefined;
	// A path is not a filter: it would match nothing in the list.
	const isFile = view.form?.kind === 'add' && isPath(view.form.text);
	return tableModel({
		...room,
		source: arraySource(choices, documents),
		keyOf: documents.keyOf,
		columns: choiceColumns,
		at: isFile ? {...view.choices, filter: ''} : view.choices,
		empty:
			view.form?.kind === 'remove'
				? 'You share no RFC, so there is none to take back.'
				: peer.library().length === 0
					? 'Your folders hold no document. Type the path of a file, for instance ./rfc2616.txt.'
					: 'Everything in your folders is shared already. Type the path of another file.',
		unmatched:
			view.form?.kind === 'remove'
				? 'You share no RFC that matches.'
				: 'No document of yours that is not shared matches. Type the path of a file, for instance ./rfc2616.txt.',
	});
}

/** All tables, as they are at this moment. */
export function peerModels(peer: Peer, view: PeerView, {layout, theme, facts, transfers, now}: Scene): PeerModels {
	const room = (list: PeerList, fields = 0): Room => {
		const rect = layout.panes[list] ?? hidden;
		const filter = view.filtering && view.focus === list ? 1 : 0;
		const height = innerRows(rect.height) - Math.max(filter, fields);
		return {theme, width: innerWidth(rect.width), height, focused: view.focus === list};
	};
	const main = mainPane(view.tab);
	const fields = formRows(view.form);
	const transfersRoom = room('transfers');
	const queue = peer.queue();
	const resultsHeight = innerRows((layout.panes.results ?? hidden).height) - (main === 'results' ? fields : 0);
	return {
		...resultsModel(peer, view, {facts, room: {...room('results'), height: resultsHeight}}),
		choices: choicesModel(peer, view, {...room(main, fields), focused: true}),
		library:
			view.tab === 'library'
				? libraryModel(peer, {at: view.library, sort: view.librarySort}, room('library'))
				: undefined,
		network: view.tab === 'network' ? networkModel(peer, networkLook(peer, facts, view), room('network')) : undefined,
		transfers: tableModel({
			...transfersRoom,
			sticks: transfersRoom.focused,
			source: arraySource(transfers, {keyOf: transferKey, textOf: transferText}),
			keyOf: transferKey,
			columns: transferColumns({width: transfersRoom.width - 3, now, queue}),
			at: view.transfers,
			empty: nothingMoves(),
			headless: true,
		}),
		wire: wireModel(peer.wire, view.wire, {
			...room('wire'),
			side: 'peer',
			moving: ladderShown(view) ? movingNow(facts) : undefined,
		}),
	};
}

const networkLook = (peer: Peer, facts: PeerFacts, view: PeerView) => ({
	at: view.network,
	sort: view.networkSort,
	visit: view.visit,
	standing: standingOf(peer, facts, view),
});

/** The details of what is under the cursor of the list that had the focus last. */
export function peerDetailsOf(
	peer: Peer,
	scene: {
		readonly models: PeerModels;
		readonly view: Pick<PeerView, 'list' | 'answer' | 'marked'>;
		readonly facts: PeerFacts;
		readonly wire: Pick<WireScene, 'message' | 'model' | 'look' | 'zoomed'>;
	},
	at: {readonly width: number; readonly now: number},
): Details {
	const {models} = scene;
	const {list, answer} = scene.view;
	const {width} = at;
	const result = models.results.selected;
	const transfer = models.transfers.selected;
	// The cursor of a form is in its list of choices.
	const choice = models.choices?.selected;
	if (choice !== undefined) return documentDetails(peer, choice, width);
	if (list === 'results' && result !== undefined) {
		const standing = standingOf(peer, scene.facts, scene.view);
		const lines =
			result.kind === 'holder'
				? recordDetails(result, standing, width)
				: rfcDetails({...result, records: holdersOf(peer, answer, result.rfc)}, standing, width);
		return {subject: resultKey(result), title: `RFC ${result.rfc}`, lines};
	}
	if (list === 'library' && models.library?.selected !== undefined) {
		return documentDetails(peer, models.library.selected, width);
	}
	if (list === 'network' && models.network?.selected !== undefined) {
		return networkDetails(peer.index(), models.network.selected, {
			...at,
			standing: standingOf(peer, scene.facts, scene.view),
		});
	}
	if (list === 'transfers' && transfer !== undefined) {
		return {subject: transferKey(transfer), title: 'Transfer', lines: transferDetails(transfer, at)};
	}
	const message = list === 'wire' ? messagePane(scene.wire, width) : undefined;
	return message ?? noDetails(width);
}

/** The view state of the peer's screen, including what is being typed. Pure. */
import type {Sort} from '../../order/table-view.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import type {PeerPlace} from '../../text/place-key.ts';
import type {Attention, AttentionIntent} from '../attention.ts';
import {type TableAttention, tableAttention} from '../kit/table-view.ts';
import type {PeerList, PeerPane, PeerTab} from '../layout/peer.ts';
import {nothingSaid, type Said} from '../said.ts';
import {initialWireLook} from '../wire/wire-look.ts';
import type {Undo} from './undo.ts';

/** A form of the menu while it is being filled in. */
export type Form =
	/** Operations that need a number, which can also be chosen from the list below; `picked`: it was, since the last letter. */
	| {readonly kind: 'lookup' | 'get' | 'remove'; readonly text: string; readonly picked?: true}
	/** Add, step 1: a number or a file. */
	| {readonly kind: 'add'; readonly text: string}
	/** Add, step 2: what the program could find out is filled in. `file` is absent for a document in the folders. */
	| {
			readonly kind: 'add-details';
			readonly rfc: string;
			readonly title: string;
			readonly file?: string;
			readonly field: 'rfc' | 'title';
	  };

export type Overlay =
	| {readonly kind: 'none' | 'help' | 'palette' | 'quit'}
	| {readonly kind: 'remove'; readonly rfc: number; readonly title: string};

export type Reading = {readonly rfc: number; readonly text: string};

/**
 * The last answer of the index. With a live copy of the index, the tables show the present state instead of
 * `records`.
 */
export type Answer =
	| {readonly kind: 'all'; readonly records: readonly RfcRecord[]}
	/** The holders of one RFC. */
	| {readonly kind: 'holders'; readonly rfc: number; readonly records: readonly RfcRecord[]};

/** The results before the holders of one RFC were shown. */
export type Below = {readonly answer: Answer | undefined; readonly results: TableAttention<string>};

/** The peer whose records are shown in the network, their sort order, and what was shown before. */
export type Visit = {readonly peer: PeerPlace; readonly sort: Sort; readonly below: TableAttention<string>};

/** Where the person was before a form was opened, what had been said, and the results, in which the form may find. */
type Place = {
	readonly tab: PeerTab;
	readonly focus: PeerPane;
	readonly list: PeerList;
	readonly said: Said;
	readonly results: TableAttention<string>;
};

/** Whether what is typed into the form finds in the list of all RFCs below it. */
export const findsInList = ({form, answer}: Pick<PeerView, 'form' | 'answer'>): boolean =>
	(form?.kind === 'lookup' || form?.kind === 'get') && answer?.kind !== 'holders';

export type PeerView = Attention & {
	readonly tab: PeerTab;
	readonly focus: PeerPane;
	/** The table that had the focus last. */
	readonly list: PeerList;
	/** The menu item under the cursor, from 0; `turn` is incremented when a digit moved it. */
	readonly menu: {readonly index: number; readonly turn: number};
	readonly results: TableAttention<string>;
	/** The sort order of all RFCs. */
	readonly sort: Sort;
	readonly choices: TableAttention<number>;
	readonly library: TableAttention<number>;
	/** The sort order of its documents. */
	readonly librarySort: Sort;
	readonly network: TableAttention<string>;
	/** The sort order of its peers. */
	readonly networkSort: Sort;
	readonly visit?: Visit | undefined;
	readonly transfers: TableAttention<string>;
	readonly zoomed: boolean;
	readonly overlay: Overlay;
	readonly form?: Form | undefined;
	readonly before?: Place | undefined;
	readonly answer?: Answer | undefined;
	/** RFCs marked for downloading together. */
	readonly marked: ReadonlySet<number>;
	/** The list from which the holders of an RFC were opened, to which Esc returns. */
	readonly below?: Below | undefined;
	readonly reading?: Reading | undefined;
	readonly said: Said;
	/** An RFC that the person wanted to read and that is not here, from who can send it, while that offer is displayed. */
	readonly offer?: {readonly record: RfcRecord; readonly said: Said} | undefined;
	/** An RFC to be opened as soon as it is here. */
	readonly opens?: number | undefined;
	/** The last action, while it can be undone. */
	readonly undo?: Undo | undefined;
	/** Whether the program quits as soon as all transfers have ended. */
	readonly leaving: boolean;
};

export const byNumber: Sort = {by: 'number', descending: false};

export const initialPeerView: PeerView = {
	tab: 'search',
	focus: 'menu',
	list: 'results',
	menu: {index: 2, turn: 0},
	results: tableAttention(),
	sort: byNumber,
	choices: tableAttention(),
	library: tableAttention(),
	librarySort: byNumber,
	network: tableAttention(),
	networkSort: {by: 'name', descending: false},
	transfers: tableAttention(),
	wire: tableAttention(true),
	pausedAt: 0,
	wireLook: initialWireLook,
	details: {subject: '', offset: 0},
	zoomed: false,
	filtering: false,
	overlay: {kind: 'none'},
	marked: new Set(),
	leaving: false,
	said: nothingSaid,
};

/** The lists that the person can sort; in the network what is shown of it: all peers, or what one of them shares. */
export type SortedList = 'results' | 'library' | 'network';

export type PeerIntent =
	| AttentionIntent
	| {readonly type: 'focus'; readonly pane: PeerPane}
	/** Focuses the next or previous of these panes. */
	| {readonly type: 'cycle-focus'; readonly by: 1 | -1; readonly panes: readonly PeerPane[]}
	| {readonly type: 'tab'; readonly tab: PeerTab}
	| {readonly type: 'cycle-tab'; readonly by: 1 | -1}
	| {readonly type: 'choose-operation'; readonly index: number}
	| {readonly type: 'point-at-operation'; readonly index: number}
	| {readonly type: 'look-at-result'; readonly at: TableAttention<string>}
	| {readonly type: 'sort'; readonly list: SortedList; readonly by: Sort}
	| {readonly type: 'look-at-choice'; readonly at: TableAttention<number>}
	| {readonly type: 'look-at-document'; readonly at: TableAttention<number>}
	| {readonly type: 'look-at-peer'; readonly at: TableAttention<string>}
	| {readonly type: 'look-at-transfer'; readonly at: TableAttention<string>}
	/** A download was asked for: it is to be seen, whatever was looked at before. */
	| {readonly type: 'look-at-newest-transfer'}
	/** Focuses the search field. */
	| {readonly type: 'find'}
	| {readonly type: 'zoom' | 'unzoom'}
	| {readonly type: 'overlay'; readonly overlay: Overlay}
	| {readonly type: 'form'; readonly form: Form | undefined}
	/** What was typed into the form; ignored when it closed in the same moment. */
	| {readonly type: 'fill-in'; readonly form: Form}
	/** The form was submitted. */
	| {readonly type: 'form-done'; readonly focus: PeerPane; readonly said: Said}
	/** All RFCs: from this answer or, without one, from the live copy of the index. */
	| {readonly type: 'list'; readonly answer: Answer | undefined; readonly said: Said}
	/** The holders of an RFC. */
	| {readonly type: 'look-into'; readonly answer: Answer; readonly said: Said}
	| {readonly type: 'look-out'}
	/** Toggles the mark. */
	| {readonly type: 'mark'; readonly rfc: number}
	| {readonly type: 'mark-all'; readonly rfcs: readonly number[]}
	| {readonly type: 'unmark'; readonly rfcs: readonly number[]}
	/** Shows what one peer of the network shares, or returns from it. */
	| {readonly type: 'visit'; readonly peer: PeerPlace}
	| {readonly type: 'leave-visit'}
	/** The last action can, or can no longer, be undone. */
	| {readonly type: 'undoable'; readonly undo: Undo}
	| {readonly type: 'forget-undo'; readonly undo: Undo}
	| {readonly type: 'leave'; readonly leaving: boolean}
	| {readonly type: 'read'; readonly reading: Reading | undefined}
	| {readonly type: 'offer'; readonly offer: NonNullable<PeerView['offer']>}
	| {readonly type: 'open-later'; readonly rfc: number | undefined}
	| {readonly type: 'say'; readonly said: Said}
	/** Says what nobody asked for, if `after` is still what is shown. */
	| {readonly type: 'narrate'; readonly said: Said; readonly after: Said};

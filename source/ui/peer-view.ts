/** What a person looks at on the peer's screen, and what is being typed there. Pure. */
import type {Sort} from '../order/table-view.ts';
import type {RfcRecord} from '../protocol/message.ts';
import type {Attention, AttentionIntent} from './attention.ts';
import {type TableAttention, tableAttention} from './kit/table-view.ts';
import type {PeerList, PeerPane, PeerTab} from './layout/peer.ts';
import type {PeerPlace} from './panes/network-table.ts';
import {type Said, say} from './said.ts';
import type {Undo} from './undo.ts';
import {initialWireLook} from './wire/wire-look.ts';

/** A form of the menu while it is filled in. */
export type Form =
	/** Operations that need a number; Remove and Get choose from what is listed below it, too. */
	| {readonly kind: 'lookup' | 'get' | 'remove'; readonly text: string}
	/** Add, first: a number or a file. */
	| {readonly kind: 'add'; readonly text: string}
	/** Add, then: what the program could know is filled in. `file` is absent for a document of the folders. */
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

/** What the index answered last. Where its changes are followed, the tables show how it is now instead of `records`. */
export type Answer =
	| {readonly kind: 'all'; readonly records: readonly RfcRecord[]}
	/** Who has one RFC. */
	| {readonly kind: 'holders'; readonly rfc: number; readonly records: readonly RfcRecord[]};

/** What stood in the results before the holders of one RFC did. */
export type Below = {readonly answer: Answer | undefined; readonly results: TableAttention<string>};

/** The peer whose records stand in the network, and what stood there before. */
export type Visit = {readonly peer: PeerPlace; readonly below: TableAttention<string>};

/** Where a person was before a form was opened. */
type Place = {readonly tab: PeerTab; readonly focus: PeerPane};

export type PeerView = Attention & {
	readonly tab: PeerTab;
	readonly focus: PeerPane;
	/** The table that had the focus last. */
	readonly list: PeerList;
	/** The item of the menu under the cursor, from 0; `turn` rises when a digit moved it. */
	readonly menu: {readonly index: number; readonly turn: number};
	readonly results: TableAttention<string>;
	/** What all RFCs are sorted by. */
	readonly sort: Sort;
	readonly choices: TableAttention<number>;
	readonly library: TableAttention<number>;
	readonly network: TableAttention<string>;
	readonly visit?: Visit | undefined;
	readonly transfers: TableAttention<string>;
	readonly zoomed: boolean;
	readonly overlay: Overlay;
	readonly form?: Form | undefined;
	readonly before?: Place | undefined;
	readonly answer?: Answer | undefined;
	/** RFCs that are to be got together. */
	readonly marked: ReadonlySet<number>;
	/** The list from which the holders of one of its RFCs were opened: Esc goes back there. */
	readonly below?: Below | undefined;
	readonly reading?: Reading | undefined;
	readonly said: Said;
	/** What the last act was, while it can be taken back. */
	readonly undo?: Undo | undefined;
	/** Whether the program ends as soon as nothing moves any more. */
	readonly leaving: boolean;
};

/** Before anything happened: what is said then depends on how the peer stands. */
export const nothingSaid: Said = say('');

export const initialPeerView: PeerView = {
	tab: 'search',
	focus: 'menu',
	list: 'results',
	menu: {index: 2, turn: 0},
	results: tableAttention(),
	sort: {by: 'number', descending: false},
	choices: tableAttention(),
	library: tableAttention(),
	network: tableAttention(),
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

export type PeerIntent =
	| AttentionIntent
	| {readonly type: 'focus'; readonly pane: PeerPane}
	/** To the pane after or before, of those given. */
	| {readonly type: 'cycle-focus'; readonly by: 1 | -1; readonly panes: readonly PeerPane[]}
	| {readonly type: 'tab'; readonly tab: PeerTab}
	| {readonly type: 'cycle-tab'; readonly by: 1 | -1}
	| {readonly type: 'choose-operation'; readonly index: number}
	| {readonly type: 'point-at-operation'; readonly index: number}
	| {readonly type: 'look-at-result'; readonly at: TableAttention<string>}
	| {readonly type: 'sort'; readonly by: Sort}
	| {readonly type: 'look-at-choice'; readonly at: TableAttention<number>}
	| {readonly type: 'look-at-document'; readonly at: TableAttention<number>}
	| {readonly type: 'look-at-peer'; readonly at: TableAttention<string>}
	| {readonly type: 'look-at-transfer'; readonly at: TableAttention<string>}
	/** To the field of what is looked for among all RFCs. */
	| {readonly type: 'find'}
	| {readonly type: 'zoom' | 'unzoom'}
	| {readonly type: 'overlay'; readonly overlay: Overlay}
	| {readonly type: 'form'; readonly form: Form | undefined}
	/** What was typed into the form; of no account when it closed in the same moment. */
	| {readonly type: 'fill-in'; readonly form: Form}
	/** The form is filled in, and what it asked for is done or begun. */
	| {readonly type: 'form-done'; readonly focus: PeerPane; readonly said: Said}
	/** All RFCs, as they were told or, without an answer, as the live copy of the index has them. */
	| {readonly type: 'list'; readonly answer: Answer | undefined; readonly said: Said}
	/** The holders of an RFC. */
	| {readonly type: 'look-into'; readonly answer: Answer; readonly said: Said}
	| {readonly type: 'look-out'}
	/** Marks what is not marked yet, and the other way round. */
	| {readonly type: 'mark'; readonly rfc: number}
	| {readonly type: 'unmark'; readonly rfcs: readonly number[]}
	/** To what one peer of the network shares, and back. */
	| {readonly type: 'visit'; readonly peer: PeerPlace}
	| {readonly type: 'leave-visit'}
	/** The last act can be taken back, or not any more. */
	| {readonly type: 'undoable'; readonly undo: Undo}
	| {readonly type: 'forget-undo'}
	| {readonly type: 'leave'; readonly leaving: boolean}
	| {readonly type: 'read'; readonly reading: Reading | undefined}
	| {readonly type: 'say'; readonly said: Said};

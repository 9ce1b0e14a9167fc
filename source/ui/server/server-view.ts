/**
 * The view state of the server's screen, and nothing else: facts live in the engine. Pure reducers; intents are named
 * after what the person wants and know no keys.
 */

import type {Sort} from '../../order/table-view.ts';
import {type Attention, type AttentionIntent, attentionAfter, cycled} from '../attention.ts';
import {type TableAttention, tableAttention} from '../kit/table-view.ts';
import type {ServerPane} from '../layout/server.ts';
import {closedLook, initialWireLook} from '../wire/wire-look.ts';
import {atHoldersOf, atRfcsOf, type Held, startPlace, stepBack, type Walk} from './server-places.ts';

export type ServerView = Walk &
	Attention & {
		/** The sort orders of the two tables. */
		readonly sorts: {readonly peers: Sort; readonly rfcs: Sort};
		readonly zoomed: boolean;
		readonly overlay: 'none' | 'help' | 'palette' | 'quit' | 'disconnect';
		/** The subject of the question. */
		readonly target: Held | undefined;
		/** A message about the last action; a new object each time. */
		readonly said: {readonly text: string; readonly stays: boolean};
	};

const serverPanes: readonly ServerPane[] = ['peers', 'rfcs', 'wire', 'details'];

export const initialServerView: ServerView = {
	...startPlace,
	sorts: {peers: {by: 'name', descending: false}, rfcs: {by: 'number', descending: false}},
	wire: tableAttention(true),
	pausedAt: 0,
	wireLook: initialWireLook,
	details: {subject: '', offset: 0},
	zoomed: false,
	filtering: false,
	overlay: 'none',
	target: undefined,
	said: {text: '', stays: false},
};

export type ServerIntent =
	| AttentionIntent
	| {readonly type: 'focus'; readonly pane: ServerPane}
	| {readonly type: 'cycle-focus'; readonly by: 1 | -1}
	| {readonly type: 'look-at-peer'; readonly at: TableAttention<string>}
	| {readonly type: 'look-at-rfc'; readonly at: TableAttention<number>}
	| {readonly type: 'zoom' | 'unzoom'}
	| {readonly type: 'overlay'; readonly overlay: ServerView['overlay']}
	| {readonly type: 'go-to-rfcs'; readonly of: Held}
	| {readonly type: 'go-to-holders'; readonly rfc: number}
	| {readonly type: 'go-back'}
	| {readonly type: 'sort'; readonly table: 'peers' | 'rfcs'; readonly by: Sort}
	| {readonly type: 'ask-disconnect'; readonly peer: Held}
	/** `stays`: until something else is said. */
	| {readonly type: 'say'; readonly text: string; readonly stays?: boolean}
	/** What was said is out of date. */
	| {readonly type: 'forget'; readonly said: ServerView['said']};

function focused(view: ServerView, pane: ServerPane): ServerView {
	const list = pane === 'details' ? view.list : pane;
	const table = pane === 'peers' || pane === 'rfcs' ? pane : view.table;
	const wireLook = closedLook(view.wireLook, pane);
	return {...view, focus: pane, list, table, zoomed: false, filtering: false, wireLook};
}

/** The view state after an intent; what did not change stays the same object. */
export function serverReducer(view: ServerView, intent: ServerIntent): ServerView {
	switch (intent.type) {
		case 'focus':
			return focused(view, intent.pane);
		case 'cycle-focus':
			return focused(view, cycled(serverPanes, view.focus, intent.by));
		case 'look-at-peer':
			return {...view, peers: intent.at};
		case 'look-at-rfc':
			return {...view, rfcs: intent.at};
		case 'zoom':
			return {...view, focus: 'details', zoomed: true};
		case 'unzoom':
			return focused(view, view.list);
		case 'overlay':
			return {...view, overlay: intent.overlay};
		case 'go-to-rfcs':
			return {...view, ...atRfcsOf(view, intent.of), zoomed: false};
		case 'go-to-holders':
			return {...view, ...atHoldersOf(view, intent.rfc), zoomed: false};
		case 'go-back':
			return {...view, ...stepBack(view)};
		case 'sort':
			return {...view, sorts: {...view.sorts, [intent.table]: intent.by}};
		case 'ask-disconnect':
			return {...view, overlay: 'disconnect', target: intent.peer};
		case 'say':
			return {...view, said: {text: intent.text, stays: intent.stays === true}};
		case 'forget':
			return view.said === intent.said ? {...view, said: {text: '', stays: false}} : view;
		default:
			return {...view, ...attentionAfter(view, intent, {list: view.list, at: view[view.list]})};
	}
}

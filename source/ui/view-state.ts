/**
 * Attention: what the person looks at, and nothing else. Facts are in the engine. Pure reducers; actions are named by
 * intent and know no keys.
 */

import type {Sort} from '../order/table-view.ts';
import {type TableAttention, tableAttention} from './kit/table-view.ts';
import type {ServerPane} from './layout/server.ts';
import {atHoldersOf, atRfcsOf, type Held, startPlace, stepBack, type Walk} from './server-places.ts';
import {closedLook, initialWireLook, type WireIntent, type WireLook, wireReducer} from './wire/wire-look.ts';

/** How far a text is scrolled; another subject begins at its top again. */
export type Scroll = {readonly subject: string; readonly offset: number};

export type ServerView = Walk & {
	/** What the two tables are sorted by. */
	readonly sorts: {readonly peers: Sort; readonly rfcs: Sort};
	readonly wire: TableAttention<number>;
	/** Messages seen when the wire stopped following. */
	readonly pausedAt: number;
	readonly wireLook: WireLook;
	readonly details: Scroll;
	readonly zoomed: boolean;
	/** Whether the filter of the focused list is being typed. */
	readonly filtering: boolean;
	readonly overlay: 'none' | 'help' | 'palette' | 'quit' | 'disconnect';
	/** Whom the question is about. */
	readonly target: Held | undefined;
	/** A word about the last act; another object each time. */
	readonly said: {readonly text: string; readonly stays: boolean};
};

export const serverPanes: readonly ServerPane[] = ['peers', 'rfcs', 'wire', 'details'];

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
	| {readonly type: 'focus'; readonly pane: ServerPane}
	| {readonly type: 'cycle-focus'; readonly by: 1 | -1}
	| {readonly type: 'look-at-peer'; readonly at: TableAttention<string>}
	| {readonly type: 'look-at-rfc'; readonly at: TableAttention<number>}
	| {readonly type: 'look-at-message'; readonly at: TableAttention<number>; readonly seen: number}
	| {readonly type: 'wire'; readonly intent: WireIntent}
	| {readonly type: 'begin-filter' | 'keep-filter' | 'clear-filter'}
	| {readonly type: 'filter'; readonly text: string}
	| {readonly type: 'scroll'; readonly to: Scroll}
	| {readonly type: 'zoom' | 'unzoom'}
	| {readonly type: 'overlay'; readonly overlay: ServerView['overlay']}
	| {readonly type: 'go-to-rfcs'; readonly of: Held}
	| {readonly type: 'go-to-holders'; readonly rfc: number}
	| {readonly type: 'go-back'}
	| {readonly type: 'sort'; readonly table: 'peers' | 'rfcs'; readonly by: Sort}
	| {readonly type: 'ask-disconnect'; readonly peer: Held}
	/** `stays`: until something else is said. */
	| {readonly type: 'say'; readonly text: string; readonly stays?: boolean};

/** Another filter shows the table from its top, with the cursor still on its thing when that matches. */
export const filtered = <Key>(at: TableAttention<Key>, filter: string): TableAttention<Key> => ({
	...at,
	filter,
	index: 0,
	row: 0,
});

type WireView = Pick<ServerView, 'wire' | 'pausedAt'>;

/** A wire that stops following remembers how much was seen by then. */
export const wireLookedAt = (
	{wire, pausedAt}: WireView,
	{at, seen}: {readonly at: TableAttention<number>; readonly seen: number},
): WireView => ({wire: at, pausedAt: wire.follows && !at.follows ? seen : pausedAt});

export function cycled<Pane>(panes: readonly Pane[], current: Pane, by: 1 | -1): Pane {
	const at = panes.indexOf(current);
	return panes[(at + by + panes.length) % panes.length] ?? current;
}

function focused(view: ServerView, pane: ServerPane): ServerView {
	const list = pane === 'details' ? view.list : pane;
	const table = pane === 'peers' || pane === 'rfcs' ? pane : view.table;
	const wireLook = closedLook(view.wireLook, pane);
	return {...view, focus: pane, list, table, zoomed: false, filtering: false, wireLook};
}

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
		case 'look-at-message':
			return {...view, ...wireLookedAt(view, intent)};
		case 'wire':
			return {...view, wireLook: wireReducer(view.wireLook, intent.intent)};
		case 'begin-filter':
			return {...view, filtering: true};
		case 'keep-filter':
			return {...view, filtering: false};
		case 'clear-filter':
			return {...view, filtering: false, [view.list]: {...view[view.list], filter: ''}};
		case 'filter':
			return {...view, [view.list]: filtered<string | number>(view[view.list], intent.text)};
		case 'scroll':
			return {...view, details: intent.to};
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
	}
}

/** Where the text about `subject` is scrolled to. */
export const scrollOf = (scroll: Scroll, subject: string): number => (scroll.subject === subject ? scroll.offset : 0);

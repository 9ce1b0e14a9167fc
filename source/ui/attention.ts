/** What a person does alike on both screens: filters a table, scrolls the details, looks at the wire. Pure. */
import type {TableAttention} from './kit/table-view.ts';
import {type WireIntent, type WireLook, wireReducer} from './wire/wire-look.ts';

/** How far a text is scrolled; another subject begins at its top again. */
export type Scroll = {readonly subject: string; readonly offset: number};

/** Where the text about `subject` is scrolled to. */
export const scrollOf = (scroll: Scroll, subject: string): number => (scroll.subject === subject ? scroll.offset : 0);

export type Attention = {
	readonly wire: TableAttention<number>;
	/** Messages seen when the wire stopped following. */
	readonly pausedAt: number;
	readonly wireLook: WireLook;
	readonly details: Scroll;
	/** Whether the filter of the focused table is being typed. */
	readonly filtering: boolean;
};

export type AttentionIntent =
	| {readonly type: 'look-at-message'; readonly at: TableAttention<number>; readonly seen: number}
	| {readonly type: 'wire'; readonly intent: WireIntent}
	| {readonly type: 'begin-filter' | 'keep-filter' | 'clear-filter'}
	| {readonly type: 'filter'; readonly text: string}
	| {readonly type: 'scroll'; readonly to: Scroll};

/** Another filter shows the table from its top, with the cursor still on its thing when that matches. */
export const filtered = <Key>(at: TableAttention<Key>, filter: string): TableAttention<Key> => ({
	...at,
	filter,
	index: 0,
	row: 0,
});

/** What changes by one of these; `at` is the attention to the table that has the focus, which is called `list`. */
export function attentionAfter(
	view: Attention,
	intent: AttentionIntent,
	{list, at}: {readonly list: string; readonly at: TableAttention<number | string>},
): Partial<Attention> {
	switch (intent.type) {
		case 'look-at-message':
			// A wire that stops following remembers how much was seen by then.
			return {wire: intent.at, pausedAt: view.wire.follows && !intent.at.follows ? intent.seen : view.pausedAt};
		case 'wire':
			return {wireLook: wireReducer(view.wireLook, intent.intent)};
		case 'begin-filter':
			return {filtering: true};
		case 'keep-filter':
			return {filtering: false};
		case 'clear-filter':
			return {filtering: false, [list]: {...at, filter: ''}};
		case 'filter':
			return {[list]: filtered(at, intent.text)};
		case 'scroll':
			return {details: intent.to};
	}
}

export function cycled<Pane>(panes: readonly Pane[], current: Pane, by: 1 | -1): Pane {
	const at = panes.indexOf(current);
	return panes[(at + by + panes.length) % panes.length] ?? current;
}

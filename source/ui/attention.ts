/** The view state that both screens share: filtering a table, scrolling the details, watching the wire. Pure. */
import type {TableAttention} from './kit/table-view.ts';
import {type WireIntent, type WireLook, wireReducer} from './wire/wire-look.ts';

/** How far a text is scrolled; a different subject starts from its beginning. */
export type Scroll = {readonly subject: string; readonly offset: number};

/** A text in the details, and the line to show first; its first line by default. */
export type Scrolling = {readonly subject: string; readonly start?: number};

/** The scroll offset of a text. */
export const scrollOf = (scroll: Scroll, {subject, start = 0}: Scrolling): number =>
	scroll.subject === subject ? scroll.offset : start;

export type Attention = {
	readonly wire: TableAttention<number>;
	/** Number of messages when the wire stopped following. */
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

/** A new filter shows the table from its top, with the cursor on the same row if that still matches. */
export const filtered = <Key>(at: TableAttention<Key>, filter: string): TableAttention<Key> => ({
	...at,
	filter,
	index: 0,
	row: 0,
});

/** The changes by one of these intents; `at` is the view state of the focused table, which is called `list`. */
export function attentionAfter(
	view: Attention,
	intent: AttentionIntent,
	{list, at}: {readonly list: string; readonly at: TableAttention<number | string>},
): Partial<Attention> {
	switch (intent.type) {
		case 'look-at-message':
			// When the wire stops following, the number of messages seen so far is stored.
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

/** The next (1) or previous (-1) pane; around from the last to the first. */
export function cycled<Pane>(panes: readonly Pane[], current: Pane, by: 1 | -1): Pane {
	const at = panes.indexOf(current);
	return panes[(at + by + panes.length) % panes.length] ?? current;
}

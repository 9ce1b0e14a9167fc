/** The wire of a screen ready to be drawn. */
import type {WireEntry, WireLog} from '../../net/wire-log.ts';
import {keyAtStart} from '../keys.ts';
import {nothingMatches, type TableModel, tableModel} from '../kit/table-model.ts';
import type {TableAttention} from '../kit/table-view.ts';
import {type WireSide, wireColumns} from '../panes/wire-table.ts';
import type {Theme} from '../theme.ts';
import {ladderRows, type Moving} from './ladder.ts';
import {type WireList, wireListOf} from './wire-list.ts';

/** With `moving` a ladder is drawn instead of the table. */
export type WireModel = TableModel<WireEntry, number> & {
	readonly list: WireList;
	readonly side: WireSide;
	/** Rows below the messages: documents being transferred, in a ladder. */
	readonly under: readonly string[];
};

type Room = {readonly theme: Theme; readonly width: number; readonly height: number; readonly focused: boolean};

const nothingSaid = {
	server: 'No message yet. Every request and its answer will appear here, the newest last.',
	peer: 'No message yet. What you and the others say to each other will appear here, the newest last.',
} as const;

/** The text of a pane whose filter matches nothing. */
function unmatched(list: WireList, filter: string): string {
	const {wrong} = list.filter;
	return wrong === undefined ? nothingMatches(filter) : `${wrong} (${keyAtStart('back', 'filtered')} clears)`;
}

export function wireModel(
	log: WireLog,
	at: TableAttention<number>,
	{side, moving, ...room}: Room & {readonly side: WireSide; readonly moving?: readonly Moving[] | undefined},
): WireModel {
	const list = wireListOf(log);
	list.update(at.filter, !at.follows);
	const shownMoving = moving?.slice(0, Math.floor(room.height / 3)) ?? [];
	const model = tableModel({
		...room,
		height: room.height - shownMoving.length,
		source: list.source,
		keyOf: entry => entry.id,
		columns: wireColumns(room.width, side, list),
		at,
		empty: nothingSaid[side],
		unmatched: unmatched(list, at.filter),
		words: list.filter.words,
		tail: true,
		headless: moving === undefined && room.height < 5,
	});
	if (moving === undefined || model.view.matching === 0) return {...model, list, side, under: []};
	const {theme, width, focused} = room;
	const cursor = model.selected?.id;
	const lines = ladderRows(
		{all: list.matching, visible: model.view.rows, moving: shownMoving},
		{side, width, theme, focused, cursor, requestOf: entry => list.requestOf(entry)},
	);
	const messages = lines.length - shownMoving.length;
	return {...model, list, side, lines: lines.slice(0, messages), under: lines.slice(messages)};
}

/** The view state for holding the wire where it is, or for following the newest again. */
export function heldOrFollowing(model: WireModel, at: TableAttention<number>): TableAttention<number> {
	if (!at.follows) return model.moved('last');
	const {selected, view} = model;
	return {
		...at,
		follows: false,
		index: Math.max(0, view.cursor),
		row: Math.max(0, view.cursor - view.offset),
		...(selected === undefined ? {} : {key: selected.id}),
	};
}

/** Everything that actions on the wire need, on either screen. */
import type {Dispatch} from 'react';
import type {WireEntry, WireLog} from '../../net/wire-log.ts';
import {useHeld} from '../hooks/use-held.ts';
import {useClipboard} from '../hooks/use-terminal.ts';
import type {TableAttention} from '../kit/table-view.ts';
import type {WireScene} from './wire-acts.ts';
import type {WireIntent, WireLook} from './wire-look.ts';
import type {WireModel} from './wire-model.ts';

/** The part of a view state that concerns the wire. */
type View = {
	readonly focus: string;
	readonly list: string;
	readonly wire: TableAttention<number>;
	readonly wireLook: WireLook;
	readonly zoomed: boolean;
};

/** The intents that concern the wire. */
type Intent =
	| {readonly type: 'look-at-message'; readonly at: TableAttention<number>; readonly seen: number}
	| {readonly type: 'wire'; readonly intent: WireIntent}
	| {readonly type: 'zoom'}
	| {readonly type: 'focus'; readonly pane: 'wire'};

export type WireUse = {
	readonly log: WireLog;
	readonly view: View;
	readonly model: WireModel;
	/** Whether there is a details pane now. */
	readonly hasDetails: boolean;
	/** Milliseconds since the epoch. */
	readonly now: number;
	readonly dispatch: Dispatch<Intent>;
	say(text: string): void;
};

/** The message in the details: the opened one, else the one under the cursor. */
function useMessage({view, model}: WireUse): WireEntry | undefined {
	const held = useHeld(model.selected, view.focus === 'details');
	return view.wireLook.opened ?? held;
}

export function useWire(use: WireUse): WireScene {
	const {log, view, model, hasDetails, now, dispatch, say} = use;
	const message = useMessage(use);
	return {
		at: view.wire,
		model,
		look: view.wireLook,
		message,
		zoomed: view.zoomed && view.list === 'wire',
		hasDetails,
		now,
		lookAt: at => dispatch({type: 'look-at-message', at, seen: log.total}),
		change: intent => dispatch({type: 'wire', intent}),
		zoom: () => dispatch({type: 'zoom'}),
		focus: () => dispatch({type: 'focus', pane: 'wire'}),
		copy: useClipboard(),
		say,
	};
}

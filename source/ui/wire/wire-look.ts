/** View state of messages, the same on both screens: how they are shown, which is open, the ladder, saving. Pure. */
import type {WireEntry} from '../../net/wire-log.ts';

/** How a message is shown: line by line, byte by byte, or explained. */
export type MessageMode = 'text' | 'raw' | 'explained';

/** A transcript about to be written. */
export type Saving = {
	/** The open message, or all matching ones. */
	readonly what: 'message' | 'list';
	readonly name: string;
	/** The result of the last attempt; if the file exists, Enter once more replaces it. */
	readonly trouble?: {readonly kind: 'exists' | 'failed'; readonly sentence: string};
};

export type WireLook = {
	readonly mode: MessageMode;
	/** The message open on the whole screen. */
	readonly opened?: WireEntry | undefined;
	/** How messages were shown when it was opened: one step back leads there. */
	readonly openedAs?: MessageMode | undefined;
	/** Whether the conversation is drawn as a ladder. */
	readonly ladder: boolean;
	readonly saving?: Saving | undefined;
};

export const initialWireLook: WireLook = {mode: 'text', ladder: false};

export type WireIntent =
	/** Shows messages this way, or as text again. */
	| {readonly kind: 'mode'; readonly mode: MessageMode}
	| {readonly kind: 'ladder'; readonly shown: boolean}
	| {readonly kind: 'open'; readonly entry: WireEntry | undefined}
	| {readonly kind: 'save'; readonly saving: Saving | undefined};

/** What remains when another pane gets the focus: no open message, and the ladder only if the wire has the focus. */
export function closedLook(look: WireLook, pane: string): WireLook {
	if (look.opened === undefined && !look.ladder) return look;
	return {...look, opened: undefined, openedAs: undefined, ladder: look.ladder && pane === 'wire'};
}

/** How the wire is shown after an intent. */
export function wireReducer(look: WireLook, intent: WireIntent): WireLook {
	switch (intent.kind) {
		case 'mode':
			return {...look, mode: look.mode === intent.mode ? 'text' : intent.mode};
		case 'ladder':
			return {...look, ladder: intent.shown};
		case 'open':
			return {...look, opened: intent.entry, openedAs: look.openedAs ?? look.mode};
		case 'save':
			return {...look, saving: intent.saving};
	}
}

/** Whether the ladder is on the screen now. */
export const ladderShown = (view: {readonly focus: string; readonly wireLook: WireLook}): boolean =>
	view.wireLook.ladder && view.focus === 'wire';

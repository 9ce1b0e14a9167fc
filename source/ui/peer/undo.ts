/** Harmless actions need no confirmation: for a few seconds they can be undone. Pure. */
import {keyOf} from '../keys.ts';

/** Milliseconds. */
export const undoMs = 5000;

/** The last action, if it can be undone. */
export type Undo =
	| {readonly kind: 'removed' | 'shared' | 'unwanted'; readonly rfc: number}
	| {readonly kind: 'stopped'; readonly rfc: number; readonly id: number};

/** What `u` does now, for the row above the keys. */
export function undoHint({kind, rfc}: Undo): string {
	switch (kind) {
		case 'removed':
			return `${keyOf('undo', 'undoable')} shares RFC ${rfc} again`;
		case 'shared':
			return `${keyOf('undo', 'undoable')} takes RFC ${rfc} back`;
		case 'unwanted':
			return `${keyOf('undo', 'undoable')} wants RFC ${rfc} again`;
		case 'stopped':
			return `${keyOf('undo', 'undoable')} goes on with RFC ${rfc}`;
	}
}

/** Harmless acts are not asked about: for a few seconds they can be taken back. Pure. */

/** So long, in milliseconds. */
export const undoMs = 5000;

/** What the last act was, as far as it can be undone. */
export type Undo =
	| {readonly kind: 'removed' | 'shared' | 'unwanted'; readonly rfc: number}
	| {readonly kind: 'stopped'; readonly rfc: number; readonly id: number};

/** What `u` does now, for the row above the keys. */
export function undoHint({kind, rfc}: Undo): string {
	switch (kind) {
		case 'removed':
			return `u shares RFC ${rfc} again`;
		case 'shared':
			return `u takes RFC ${rfc} back`;
		case 'unwanted':
			return `u wants RFC ${rfc} again`;
		case 'stopped':
			return `u goes on with RFC ${rfc}`;
	}
}

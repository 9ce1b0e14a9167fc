/** What a terminal sends, told apart. */

/** A button or wheel of the mouse; `x` and `y` are cells and rows from the upper left corner, from 0. */
export type Pointer = {
	readonly kind: 'click' | 'wheel-up' | 'wheel-down';
	readonly x: number;
	readonly y: number;
};

export type KeyInput =
	/** One key, as the sequence that stands for it. */
	| {readonly kind: 'key'; readonly sequence: string}
	/** A bracketed paste (xterm, "Bracketed Paste Mode"), safe to type into a field: one line, no controls. */
	| {readonly kind: 'paste'; readonly text: string}
	/** Ctrl and a letter that is no key by itself, as the table of keys writes it: `ctrl-r`. A field never sees it. */
	| {readonly kind: 'control'; readonly name: string}
	/** Ctrl-Z. */
	| {readonly kind: 'suspend'}
	| {readonly kind: 'pointer'; readonly pointer: Pointer}
	/** The terminal's window has the person's attention, or lost it (xterm, "FocusIn/FocusOut"). */
	| {readonly kind: 'focus'; readonly focused: boolean}
	/** An answer of the terminal (an OSC sequence), without what stands around it. */
	| {readonly kind: 'answer'; readonly text: string};

export const esc = '\u001b';

/** The Esc key in the unambiguous form of the kitty keyboard protocol: a bare ESC could begin another key. */
export const escapeKey = `${esc}[27u`;

/** The kinds of input from a terminal. */

/** A mouse event; `x` and `y` are cells and rows from the upper left cell, from 0. */
export type Pointer = {
	readonly kind: 'click' | 'wheel-up' | 'wheel-down';
	readonly x: number;
	readonly y: number;
};

export type KeyInput =
	/** One key, as its escape sequence or character. */
	| {readonly kind: 'key'; readonly sequence: string}
	/** A bracketed paste (xterm, "Bracketed Paste Mode"), safe for a field: one line, no control characters. */
	| {readonly kind: 'paste'; readonly text: string}
	/** Ctrl and a letter, as in the table of keys: `ctrl-r`; in a field also Alt and a key. Never typed into a field. */
	| {readonly kind: 'control'; readonly name: string}
	/** Ctrl-Z. */
	| {readonly kind: 'suspend'}
	| {readonly kind: 'pointer'; readonly pointer: Pointer}
	/** The terminal's window got or lost the focus (xterm, "FocusIn/FocusOut"). */
	| {readonly kind: 'focus'; readonly focused: boolean}
	/** The payload of an OSC answer of the terminal. */
	| {readonly kind: 'answer'; readonly text: string};

export const esc = '\u001b';

/** The Esc key in the unambiguous form of the kitty keyboard protocol: a bare ESC could begin another key. */
export const escapeKey = `${esc}[27u`;

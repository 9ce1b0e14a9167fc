/** The tones of the screens as codes of SGR (ECMA-48, 8.3.117): which colours they are depends on what is behind them. */

export type Tone =
	| 'plain'
	| 'strong'
	| 'dim'
	| 'good'
	| 'busy'
	| 'bad'
	| 'accent'
	/** Part of a row that a filter or search found. */
	| 'match'
	/** The row of the cursor in the pane that has the keys. */
	| 'cursor';

/** What is behind the text. */
export type Background = 'dark' | 'light';

/** `mono`: no colours; bold, faint and inverse are none, so NO_COLOR (no-color.org) leaves them. */
export type Tones = 'dark' | 'light' | 'contrast-dark' | 'contrast-light' | 'mono';

export type Codes = {readonly on: string; readonly off: string};

const dark: Readonly<Record<Tone, Codes>> = {
	plain: {on: '', off: ''},
	strong: {on: '1', off: '22'},
	dim: {on: '2', off: '22'},
	good: {on: '32', off: '39'},
	busy: {on: '33', off: '39'},
	bad: {on: '31', off: '39'},
	accent: {on: '36', off: '39'},
	match: {on: '1;33', off: '22;39'},
	cursor: {on: '7', off: '27'},
};

const mono: Readonly<Record<Tone, Codes>> = {
	...dark,
	good: {on: '', off: ''},
	busy: {on: '', off: ''},
	bad: {on: '1', off: '22'},
	accent: {on: '1', off: '22'},
	match: {on: '1;4', off: '22;24'},
};

/** Yellow and cyan are too faint on white: magenta and blue stand for them. */
const light: Readonly<Record<Tone, Codes>> = {
	...dark,
	busy: {on: '35', off: '39'},
	accent: {on: '34', off: '39'},
	match: {on: '1;35', off: '22;39'},
};

/** Nothing is faint, and what has a colour is bold in it. */
const strengthened = (tones: Readonly<Record<Tone, Codes>>, codes: Partial<Record<Tone, string>>) => ({
	...tones,
	dim: {on: '', off: ''},
	...Object.fromEntries(Object.entries(codes).map(([tone, code]) => [tone, {on: `1;${code}`, off: '22;39'}])),
	match: {on: '1;4', off: '22;24'},
});

/** Every tone, for each set of tones. The sixteen colours are those of the person's own terminal. */
export const codesOf: Readonly<Record<Tones, Readonly<Record<Tone, Codes>>>> = {
	dark,
	light,
	mono,
	'contrast-dark': strengthened(dark, {good: '92', busy: '93', bad: '91', accent: '96'}),
	'contrast-light': strengthened(light, {good: '32', busy: '35', bad: '31', accent: '34'}),
};

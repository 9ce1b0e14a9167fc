/** The tones of the screens as SGR codes (ECMA-48, 8.3.117), which depend on the background. */

export type Tone =
	| 'plain'
	| 'strong'
	| 'dim'
	| 'good'
	| 'busy'
	| 'bad'
	| 'accent'
	/** A match of a filter or search. */
	| 'match'
	/** The cursor row in the focused pane. */
	| 'cursor';

/** The background of the text. */
export type Background = 'dark' | 'light';

/** `mono`: no colours; bold, faint and inverse are not colours and are kept under NO_COLOR (no-color.org). */
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

/** Yellow and cyan are too faint on white: magenta and blue replace them. */
const light: Readonly<Record<Tone, Codes>> = {
	...dark,
	busy: {on: '35', off: '39'},
	accent: {on: '34', off: '39'},
	match: {on: '1;35', off: '22;39'},
};

/** Nothing is faint, and coloured text is also bold. */
const strengthened = (tones: Readonly<Record<Tone, Codes>>, codes: Partial<Record<Tone, string>>) => ({
	...tones,
	dim: {on: '', off: ''},
	...Object.fromEntries(Object.entries(codes).map(([tone, code]) => [tone, {on: `1;${code}`, off: '22;39'}])),
	match: {on: '1;4', off: '22;24'},
});

/** The codes of all tones, for each set. The sixteen colours are those of the person's own terminal. */
export const codesOf: Readonly<Record<Tones, Readonly<Record<Tone, Codes>>>> = {
	dark,
	light,
	mono,
	'contrast-dark': strengthened(dark, {good: '92', busy: '93', bad: '91', accent: '96'}),
	'contrast-light': strengthened(light, {good: '32', busy: '35', bad: '31', accent: '34'}),
};

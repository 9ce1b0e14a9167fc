/** Colours and signs by meaning. Every state also has a word and a sign, so that all is legible without any colour. */
import {displayWidth} from '../text/width.ts';

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

export type Theme = {
	readonly colour: boolean;
	readonly unicode: boolean;
	/** The text in a tone, as SGR sequences (ECMA-48, 8.3.117) that end themselves. */
	paint(tone: Tone, text: string): string;
	/** A finished row as the terminal can show it: the same width, in ASCII where there is no UTF-8. */
	finish(row: string): string;
};

type Codes = {readonly on: string; readonly off: string};

const coloured: Readonly<Record<Tone, Codes>> = {
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

/** Bold, faint and inverse are no colours: NO_COLOR (no-color.org) leaves them. */
const uncoloured: Readonly<Record<Tone, Codes>> = {
	...coloured,
	good: {on: '', off: ''},
	busy: {on: '', off: ''},
	bad: {on: '1', off: '22'},
	accent: {on: '1', off: '22'},
	match: {on: '1;4', off: '22;24'},
};

/** One-cell stand-ins for what the screens are drawn with; every other character beyond ASCII becomes `?`. */
const ascii: Readonly<Record<string, string>> = {
	'╭': '+',
	'╮': '+',
	'╰': '+',
	'╯': '+',
	'│': '|',
	'─': '-',
	'●': '*',
	'◐': '~',
	'✗': 'x',
	'✓': 'v',
	'○': 'o',
	'◌': ':',
	'‖': '=',
	'≠': '!',
	'├': '|',
	'└': '`',
	'▲': '^',
	'△': '^',
	'▸': '>',
	'►': '>',
	'◄': '<',
	'◁': '<',
	'·': '-',
	'…': '.',
	'↑': '^',
	'↓': 'v',
	'←': '<',
	'→': '>',
	'█': '#',
	'░': '.',
	'═': '=',
	'␍': '\\',
	'␊': '/',
	'⠋': '|',
	'⠙': '/',
	'⠹': '-',
	'⠸': '\\',
	'⠼': '|',
	'⠴': '/',
	'⠦': '-',
	'⠧': '\\',
	'▏': '-',
	'▎': '-',
	'▍': '-',
	'▌': '=',
	'▋': '=',
	'▊': '=',
	'▉': '=',
	'▁': '_',
	'▂': '_',
	'▃': '.',
	'▄': '-',
	'▅': '-',
	'▆': '=',
	'▇': '#',
};

const beyondAscii = /[^\x20-\x7e\x1b\n]/gu;
const toAscii = (row: string): string =>
	row.replace(beyondAscii, character => ascii[character] ?? '?'.repeat(displayWidth(character)));

export function createTheme({colour, unicode}: {readonly colour: boolean; readonly unicode: boolean}): Theme {
	const table = colour ? coloured : uncoloured;
	return {
		colour,
		unicode,
		paint(tone, text) {
			const {on, off} = table[tone];
			return on === '' || text === '' ? text : `\u001b[${on}m${text}\u001b[${off}m`;
		},
		finish: unicode ? row => row : toAscii,
	};
}

const sgr = /\u001b\[[\d;]*m/g;

/** The row without its colours and attributes. */
export const unstyled = (row: string): string => (row.includes('\u001b') ? row.replace(sgr, '') : row);

// Everything below a blank but the ESC of a sequence of SGR, DEL and the controls of C1, and separators that end a line.
const harms = /[\u0000-\u001a\u001c-\u001f\u007f-\u009f\u2028\u2029]|\u001b(?!\[[\d;]*m)/g;

/** The row without anything that a terminal would obey but colours: a second door behind `printable`. */
export const harmless = (row: string): string => row.replace(harms, '?');

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the locale (POSIX: LC_ALL before LC_CTYPE before LANG) says UTF-8. Windows and macOS terminals always do. */
function hasUnicode(env: Environment, platform: string): boolean {
	if (env.TERM === 'linux') return false;
	const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
	if (locale === '') return platform === 'win32' || platform === 'darwin';
	return /utf-?8/i.test(locale);
}

/** The theme for a terminal as its environment describes it. */
export function themeOf(env: Environment, platform: string = process.platform): Theme {
	const colour = (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
	return createTheme({colour, unicode: hasUnicode(env, platform)});
}

/**
 * Colours and signs by meaning. Every state also has a word and a sign, so that everything is legible without
 * colours.
 */
import process from 'node:process';
import {type Environment, hasUnicode, toAscii} from '../text/ascii.ts';
import {backgroundOfEnvironment} from './theme/background.ts';
import {type Background, codesOf, type Tone, type Tones} from './theme/tones.ts';

export type {Background, Tone} from './theme/tones.ts';

/** The themes to choose from; `auto` depends on the terminal. */
export const themeChoices = ['auto', 'dark', 'light', 'contrast', 'mono'] as const;

export type ThemeChoice = (typeof themeChoices)[number];

/** Whether a text is the name of a theme. */
export const isThemeChoice = (text: string): text is ThemeChoice => themeChoices.some(choice => choice === text);

export type Theme = {
	readonly colour: boolean;
	readonly unicode: boolean;
	/** The text in a tone, as SGR sequences (ECMA-48, 8.3.117) that reset themselves. */
	paint(tone: Tone, text: string): string;
	/** A finished row in a form that the terminal can show: the same width, in ASCII where there is no UTF-8. */
	finish(row: string): string;
};

type Setup = {
	readonly colour: boolean;
	readonly unicode: boolean;
	/** The set of colours; those for a dark background by default. */
	readonly tones?: Tones;
};

/** A theme for a terminal with these abilities. */
export function createTheme({colour, unicode, tones = 'dark'}: Setup): Theme {
	const table = codesOf[colour ? tones : 'mono'];
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

/** The row without colours and attributes. */
export const unstyled = (row: string): string => (row.includes('\u001b') ? row.replace(sgr, '') : row);

// All control characters except the ESC of an SGR sequence, and Unicode line separators.
const harms = /[\u0000-\u001a\u001c-\u001f\u007f-\u009f\u2028\u2029]|\u001b(?!\[[\d;]*m)/g;

/**
 * Replaces everything in the row that a terminal would execute, except colours: a second line of defence after
 * `printable`.
 */
export const harmless = (row: string): string => row.replace(harms, '?');

/** What is known about a terminal. */
export type TerminalColours = {
	readonly env: Environment;
	readonly platform?: string;
	/** The terminal's answer to the background query. */
	readonly background?: Background | undefined;
};

function tonesFor(choice: ThemeChoice, {env, background}: TerminalColours): Tones {
	if (choice === 'dark' || choice === 'light' || choice === 'mono') return choice;
	if (choice === 'auto' && ((env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb')) return 'mono';
	const behind = background ?? backgroundOfEnvironment(env.COLORFGBG) ?? 'dark';
	return choice === 'contrast' ? `contrast-${behind}` : behind;
}

/** The theme of a choice on a terminal. A theme chosen by name takes precedence over NO_COLOR, which is a default. */
export function themeFor(choice: ThemeChoice, terminal: TerminalColours): Theme {
	const tones = tonesFor(choice, terminal);
	const unicode = hasUnicode(terminal.env, terminal.platform ?? process.platform);
	return createTheme({colour: tones !== 'mono', unicode, tones});
}

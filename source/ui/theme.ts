/** Colours and signs by meaning. Every state also has a word and a sign, so that all is legible without any colour. */
import {toAscii} from './theme/ascii.ts';
import {backgroundOfEnvironment} from './theme/background.ts';
import {type Background, codesOf, type Tone, type Tones} from './theme/tones.ts';

export type {Background, Tone} from './theme/tones.ts';

/** What a person can choose; `auto` goes by the terminal. */
export const themeChoices = ['auto', 'dark', 'light', 'contrast', 'mono'] as const;

export type ThemeChoice = (typeof themeChoices)[number];

export const isThemeChoice = (text: string): text is ThemeChoice => themeChoices.some(choice => choice === text);

export type Theme = {
	readonly colour: boolean;
	readonly unicode: boolean;
	/** The text in a tone, as SGR sequences (ECMA-48, 8.3.117) that end themselves. */
	paint(tone: Tone, text: string): string;
	/** A finished row as the terminal can show it: the same width, in ASCII where there is no UTF-8. */
	finish(row: string): string;
};

type Setup = {
	readonly colour: boolean;
	readonly unicode: boolean;
	/** Which colours; those for a dark background unless said. */
	readonly tones?: Tones;
};

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

/** What is known of a terminal. */
export type TerminalColours = {
	readonly env: Environment;
	readonly platform?: string;
	/** What it answered when it was asked for its background. */
	readonly background?: Background | undefined;
};

function tonesFor(choice: ThemeChoice, {env, background}: TerminalColours): Tones {
	if (choice === 'dark' || choice === 'light' || choice === 'mono') return choice;
	if (choice === 'auto' && ((env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb')) return 'mono';
	const behind = background ?? backgroundOfEnvironment(env.COLORFGBG) ?? 'dark';
	return choice === 'contrast' ? `contrast-${behind}` : behind;
}

/** The theme that a person chose for a terminal. What is chosen by name goes before NO_COLOR, which is a default. */
export function themeFor(choice: ThemeChoice, terminal: TerminalColours): Theme {
	const tones = tonesFor(choice, terminal);
	const unicode = hasUnicode(terminal.env, terminal.platform ?? process.platform);
	return createTheme({colour: tones !== 'mono', unicode, tones});
}

/** The theme for a terminal as its environment describes it. */
export const themeOf = (env: Environment, platform: string = process.platform): Theme =>
	themeFor('auto', {env, platform});

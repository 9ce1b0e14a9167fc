/** Replaces the characters that the screens are drawn with, for terminals that show only ASCII. */
import {displayWidth} from './width.ts';

/** One-cell replacements; every other non-ASCII character becomes `?`. */
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
	'×': 'x',
	'├': '|',
	'└': '`',
	'▲': '^',
	'△': '^',
	'▼': 'v',
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
	'┼': '+',
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
	'“': '"',
	'”': '"',
	'’': "'",
	'–': '-',
	'—': '-',
	'§': 'S',
};

const beyondAscii = /[^\x20-\x7e\x1b\n]/gu;

/**
 * An ellipsis with the cell beside it that becomes its second dot, since a single one would read as the end of a
 * sentence: a blank after it, of which there are more; the last character of what was cut, if that is no digit, which may
 * be all of a number; the first one of what was cut at its start; or the blank between it and a word. Never part of an
 * escape sequence, nor the blank after the sign of a state.
 */
const withNeighbour =
	/…(?: (?= |[│|]|$))|(?<!\x1b\[[\d;]*)[!-/:-~]…(?=[ │|\x1b]|$)|(?<=^|[ │|])…[!-~]|(?<=[a-z)]) …(?! waits)/gmu;

/** One that has no such neighbour, after something that was cut. */
const lonely = /(?<=[^ │|])…/gu;

/** A row in ASCII, of the same width. */
export const toAscii = (row: string): string => {
	const told = row.includes('…') ? row.replace(withNeighbour, '..').replace(lonely, '~') : row;
	return told.replace(beyondAscii, character => ascii[character] ?? '?'.repeat(displayWidth(character)));
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the locale (POSIX: LC_ALL before LC_CTYPE before LANG) is UTF-8. Windows and macOS terminals always are. */
export function hasUnicode(env: Environment, platform: string): boolean {
	if (env.TERM === 'linux') return false;
	const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
	if (locale === '') return platform === 'win32' || platform === 'darwin';
	return /utf-?8/i.test(locale);
}

/** What a terminal sends for the keys that have a name. */
const sequences = {
	enter: '\r',
	escape: '\u001B',
	tab: '\t',
	'shift-tab': '\u001B[Z',
	space: ' ',
	backspace: '\u007F',
	delete: '\u001B[3~',
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
	home: '\u001B[H',
	end: '\u001B[F',
	'page-up': '\u001B[5~',
	'page-down': '\u001B[6~',
	'ctrl-c': '\u0003',
	'ctrl-d': '\u0004',
	'ctrl-l': '\u000C',
	'ctrl-z': '\u001A',
} as const;

/** A named key, or a character that stands for itself. */
export type Key = keyof typeof sequences | (string & {});

const isNamed = (key: string): key is keyof typeof sequences => Object.hasOwn(sequences, key);

/** The bytes of a key. A longer word that names no key is a mistake in the test: it throws. */
export function sequenceOf(key: Key): string {
	if (isNamed(key)) return sequences[key];
	if ([...key].length !== 1) throw new Error(`no such key: ${key}`);
	return key;
}

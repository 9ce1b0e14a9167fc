/** What strangers can send to harm a screen, and how to detect whether any of it arrived. */

/** Control sequences: each would move the cursor, change colours or modes, set a title, or make the terminal answer. */
export const controls: readonly string[] = [
	'\u001b[2J\u001b[H',
	'\u001b[31;5;8mPWN\u001b[0m',
	'\u001b[?1049l\u001b[?25h',
	'\u001b]0;PWNED\u0007',
	'\u001b]8;;http://pwn.example\u001b\\PWN\u001b]8;;\u001b\\',
	'\u001b]52;c;UFdORUQ=\u0007',
	'\u001bP$q"p\u001b\\',
	'\u001b[6n\u001b[c\u001b[21t',
	'\u009b2J\u009d0;PWNED\u009c',
	'\u0000\u0007\b\b\b\t\u000b\f\u000e\u000f\u007f\u0085',
	'\u001bc\u001b7\u001b[20;20HPWN\u001b8',
	'\u001b(0lqqk\u001b#8',
];

/** Text that affects order, width or visibility without control characters. */
export const formats: readonly string[] = [
	'\u202egpj.exe\u202c \u2066\u2067\u2069\u061c\u200e\u200f',
	'a\u200b\u200c\u2060\ufeffb',
	'\u2028\u2029',
	'👩‍👩‍👧‍👦 👍🏽 ❤️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
	'🇩🇪🇫🇷🇯',
	`z${'\u0335\u0489\u0300'.repeat(40)}`,
	'\u0301',
	'日本語のとても長い名前'.repeat(8),
	'🎉'.repeat(30),
	`${'w'.repeat(300)}`,
	'\ufff9\ufffa\ufffb\u{e0041}\u{e007f}\ufe0f\u{e0100}',
	'%1b%5b31m%0d%0a \\x1b[31m \\u001b[31m ^[[31m',
];

/** Names that the protocol allows (printable, without white space) and that are still dangerous for a screen. */
export const names: readonly string[] = [
	'\u0301mark',
	`z${'\u0335\u0489\u0300'.repeat(60)}`,
	'日本語'.repeat(60),
	'w'.repeat(255),
	'🇩🇪🇫🇷',
	'❤️1️⃣👍🏽🎉',
	'%1b%5b31m',
	'ｆｕｌｌ\u115f\u3164\ufffe\u{1ffff}',
];

/** Ranges of code points that may never be written to a terminal as text (RFC 900006, section 3). */
export const forbidden: ReadonlyArray<readonly [first: number, last: number]> = [
	[0x00, 0x1f],
	[0x7f, 0x9f],
	[0x061c, 0x061c],
	[0x200b, 0x200f],
	[0x2028, 0x2029],
	[0x202a, 0x202e],
	[0x2060, 0x2069],
	[0xfeff, 0xfeff],
	[0xfff9, 0xfffb],
	[0xe0000, 0xe007f],
	[0xfe00, 0xfe0f],
	[0xe0100, 0xe01ef],
	[0x1f1e6, 0x1f1ff],
	[0xd800, 0xdfff],
];

export const isForbidden = (code: number): boolean => forbidden.some(([first, last]) => code >= first && code <= last);

/** All control sequences that the program itself writes to a terminal. */
const own: readonly RegExp[] = [
	/^\u001b\[\?(?:25|1000|1004|1006|1049|2004|2026)[hl]$/,
	/^\u001b\[(?:22|23);0t$/,
	/^\u001b\[\d*[A-H]$/,
	/^\u001b\[\d+;\d+H$/,
	/^\u001b\[[0-3]?[JK]$/,
	// Bold, faint, italic, underlined, inverse, colours; never blinking or concealed.
	/^\u001b\[(?:(?:0|[1-4]|7|2[1-4]|27|3[0-79]|4[0-79]|9[0-7]|10[0-7]|[34]8;5;\d+|[34]8;2;\d+;\d+;\d+);?)*m$/,
	/^\u001b\]2;p2pci[^\u0000-\u001f]*\u0007$/,
	/^\u001b\]9;p2pci: [^\u0000-\u001f]*\u0007$/,
	/^\u001b\]11;\?(?:\u0007|\u001b\\)$/,
	/^\u001b\]52;c;[\w+/=]*\u0007$/,
];

const sequence =
	/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[P^_X][^\u001b]*\u001b\\|[ -/]*[0-~])/g;

/** A text as a JSON string in printable ASCII, harmless to the terminal of whoever reads about it. */
const escaped = (text: string): string =>
	JSON.stringify(text).replaceAll(/[^ -~]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The parts of a program's output that are neither safe text nor its own sequences, as JSON strings. Empty is good. */
export function trespasses(output: Buffer): readonly string[] {
	const text = output.toString('utf8');
	const strange: string[] = [];
	const rest = text.replace(sequence, each => {
		if (!own.some(pattern => pattern.test(each))) strange.push(each);
		// A title or a notice is text, too.
		return each.startsWith('\u001b]') ? each.slice(4, -1).replaceAll('\u001b', '') : '';
	});
	for (const character of rest) {
		const isLineEnd = character === '\r' || character === '\n';
		if (!isLineEnd && isForbidden(character.codePointAt(0) ?? 0)) strange.push(character);
	}
	return [...new Set(strange)].map(escaped);
}

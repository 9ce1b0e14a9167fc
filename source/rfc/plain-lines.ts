/** The text of a document as lines of plain characters, the way a printer of its time would have shown them. */

const tabWidth = 8;

/** Only this many characters of a line at the top of a document are examined; real lines are never longer. */
export const longestHeadLine = 400;

/** Resolves overstrikes (`_` BS `x`, `x` BS `x`): the character stays, the underline is dropped. */
function resolveOverstrikes(line: string): string {
	const shown: string[] = [];
	let at = 0;
	for (const character of line) {
		if (character === '\b') {
			at = Math.max(0, at - 1);
			continue;
		}
		const before = shown[at];
		if (before === undefined || character !== '_') shown[at] = character;
		at++;
	}
	return shown.join('');
}

function expandTabs(line: string): string {
	let shown = '';
	for (const part of line.split(/(\t)/))
		shown += part === '\t' ? ' '.repeat(tabWidth - (shown.length % tabWidth)) : part;
	return shown;
}

/**
 * A line without printer controls: overstrikes resolved, tabs expanded to every eighth column, carriage returns, NULs
 * and trailing spaces removed. Form feeds are left for the caller.
 */
export function plainLine(line: string): string {
	let plain = line.includes('\b') ? resolveOverstrikes(line) : line;
	if (plain.includes('\t')) plain = expandTabs(plain);
	return plain.replace(/[\r\0]/g, '').trimEnd();
}

/** The lines of a text, ended by LF, CRLF or CR; without a byte order mark at the start. */
export function linesOf(text: string): string[] {
	const start = text.startsWith('\ufeff') ? 1 : 0;
	return text.slice(start).split(/\r\n|\n|\r(?!\n)/);
}

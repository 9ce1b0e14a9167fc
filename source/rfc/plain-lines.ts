/** The text of a document as lines of plain characters, as a printer of its time would have shown them. */

const tabWidth = 8;

/** Lines at the head of a document are judged by their first so many characters: a real one is never longer. */
export const longestHeadLine = 400;

/** A character struck over another (`_` BS `x`, `x` BS `x`): what stays visible; the underline goes. */
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
 * One line of a document without what only a printer needs: overstrikes resolved, tabs expanded to every eighth
 * column, carriage returns, NULs and spaces at the end removed. Form feeds are left for the caller.
 */
export function plainLine(line: string): string {
	let plain = line.includes('\b') ? resolveOverstrikes(line) : line;
	if (plain.includes('\t')) plain = expandTabs(plain);
	return plain.replace(/[\r\0]/g, '').trimEnd();
}

/** The lines of a text: LF, CRLF or CR ends them; a byte order mark at the start is no part of the first. */
export function linesOf(text: string): string[] {
	const start = text.startsWith('\ufeff') ? 1 : 0;
	return text.slice(start).split(/\r\n|\n|\r(?!\n)/);
}

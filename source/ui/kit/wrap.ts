/** Wraps sentences to a width. */
import {cut, displayWidth, startOf} from '../../text/width.ts';

/** Splits a word into pieces that fill rows of a width. Each is measured once, however long the word is. */
function pieces(word: string, width: number): string[] {
	const found: string[] = [];
	for (let rest = word; rest !== ''; ) {
		const head = startOf(rest, width) || String.fromCodePoint(rest.codePointAt(0) ?? 0);
		found.push(head);
		rest = rest.slice(head.length);
	}
	return found;
}

/** The text in rows of at most `width` cells, broken at spaces where possible. No rows for an empty text. */
export function wrap(text: string, width: number): string[] {
	if (width <= 0 || text === '') return [];
	const rows: string[] = [];
	let row = '';
	for (const word of text.split(' ')) {
		if (row !== '' && displayWidth(row) + 1 + displayWidth(word) > width) {
			rows.push(row);
			row = '';
		}
		const parts = displayWidth(word) > width ? pieces(word, width) : [word];
		const last = parts.pop() ?? '';
		for (const part of parts) rows.push(part);
		row = row === '' ? last : `${row} ${last}`;
	}
	if (row !== '') rows.push(row);
	return rows;
}

/** As `wrap`, in at most `most` rows: the rest is cut with a mark. */
export function wrapAtMost(text: string, width: number, most: number): string[] {
	const rows = wrap(text, width);
	if (rows.length <= most) return rows;
	const kept = rows.slice(0, most);
	const last = kept.pop();
	return last === undefined ? [] : [...kept, cut(`${last} ${rows[most] ?? ''}`, width)];
}

/** The text broken every `width` cells, as a terminal would; one empty row for an empty text. */
export function chop(text: string, width: number): string[] {
	if (width <= 0) return [];
	if (text.length <= width && displayWidth(text) <= width) return [text];
	return text === '' ? [text] : pieces(text, width);
}

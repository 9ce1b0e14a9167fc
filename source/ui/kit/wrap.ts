/** Sentences in rows of a width. */
import {cut, displayWidth} from '../../text/width.ts';

/** As much of a word that is wider than a row as fits, and the rest. */
function split(word: string, width: number): readonly [string, string] {
	let head = '';
	for (const character of word) {
		if (displayWidth(head + character) > width) break;
		head += character;
	}
	if (head === '') head = [...word][0] ?? '';
	return [head, word.slice(head.length)];
}

/** The text in rows of at most `width` cells, broken at spaces where it can. No row for an empty text. */
export function wrap(text: string, width: number): string[] {
	if (width <= 0 || text === '') return [];
	const rows: string[] = [];
	let row = '';
	for (let word of text.split(' ')) {
		if (row !== '' && displayWidth(row) + 1 + displayWidth(word) > width) {
			rows.push(row);
			row = '';
		}
		while (displayWidth(word) > width) {
			const [head, rest] = split(word, width);
			rows.push(head);
			word = rest;
		}
		row = row === '' ? word : `${row} ${word}`;
	}
	if (row !== '') rows.push(row);
	return rows;
}

/** As `wrap`, in at most `most` rows: what does not fit is cut with a mark. */
export function wrapAtMost(text: string, width: number, most: number): string[] {
	const rows = wrap(text, width);
	if (rows.length <= most) return rows;
	const kept = rows.slice(0, most);
	const last = kept.pop();
	return last === undefined ? [] : [...kept, cut(`${last} ${rows[most] ?? ''}`, width)];
}

/** The text hard-broken every `width` cells, as a terminal would; one empty row for an empty text. */
export function chop(text: string, width: number): string[] {
	if (width <= 0) return [];
	if (text.length <= width && displayWidth(text) <= width) return [text];
	const rows: string[] = [];
	let rest = text;
	while (rest !== '') {
		const [head, more] = split(rest, width);
		rows.push(head);
		rest = more;
	}
	return rows;
}

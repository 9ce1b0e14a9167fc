/**
 * The number of cells that a text takes in a terminal, and texts of an exact width (Unicode Standard Annex 11). For
 * the output of `printable`: no tabs, no escape sequences, no emoji sequences.
 */

const plain = /^[\x20-\x7e]*$/;

/** East Asian Wide and Fullwidth characters, and pictographs shown as emoji by default: two cells each. Sorted. */
const wide = `
	1100-115f 231a-231b 2329-232a 23e9-23ec 23f0 23f3 25fd-25fe 2614-2615 2630-2637 2648-2653 267f
	268a-268f 2693 26a1 26aa-26ab 26bd-26be 26c4-26c5 26ce 26d4 26ea 26f2-26f3 26f5 26fa 26fd 2705
	270a-270b 2728 274c 274e 2753-2755 2757 2795-2797 27b0 27bf 2b1b-2b1c 2b50 2b55 2e80-303e 3041-3247
	3250-a4c6 a960-a97c ac00-d7a3 f900-faff fe10-fe6b ff01-ff60 ffe0-ffe6 16fe0-1b2fb 1d300-1d376 1f004
	1f0cf 1f18e 1f191-1f19a 1f200-1f320 1f32d-1f335 1f337-1f37c 1f37e-1f393 1f3a0-1f3ca 1f3cf-1f3d3
	1f3e0-1f3f0 1f3f4 1f3f8-1f43e 1f440 1f442-1f4fc 1f4ff-1f53d 1f54b-1f54e 1f550-1f567 1f57a
	1f595-1f596 1f5a4 1f5fb-1f64f 1f680-1f6c5 1f6cc 1f6d0-1f6d2 1f6d5-1f6df 1f6eb-1f6ec 1f6f4-1f6fc
	1f7da-1f7f0 1f90c-1f93a 1f93c-1f945 1f947-1f9ff 1fa70-1fafa 20000-3fffd`
	.trim()
	.split(/\s+/)
	.map(range => {
		const [first = '', last = first] = range.split('-');
		return [Number.parseInt(first, 16), Number.parseInt(last, 16)] as const;
	});

/** Combining marks, format characters, controls, and vowels and finals of Hangul: zero cells. */
const zero = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}\u1160-\u11ff\ud7b0-\ud7ff]$/u;

const firstWide = wide[0]?.[0] ?? 0;

function isWide(code: number): boolean {
	let low = 0;
	let high = wide.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const [first, last] = wide[middle] ?? [0, 0];
		if (code < first) high = middle - 1;
		else if (code > last) low = middle + 1;
		else return true;
	}
	return false;
}

function cells(character: string): 0 | 1 | 2 {
	const code = character.codePointAt(0) ?? 0;
	if (code >= 0x20 && code < 0x7f) return 1;
	// Box lines, blocks, arrows and the ellipsis, which the screens are drawn with.
	if (code >= 0x2500 && code < 0x25a0) return 1;
	if (zero.test(character)) return 0;
	return code >= firstWide && isWide(code) ? 2 : 1;
}

/** The width of a text: wide characters 2 cells, combining marks 0, all others 1. */
export function displayWidth(text: string): number {
	if (plain.test(text)) return text.length;
	let width = 0;
	for (const character of text) width += cells(character);
	return width;
}

/** The longest start of the text that fits into `width` cells; marks stay with their character. */
export function startOf(text: string, width: number): string {
	let used = 0;
	let end = 0;
	for (const character of text) {
		const more = cells(character);
		if (used + more > width) break;
		used += more;
		end += character.length;
	}
	return text.slice(0, end);
}

/** The longest end of the text that fits into `width` cells. */
function endOf(text: string, width: number): string {
	let used = 0;
	let start = text.length;
	for (const character of [...text].reverse()) {
		used += cells(character);
		if (used > width) break;
		start -= character.length;
	}
	return text.slice(start);
}

/** The text in at most `width` cells; if it had to be cut, at its start, where the first cell is `…`. */
export function cutStart(text: string, width: number): string {
	if (width <= 0) return '';
	return displayWidth(text) <= width ? text : `…${endOf(text, width - 1)}`;
}

/** The text in at most `width` cells; if it had to be cut, the last cell is an ellipsis. */
export function cut(text: string, width: number): string {
	if (width <= 0) return '';
	if (plain.test(text)) return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
	return displayWidth(text) <= width ? text : `${startOf(text, width - 1)}…`;
}

/** The text in exactly `width` cells: cut, or padded with spaces on the right. A wide character is never split. */
export function fit(text: string, width: number): string {
	if (width <= 0) return '';
	if (plain.test(text)) return text.length <= width ? text.padEnd(width) : `${text.slice(0, width - 1)}…`;
	const shown = cut(text, width);
	return shown + ' '.repeat(width - displayWidth(shown));
}

/** As `fit`, aligned right. */
export function fitRight(text: string, width: number): string {
	if (width <= 0) return '';
	const shown = cut(text, width);
	return ' '.repeat(width - displayWidth(shown)) + shown;
}

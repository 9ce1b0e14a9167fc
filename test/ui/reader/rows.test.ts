import {describe, expect, it} from 'vitest';
import {displayWidth} from '../../../source/text/width.ts';
import {readerDocument} from '../../../source/ui/reader/document.ts';
import {linksIn, nextLink} from '../../../source/ui/reader/links.ts';
import {paintRow} from '../../../source/ui/reader/paint.ts';
import {placeOf, rowOf, rowsOf} from '../../../source/ui/reader/rows.ts';
import {matchesIn, matchesOf, matchFrom, rowOfMatch} from '../../../source/ui/reader/search.ts';
import {unstyled} from '../../../source/ui/theme.ts';
import {realRfcs} from '../../helpers/real-rfcs.ts';
import {theme} from '../helpers/stage.ts';

const documentOf = (...lines: readonly string[]) => {
	const document = readerDocument(7000, lines.join('\n'));
	document.study();
	return document;
};
const wide = {width: 90, breaks: 'folded'} as const;
const narrow = {width: 37, breaks: 'folded'} as const;

describe('the rows of a document', () => {
	it('are its lines where a page has room', () => {
		const rows = rowsOf(documentOf('One.', '', '   Two\u001b[31m.'), wide);
		expect(rows.texts).toEqual(['One.', '', '   Two␛[31m.']);
		expect(rows.widest).toBe(12);
	});

	it('flow into a narrow screen where they are surely a paragraph; figures keep their shape', () => {
		const rows = rowsOf(
			documentOf(
				'   This is a paragraph whose lines were filled by a program up to column',
				'   seventy-two, and so it can flow.',
				'',
				'   1.  This is an item of a list whose lines were filled by a program, and',
				'       it hangs.',
				'',
				'      +-------------------------------------+',
				'      |   a figure that stays what it was   |',
			),
			narrow,
		);
		expect(rows.texts).toEqual([
			' This is a paragraph whose lines were',
			' filled by a program up to column',
			' seventy-two, and so it can flow.',
			'',
			' 1.  This is an item of a list whose',
			'     lines were filled by a program,',
			'     and it hangs.',
			'',
			'    +-------------------------------------+',
			'    |   a figure that stays what it was   |',
		]);
		expect(rows.lines).toEqual([0, 0, 1, 2, 3, 3, 3, 5, 6, 7]);
	});

	it('are several for a paragraph of one long line, at any width; tables and data can be scrolled', () => {
		const words = Array.from({length: 60}, (_, at) => `word${at}`).join(' ');
		const kanji = '\u6f22\u5b57'.repeat(120);
		const table = `name${' '.repeat(100)}value${' '.repeat(100)}unit`;
		const data = 'QUJD'.repeat(80);
		const document = documentOf('  Short.', `  ${words}`, `  ${words}`, kanji, table, data);
		for (const width of [37, 76, 90]) {
			const {texts, lines} = rowsOf(document, {width, breaks: 'folded'});
			const of = (line: number): readonly string[] => texts.filter((_, at) => lines[at] === line);
			for (const line of [1, 2, 3]) {
				expect(Math.max(...of(line).map(displayWidth)), `line ${line} at ${width}`).toBeLessThanOrEqual(width);
			}
			expect(
				of(1)
					.map(row => row.trim())
					.join(' '),
			).toBe(words);
			expect(of(2)).toEqual(of(1));
			expect(of(1)[1]?.startsWith('  word')).toBe(true);
			expect([of(0).length, of(4), of(5)]).toEqual([1, [table], [data]]);
		}
	});

	it('are soon known where one line, or one paragraph, is the whole of a long document', () => {
		// Whether it is a paragraph is told by its beginning.
		const line = `${'word '.repeat(4000)}| the only bar`;
		expect(Math.max(...rowsOf(documentOf(line), wide).texts.map(displayWidth))).toBeLessThanOrEqual(wide.width);
		const filled = 'These are words that fill a line of a paper page up to its very last cell.';
		const {texts, lines} = rowsOf(documentOf(...Array.from({length: 5000}, () => filled)), narrow);
		expect(texts.join(' ')).toBe(Array.from({length: 5000}, () => filled).join(' '));
		expect([lines[0], lines.at(-1)]).toEqual([0, 4999]);
		for (const [row, of] of lines.entries()) expect(of - (lines[row - 1] ?? 0)).toBeOneOf([0, 1]);
	});

	it('lose no word of real documents at any width, and find their places again', () => {
		const words = (texts: readonly string[]): string => texts.join('').replace(/\s/g, '');
		for (const {rfc, text} of realRfcs().filter((_, at) => at % 6 === 0)) {
			const document = readerDocument(rfc, text);
			const page = rowsOf(document, wide);
			for (const width of [26, 40, 71]) {
				const rows = rowsOf(document, {width, breaks: 'folded'});
				expect(words(rows.texts) === words(page.texts), `RFC ${rfc} at ${width}`).toBe(true);
				for (let row = 0; row < rows.texts.length; row += 17) expect(rowOf(rows, placeOf(rows, row))).toBe(row);
			}
			const kept = rowsOf(document, {width: 90, breaks: 'kept'});
			const [middle = 0] = page.texts.flatMap((text, at) => (at > page.texts.length / 2 && text !== '' ? [at] : []));
			expect(kept.texts[rowOf(kept, placeOf(page, middle))]).toBe(page.texts[middle]);
		}
	});
});

describe('a search', () => {
	const rows = rowsOf(documentOf('The header', 'field and the', 'Header Field. a+b'), wide);

	it('finds whatever the case, over the ends of lines, and takes signs as they are', () => {
		const matches = matchesOf(rows, 'header field');
		expect(matches.starts).toHaveLength(2);
		expect(matchesIn(matches, 0)).toEqual([{start: 4, end: 10, index: 0}]);
		expect(matchesIn(matches, 1)).toEqual([{start: 0, end: 5, index: 0}]);
		expect([0, 1].map(index => rowOfMatch(matches, index))).toEqual([0, 2]);
		expect([0, 1, 2].map(row => matchFrom(matches, row))).toEqual([0, 1, 1]);
		expect(matchesOf(rows, 'a+b').starts).toHaveLength(1);
		expect(matchesOf(rows, '[').starts).toHaveLength(0);
		expect(matchesOf(rows, ' ').starts).toHaveLength(0);
	});
});

describe('links', () => {
	it('are found in rows, over two of them too, and lead somewhere', () => {
		const document = documentOf(
			'See Section 1, Section 7, RFC 7000, and RFC',
			'   2119.',
			'',
			'1.  Lamps',
			'',
			'   RFC 1.',
			'',
			'2.  Oil',
			'',
			'   Oil.',
		);
		const rows = rowsOf(document, wide);
		expect(linksIn(document, rows, 0)).toEqual([
			{row: 0, start: 4, end: 13, to: {section: '1'}},
			{row: 0, start: 40, end: 43, next: {start: 3, end: 7}, to: {rfc: 2119}},
		]);
		expect(linksIn(document, rows, 1)).toEqual([]);
		expect(nextLink({document, rows}, 1, 1)?.to).toEqual({rfc: 1});
		expect(nextLink({document, rows}, 1, -1)?.to).toEqual({rfc: 2119});
		expect(nextLink({document, rows}, 6, 1)).toBeUndefined();
	});
});

describe('a painted row', () => {
	it('has its width, and its marks where they are, also moved sideways', () => {
		for (const left of [0, 3, 50]) {
			for (const text of ['', 'plain text', '文字 wide 文字文字文字']) {
				const row = paintRow(text, [{start: 2, end: 5, tone: 'cursor'}], {width: 14, left, theme, tone: 'plain'});
				expect(displayWidth(unstyled(row))).toBe(14);
			}
		}
		expect(paintRow('abcdef', [{start: 2, end: 4, tone: 'cursor'}], {width: 10, left: 1, theme, tone: 'plain'})).toBe(
			` b${theme.paint('cursor', 'cd')}ef    `,
		);
	});
});

describe('a document made to hold up the screen', () => {
	it.each([
		['dots', `\n\n1. ${'. . . . '.repeat(10_000)}x\n\n`],
		['spaces', `\n\n1. ${'     a'.repeat(10_000)}\n\n`],
		['references', `RFCs 1234${', 1234'.repeat(10_000)}`],
		['a section that never ends', `Section 1${'.1'.repeat(20_000)}`],
		['brackets', '['.repeat(50_000)],
		['names', '\n[a] RFC'.repeat(10_000)],
		['headings', '\n\n1.1.1'.repeat(10_000)],
		['pages', '\f[Page 1]\n'.repeat(10_000)],
		['a wide word', '文'.repeat(50_000)],
	])('does not, whatever it is full of: %s', (_, text) => {
		const begun = process.cpuUsage();
		const document = readerDocument(5, text);
		document.study();
		for (const width of [90, 30]) {
			const rows = rowsOf(document, {width, breaks: 'folded'});
			for (let row = 0; row < Math.min(50, rows.texts.length); row++) linksIn(document, rows, row);
			matchesOf(rows, 'a b');
		}
		const {user, system} = process.cpuUsage(begun);
		// A few hundredths of a second of work; without a bound each of these took seconds, or minutes.
		expect((user + system) / 1000).toBeLessThan(2000);
	});
});

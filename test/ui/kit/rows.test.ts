import {describe, expect, it} from 'vitest';
import type {Sort} from '../../../source/order/table-view.ts';
import {printable} from '../../../source/text/printable.ts';
import {displayWidth} from '../../../source/text/width.ts';
import {frameBottom, frameTop} from '../../../source/ui/kit/frame.ts';
import {keyBar} from '../../../source/ui/kit/key-bar.ts';
import {joinLines, linesLeft, linesOf, scrolled, shareRead} from '../../../source/ui/kit/lines.ts';
import {sparkline} from '../../../source/ui/kit/sparkline.ts';
import {waiting} from '../../../source/ui/kit/spinner.ts';
import {spread} from '../../../source/ui/kit/spread.ts';
import {type Column, headLine, lit, placeColumns, rowLine} from '../../../source/ui/kit/table.ts';
import {chop, wrap, wrapAtMost} from '../../../source/ui/kit/wrap.ts';
import {createTheme, unstyled} from '../../../source/ui/theme.ts';
import fc from '../../helpers/properties.ts';

const theme = createTheme({colour: true, unicode: true});
const words = fc.string({unit: 'grapheme', maxLength: 40}).map(printable);
const widthOf = (row: string): number => displayWidth(unstyled(row));

describe('rows are exactly as wide as they are asked to be', () => {
	const widths = fc.integer({min: 20, max: 120});

	it('frames, whatever is written on them', () => {
		fc.assert(
			fc.property(widths, words, words, fc.boolean(), (width, left, right, focused) => {
				expect(widthOf(frameTop({left, right}, {width, theme, focused}))).toBe(width);
				expect(widthOf(frameBottom(`${left} · ${right}`, {width, theme, focused}))).toBe(width);
			}),
		);
	});

	it('frames, whose hints go whole where there is no room for all', () => {
		const hints = (width: number): string => frameBottom('space marks · M gets all', {width, theme, focused: true});
		expect(unstyled(hints(32))).toBe('╰─ space marks · M gets all ───╯');
		expect(unstyled(hints(28))).toBe('╰─ space marks ────────────╯');
	});

	it('table rows and their heads, also where columns had to go', () => {
		const columns: readonly Column<string>[] = [
			{title: 'number', width: 7, align: 'right', drop: 0, cell: text => text},
			{title: 'title', width: 10, grows: true, drop: 0, cell: text => ({text, tone: 'good'})},
			{title: 'more', width: 30, drop: 2, cell: text => text},
			{title: 'still', width: 9, drop: 1, cell: text => text},
		];
		fc.assert(
			fc.property(fc.integer({min: 5, max: 120}), words, fc.boolean(), fc.boolean(), (width, text, cursor, focused) => {
				const placed = placeColumns(columns, width);
				expect(widthOf(headLine(placed, {theme, width}))).toBe(width);
				expect(widthOf(rowLine(text, placed, {theme, width, cursor, focused, words: ['a']}))).toBe(width);
			}),
		);
	});

	it('spread rows and the row of hints', () => {
		fc.assert(
			fc.property(widths, fc.array(words, {minLength: 1, maxLength: 5}), words, (width, parts, right) => {
				const row = spread(
					parts.map(text => ({text})),
					{text: right},
					{width, theme},
				);
				expect(widthOf(row)).toBe(width);
				const hints = parts.map(label => ({show: 'x', label}));
				expect(widthOf(keyBar(hints, {width, theme, last: {show: '?', label: 'more'}}))).toBe(width);
			}),
		);
	});
});

describe('the columns of a table', () => {
	it('have the column that the table is sorted by where that fits, and no fewer others where it does not', () => {
		const sort: Sort = {by: 'address', descending: false};
		const columns: readonly Column<string>[] = [
			{title: 'name', width: 10, drop: 0, cell: text => text},
			{title: 'address', width: 20, drop: 3, sort, cell: text => text},
			{title: 'RFCs', width: 6, drop: 1, cell: text => text},
		];
		const titles = (width: number): readonly string[] =>
			placeColumns(columns, width, sort).map(({column}) => column.title);
		expect(titles(41)).toEqual(['name', 'address', 'RFCs']);
		expect(titles(40)).toEqual(['name', 'address']);
		expect(titles(33)).toEqual(['name', 'RFCs']);
	});
});

describe('a sparkline', () => {
	it('shows the last values, the highest as a full column', () => {
		expect(sparkline([9, 0, 1, 4, 8], 4)).toBe('▁▂▅█');
		expect(sparkline([0, 0], 3)).toBe(' ▁▁');
	});
});

describe('a wait', () => {
	it('shows nothing for the first moment, then a spinner, and its seconds after two', () => {
		expect(waiting(50)).toEqual({sign: ' ', seconds: ''});
		expect(waiting(150).sign).not.toBe(' ');
		expect(waiting(150).sign).not.toBe(waiting(250).sign);
		expect(waiting(3400).seconds).toBe(' 3 s');
	});
});

describe('sentences', () => {
	it('break at spaces, and inside words only where a word is wider than the row', () => {
		expect(wrap('the quick brown fox', 9)).toEqual(['the quick', 'brown fox']);
		expect(wrap('a /very/long/path b', 6)).toEqual(['a', '/very/', 'long/p', 'ath b']);
		expect(wrapAtMost('one two three four', 9, 1)).toEqual(['one two …']);
		expect(chop('日本語', 4)).toEqual(['日本', '語']);
		expect(chop('', 4)).toEqual(['']);
	});

	it('keep every character and never exceed the width', () => {
		fc.assert(
			fc.property(words, fc.integer({min: 2, max: 30}), (text, width) => {
				const rows = wrap(text, width);
				for (const row of rows) expect(displayWidth(row)).toBeLessThanOrEqual(width);
				expect(rows.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
			}),
		);
	});
});

describe('the words in a border', () => {
	it('lose whole parts from the right where not all fit, those of a hint but never its first', () => {
		const at = {theme, focused: false};
		const note = (width: number): string =>
			unstyled(frameTop({left: 'Library', right: 'by size ▼ · 2 shared · 1 not'}, {...at, width}));
		expect(note(50)).toMatch(/^╭─ Library ─+ by size ▼ · 2 shared · 1 not ─╮$/);
		expect(note(40)).toMatch(/^╭─ Library ─+ by size ▼ · 2 shared ─╮$/);
		expect(note(30)).toMatch(/^╭─ Library ─+ by size ▼ ─╮$/);
		expect(note(25)).toMatch(/^╭─ Library ─+╮$/);
		expect(unstyled(frameBottom('space holds · w writes', {...at, width: 20}))).toBe('╰─ space holds ────╯');
	});
});

describe('what a filter found', () => {
	it('is lit, as it is written, wherever it occurs', () => {
		expect(unstyled(lit('HTTP over http', ['http'], {theme}))).toBe('HTTP over http');
		expect(lit('a (b)', ['(b'], {theme})).toBe(`a ${theme.paint('match', '(b')})`);
	});
});

describe('the row of hints', () => {
	const hints = [
		{show: 'tab', label: 'pane'},
		{show: '/', label: 'filter', disabled: true},
	];

	it('drops whole hints from the right, but never the last one', () => {
		const at = {theme, last: {show: '?', label: 'more'}};
		expect(unstyled(keyBar(hints, {...at, width: 40})).trimEnd()).toBe(' tab pane  / filter  ? more');
		expect(unstyled(keyBar(hints, {...at, width: 22})).trimEnd()).toBe(' tab pane  ? more');
	});

	it('dims what is not possible', () => {
		expect(keyBar(hints, {theme, width: 40})).toContain(theme.paint('dim', '/ filter'));
	});
});

describe('long texts', () => {
	it('are read only where they are seen, over the seam of two parts too', () => {
		const asked: number[] = [];
		const tail = {
			count: 1000,
			read: (offset: number, limit: number) => {
				asked.push(limit);
				return Array.from({length: Math.min(limit, 1000 - offset)}, (_, index) => `row ${offset + index}`);
			},
		};
		const text = joinLines(linesOf(['head', '']), tail);
		expect(text.count).toBe(1002);
		expect(text.read(1, 3)).toEqual(['', 'row 0', 'row 1']);
		expect(text.read(1000, 5)).toEqual(['row 998', 'row 999']);
		expect(Math.max(...asked)).toBeLessThanOrEqual(5);
	});

	it('scroll to their ends and no further, and tell how much was read, or is left', () => {
		expect([scrolled(-3, 10, 4), scrolled(3, 10, 4), scrolled(99, 10, 4), scrolled(5, 2, 4)]).toEqual([0, 3, 6, 0]);
		expect([shareRead(0, 4, 4), shareRead(0, 10, 4), shareRead(6, 10, 4)]).toEqual(['all', '40 %', '100 %']);
		const left = [linesLeft(0, 4, 4), linesLeft(0, 10, 4), linesLeft(6, 10, 4), linesLeft(0, 9300, 4)];
		expect(left).toEqual(['', '6 more', 'end', '9,296 more']);
	});
});

import {describe, expect, test} from 'vitest';
import {printable} from '../../source/text/printable.ts';
import {cut, cutStart, displayWidth, fitRight, fit as fitted} from '../../source/text/width.ts';
import fc from '../helpers/properties.ts';

const shownText = fc
	.oneof(
		fc.string(),
		fc.string({unit: 'binary'}),
		fc.string({unit: fc.constantFrom('a', '日', 'é', '\u0301', '😀', '…', '│', 'ｱ', '한', 'ᄀ', 'ᅡ')}),
	)
	.map(printable);

describe('displayWidth', () => {
	test.each([
		['', 0],
		['HTTP', 4],
		['Zürich', 6],
		['e\u0301', 1],
		['日本', 4],
		['ｱ', 1],
		['Ａ', 2],
		['😀', 2],
		['│▸●◐✗✓…≠', 8],
		['⌚', 2],
		['한국', 4],
		['Привет', 6],
		['\u3000', 2],
		['𠀀', 2],
	])('%j takes %i cells', (text, width) => {
		expect(displayWidth(text)).toBe(width);
	});
});

describe('fit', () => {
	test.each([
		['abc', 5, 'abc  ', '  abc'],
		['abcdef', 4, 'abc…', 'abc…'],
		['abc', 3, 'abc', 'abc'],
		['日本語', 5, '日本…', '日本…'],
		['日本語', 4, '日… ', ' 日…'],
		['日本語', 6, '日本語', '日本語'],
		['cafe\u0301s', 4, 'caf…', 'caf…'],
		['cafe\u0301', 4, 'cafe\u0301', 'cafe\u0301'],
		['日', 1, '…', '…'],
		['x', 0, '', ''],
		['x', -2, '', ''],
	])('%j in %i cells', (text, width, left, right) => {
		expect(fitted(text, width)).toBe(left);
		expect(fitRight(text, width)).toBe(right);
	});

	test('always exactly the wanted width, whatever the text', () => {
		fc.assert(
			fc.property(shownText, fc.integer({min: 0, max: 30}), (text, width) => {
				expect(displayWidth(fitted(text, width))).toBe(width);
				expect(displayWidth(fitRight(text, width))).toBe(width);
				expect(displayWidth(cut(text, width))).toBeLessThanOrEqual(width);
				expect(displayWidth(cutStart(text, width))).toBeLessThanOrEqual(width);
			}),
			{numRuns: 500},
		);
	});

	test('a text that fits is whole, a text that does not begins as it began, or ends as it ended', () => {
		fc.assert(
			fc.property(shownText, fc.integer({min: 1, max: 30}), (text, width) => {
				const shown = cut(text, width);
				if (displayWidth(text) <= width) expect(shown).toBe(text);
				else expect(text.startsWith(shown.slice(0, -1))).toBe(true);
				const end = cutStart(text, width);
				if (displayWidth(text) <= width) expect(end).toBe(text);
				else expect(text.endsWith(end.slice(1))).toBe(true);
			}),
			{numRuns: 300},
		);
	});
});

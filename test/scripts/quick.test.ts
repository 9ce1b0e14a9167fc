/** What the build puts in the place of slow parts of dependencies answers as they do. */
import {
	ansiCodesToString,
	diffAnsiCodes,
	type StyledChar,
	styledCharsFromTokens,
	styledCharsToString,
	tokenize,
} from '@alcalzone/ansi-tokenize';
import wholeStringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {blankRow, type Cell, type Style, sharedCells} from '../../scripts/build/quick/cells.ts';
import {keptCaches} from '../../scripts/build/quick/kept.ts';
import {change, linesOf, rowText} from '../../scripts/build/quick/rows.ts';
import {QuickSegmenter} from '../../scripts/build/quick/segmenter.ts';
import quickStringWidth from '../../scripts/build/quick/string-width.ts';
import fc from '../helpers/properties.ts';

const units = Array.from({length: 0x3000}, (_, code) => String.fromCharCode(code));
const real = new Intl.Segmenter();
const whole = (text: string) => [...real.segment(text)].map(({segment, index}) => ({segment, index}));
const quick = (text: string) => [...new QuickSegmenter().segment(text)].map(({segment, index}) => ({segment, index}));

/** Texts of what screens are made of, mixed with what strangers may send. */
const text = fc
	.array(
		fc.oneof(
			{weight: 6, arbitrary: fc.constantFrom(...'ab Z09~│╭─╯●◐✗✓○▸…·↑█░▏⠋␍␊≠é', '\u001b[1m', '\u001b[22;39m', '\n')},
			{weight: 2, arbitrary: fc.constantFrom(...units)},
			{weight: 1, arbitrary: fc.constantFrom('\r\n', '\u0301', '\u200d', '\ufe0f', '\u20e3', '漢', '가', '👩‍🚀', '🇫🇷')},
		),
		{maxLength: 30},
	)
	.map(parts => parts.join(''));

describe('the quick segmenter', () => {
	it('parts every character below U+3000, and every two of a kind, as the whole one', () => {
		const pairs = units.flatMap(unit => [unit, unit + unit, `a${unit}`, `${unit}\n`, `─${unit}`]);
		const wrong = pairs.filter(pair => JSON.stringify(quick(pair)) !== JSON.stringify(whole(pair)));
		expect(wrong).toEqual([]);
	});

	it('parts any text as the whole one', () => {
		fc.assert(
			fc.property(text, sample => {
				expect(quick(sample)).toEqual(whole(sample));
			}),
			{numRuns: 1000},
		);
	});

	it('leaves what is no division into characters to the whole one', () => {
		const words = [...new QuickSegmenter('en', {granularity: 'word'}).segment('two words')].map(({segment}) => segment);
		expect(words).toEqual(['two', ' ', 'words']);
	});
});

describe('the quick width', () => {
	it('is that of the whole one for every character below U+3000', () => {
		const wrong = units.filter(unit => quickStringWidth(unit) !== wholeStringWidth(unit));
		expect(wrong).toEqual([]);
	});

	it('is that of the whole one for any text', () => {
		fc.assert(
			fc.property(text, sample => {
				expect(quickStringWidth(sample)).toBe(wholeStringWidth(sample));
			}),
			{numRuns: 1000},
		);
	});

	it('heeds the options of the whole one', () => {
		expect(quickStringWidth('…', {ambiguousIsNarrow: false})).toBe(2);
		expect(quickStringWidth('\u001b[1mx', {countAnsiEscapeCodes: true})).toBe(4);
	});
});

describe('the cells that are shared', () => {
	/** As Ink makes them: a wide character takes one more cell, which is empty. */
	const cellsOf = (sample: string): readonly StyledChar[] =>
		styledCharsFromTokens(tokenize(sample)).flatMap(cell =>
			cell.fullWidth ? [cell, {...cell, value: '', fullWidth: false}] : [cell],
		);

	it('are the same as before, and one where they are equal', () => {
		fc.assert(
			fc.property(text.map(cellsOf), row => {
				const first = sharedCells(row);
				const second = sharedCells(structuredClone(row));
				expect(first).toEqual(row);
				expect(second.every((shared, at) => shared === first[at])).toBe(true);
			}),
		);
	});
});

describe('what is put together once', () => {
	const toText = (cells: readonly Cell[]): string => styledCharsToString(cells as StyledChar[]);
	const cellsOf = (written: string): readonly Cell[] => sharedCells(styledCharsFromTokens(tokenize(written)));

	const styles = /\u001b\[[\d;]*m/g;

	it('is the lines of a text, each with the styles that it has there', () => {
		const caches = {getStyledChars: cellsOf};
		expect(linesOf(caches, 'a\u001b[1mb\nc\u001b[22m\n', toText)).toEqual([
			'a\u001b[1mb\u001b[22m',
			'\u001b[1mc\u001b[22m',
			'',
		]);
		fc.assert(
			fc.property(text, sample => {
				const lines = linesOf(caches, sample, toText);
				expect(lines.join('\n').replace(styles, '')).toBe(toText(cellsOf(sample)).replace(styles, ''));
				expect(linesOf({getStyledChars: cellsOf}, sample, toText)).toEqual(lines);
				expect(linesOf(caches, sample, toText)).toBe(lines);
			}),
		);
	});

	it('is the text of a row, whatever was there before', () => {
		const row = fc.tuple(text, fc.nat({max: 3}), fc.nat({max: 2}));
		fc.assert(
			fc.property(fc.array(row, {maxLength: 20}), frames => {
				for (const [sample, blanks, at] of frames) {
					const cells = [...cellsOf(sample.replaceAll('\n', '')), ...blankRow(blanks)];
					expect(rowText([...cells, undefined], at, toText)).toBe(toText(cells).trimEnd());
				}
			}),
		);
	});

	it('is the change from a style to another', () => {
		const style = fc
			.subarray(['1', '2', '36', '44'])
			.map(codes => codes.map(code => ({type: 'ansi' as const, code: `\u001b[${code}m`, endCode: ends[code] ?? ''})));
		const ends: Readonly<Record<string, string>> = {
			1: '\u001b[22m',
			2: '\u001b[22m',
			36: '\u001b[39m',
			44: '\u001b[49m',
		};
		const find = (from: readonly Style[], to: readonly Style[]): string =>
			ansiCodesToString(diffAnsiCodes(from as never, to as never));
		fc.assert(
			fc.property(fc.array(style, {minLength: 1, maxLength: 6}), known => {
				for (const from of known) {
					for (const to of known) {
						for (const _ of ['found', 'remembered']) expect(change(from, to, find)).toBe(find(from, to));
					}
				}
			}),
		);
	});
});

it('what is remembered from frame to frame is bounded', () => {
	class Caches {
		readonly widths = new Map<unknown, unknown>();
		readonly styledChars = new Map<unknown, unknown>();
	}
	const first = keptCaches(Caches);
	expect(keptCaches(Caches)).toBe(first);
	for (let row = 0; row < 2000; row++) first.styledChars.set(row, []);
	expect(keptCaches(Caches)).not.toBe(first);
});

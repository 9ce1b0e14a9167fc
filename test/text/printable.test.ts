import {describe, expect, test} from 'vitest';
import {printable, visibleLineEnds} from '../../source/text/printable.ts';
import {forbidden, isForbidden} from '../helpers/hostile.ts';
import fc from '../helpers/properties.ts';

describe('printable', () => {
	test('plain text is shown as it is', () => {
		for (const text of ['', 'TCP', 'Key words for use in RFCs: "MUST" ~ {}', 'Zürich', '日本語', 'Ελλάδα', '😀 é']) {
			expect(printable(text)).toBe(text);
		}
	});

	test.each([
		['\u001b[31mred\u001b[0m', '␛[31mred␛[0m'],
		['two\r\nlines\tand a tab', 'two␍␊lines␉and a tab'],
		['\u0000\u0007\u007f', '␀␇␡'],
		['\u009b2J', '�2J'],
		['admin\u202etxt.exe', 'admin�txt.exe'],
		['bob\u200b', 'bob�'],
		['\ufefftitle', '�title'],
		['a\u2028b\u2029c', 'a�b�c'],
		['👩‍👩‍👧', '👩👩👧'],
		['❤️', '❤'],
		['👍🏽', '👍'],
		['🇩🇪', 'DE'],
		['\ud83d', '�'],
		['a\udc00b', 'a�b'],
		['\u{e0041}\u{e007f}', '��'],
		['\u0301x', '◌\u0301x'],
		[`o${'\u0308'.repeat(50)}`, `o${'\u0308'.repeat(4)}`],
	])('%j is shown as %j', (text, shown) => {
		expect(printable(text)).toBe(shown);
	});

	test('no forbidden character passes, each tried alone and inside a text', () => {
		for (const [first, last] of forbidden) {
			for (let code = first; code <= last; code++) {
				const character = String.fromCodePoint(code);
				for (const text of [character, `a${character}b`, `😀${character}😀`]) {
					expect([...printable(text)].some(c => isForbidden(c.codePointAt(0) ?? 0))).toBe(false);
				}
			}
		}
	});

	test('whatever comes in, nothing forbidden comes out, and a second pass changes nothing', () => {
		const anyText = fc.oneof(
			fc.string({unit: 'binary'}),
			fc.array(fc.integer({min: 0, max: 0xffff}), {maxLength: 40}).map(codes => String.fromCharCode(...codes)),
			fc.string({unit: fc.constantFrom('\u001b', '\u200d', '\ufe0f', '👩', '🏽', '🇩', '\u0301', 'a', '\ud800', '\n')}),
		);
		fc.assert(
			fc.property(anyText, text => {
				const shown = printable(text);
				expect(shown.isWellFormed()).toBe(true);
				expect([...shown].some(c => isForbidden(c.codePointAt(0) ?? 0))).toBe(false);
				expect(printable(shown)).toBe(shown);
			}),
			{numRuns: 500},
		);
	});
});

describe('visibleLineEnds', () => {
	test('every line of a message carries its line end', () => {
		expect(visibleLineEnds('LOOKUP RFC 3 P2P-CI/1.0\r\nHost: a\n\r\n')).toEqual([
			'LOOKUP RFC 3 P2P-CI/1.0␍␊',
			'Host: a␊',
			'␍␊',
		]);
	});

	test('what follows the last line end is a line too, nothing is no line', () => {
		expect(visibleLineEnds('a\r\nrest')).toEqual(['a␍␊', 'rest']);
		expect(visibleLineEnds('')).toEqual([]);
		expect(visibleLineEnds('a\rb')).toEqual(['a␍b']);
	});

	test('one line for each line feed, and no control character in any', () => {
		fc.assert(
			fc.property(fc.string({unit: fc.constantFrom('a', '\r', '\n', '\u001b', '\t')}), text => {
				const lines = visibleLineEnds(text);
				const feeds = text.split('\n').length - 1;
				expect(lines).toHaveLength(text === '' || text.endsWith('\n') ? feeds : feeds + 1);
				expect(/\p{Cc}/u.test(lines.join(''))).toBe(false);
			}),
		);
	});
});

import {describe, expect, it, test} from 'vitest';
import {
	covers,
	numbersOf,
	readSpans,
	sizeOf,
	spansText,
	without,
} from '../../../source/commands/documents/selection.ts';
import {UsageError} from '../../../source/commands/line/command.ts';
import fc from '../../helpers/properties.ts';

describe('what is asked for', () => {
	test.each([
		[['2616'], [2616]],
		[
			['rfc791', 'RFC 793', 'Rfc-768', 'rfc8.txt'],
			[791, 793, 768, 8],
		],
		[['9110-9113'], [9110, 9111, 9112, 9113]],
		[
			['rfc10-rfc12', '0011'],
			[10, 11, 12],
		],
		[['7-7'], [7]],
		[
			['3', '1-4'],
			[3, 1, 2, 4],
		],
	])('%j', (operands, numbers) => {
		expect(numbersOf(readSpans(operands))).toEqual(numbers);
	});

	test.each([
		'',
		'0',
		'-5',
		'1-',
		'-',
		'1-2-3',
		'1..3',
		'2147483648',
		'1-2147483648',
		'1e3',
		'0x10',
		'bob',
		'1,2',
		'١',
	])('%j is not an RFC number', operand => {
		expect(() => readSpans([operand])).toThrow(UsageError);
		expect(() => readSpans([operand])).toThrow(/is not an RFC number: these go from 1 to/);
	});

	test.each(['1..3', '1,2', '1-'])('%j tells how a range is written', operand => {
		expect(() => readSpans([operand])).toThrow('A range is written 9110-9114; blanks separate several.');
	});

	it('a range the wrong way round says how it goes', () => {
		expect(() => readSpans(['9114-9110'])).toThrow(
			'"9114-9110" is not a range: write the lower number first, 9110-9114.',
		);
	});

	it('all numbers there are can be meant without being written down', () => {
		const spans = readSpans(['1-2147483647']);
		expect(sizeOf(spans)).toBe(2 ** 31 - 1);
		expect(covers(spans, 9999)).toBe(true);
		expect(without(spans, [1, 5, 2 ** 31 - 1])).toEqual([
			{first: 2, last: 4},
			{first: 6, last: 2 ** 31 - 2},
		]);
	});
});

describe('what is missing', () => {
	const number = fc.integer({min: 1, max: 40});
	const span = fc
		.tuple(number, number)
		.map(([one, other]) => ({first: Math.min(one, other), last: Math.max(one, other)}));

	it('is everything asked for and not found, in order, in the fewest spans', () => {
		fc.assert(
			fc.property(fc.array(span, {maxLength: 5}), fc.array(number), (spans, found) => {
				const left = without(spans, found);
				const expected = numbersOf(spans)
					.filter(rfc => !found.includes(rfc))
					.sort((one, other) => one - other);
				expect(numbersOf(left)).toEqual(expected);
				for (const [at, {first}] of left.entries()) expect(first - (left[at - 1]?.last ?? -1)).toBeGreaterThan(1);
			}),
		);
	});

	it('is told in one line, however much it is', () => {
		expect(spansText(without([{first: 1, last: 10}], [4]))).toBe('1-3, 5-10');
		const odd = Array.from({length: 500}, (_, at) => 2 * at + 1);
		expect(spansText(without([{first: 1, last: 1000}], odd))).toBe(
			'2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24 and 488 ranges more',
		);
	});
});

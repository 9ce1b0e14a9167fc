import {describe, expect, it} from 'vitest';
import {parseRange, resolveRange} from '../../../source/peer/upload/range-request.ts';
import fc from '../../helpers/properties.ts';

/** What a Range field gets of a file of `size` bytes: `a-b` with the last byte among them, or a word. */
function answer(value: string, size: number): string {
	const asked = parseRange(value);
	const range = asked ? resolveRange(asked, size) : 'ignored';
	return typeof range === 'string' ? range : `${range.start}-${range.end - 1}`;
}

describe('a Range field', () => {
	it.each([
		['bytes=0-0', '0-0'],
		['bytes=2-10', '2-10'],
		['bytes=0-17', '0-17'],
		['bytes=0-18', '0-17'],
		['bytes=0-', '0-17'],
		['bytes=17-', '17-17'],
		['bytes=5-99999999999999999999999999', '5-17'],
		['bytes=-1', '17-17'],
		['bytes=-18', '0-17'],
		['bytes=-19', '0-17'],
		['bytes=-99999999999999999999999999', '0-17'],
		['bytes=007-0009', '7-9'],
		['BYTES=1-2', '1-2'],
		['bytes= 1-2 ', '1-2'],
		['bytes =1-2', '1-2'],
		['bytes=1-2,', '1-2'],
		['bytes=,\t1-2', '1-2'],
		['bytes=18-', 'unsatisfiable'],
		['bytes=18-20', 'unsatisfiable'],
		['bytes=99999999999999999999999999-', 'unsatisfiable'],
		['bytes=-0', 'unsatisfiable'],
		['bytes=0-0,2-3', 'ignored'],
		['bytes=0-0, -1', 'ignored'],
		['bytes=1-2 3-4', 'ignored'],
		['bytes=3-2', 'ignored'],
		['bytes=', 'ignored'],
		['bytes=-', 'ignored'],
		['bytes=a-b', 'ignored'],
		['bytes=1', 'ignored'],
		['bytes=1-2-3', 'ignored'],
		['bytes=--1', 'ignored'],
		['bytes=+1-2', 'ignored'],
		['bytes=1.5-2', 'ignored'],
		['bytes=0x1-2', 'ignored'],
		['bytes:1-2', 'ignored'],
		['1-2', 'ignored'],
		['lines=1-2', 'ignored'],
		['', 'ignored'],
	])('of 18 bytes: %s is %s', (value, expected) => {
		expect(answer(value, 18)).toBe(expected);
	});

	it.each([
		['bytes=0-', 'unsatisfiable'],
		['bytes=0-0', 'unsatisfiable'],
		['bytes=-5', 'whole'],
		['bytes=-0', 'unsatisfiable'],
	])('of no bytes: %s is %s', (value, expected) => {
		expect(answer(value, 0)).toBe(expected);
	});

	it('that is absent asks for nothing', () => {
		expect(parseRange(undefined)).toBeUndefined();
	});

	it('never gets a byte that is not there, whatever it says', () => {
		const number = fc.oneof(fc.nat(30), fc.maxSafeNat(), fc.constant(''));
		fc.assert(
			fc.property(number, number, fc.nat(30), (first, last, size) => {
				const asked = parseRange(`bytes=${first}-${last}`);
				const range = asked && resolveRange(asked, size);
				if (range === undefined || typeof range === 'string') return;
				expect(range.start).toBeGreaterThanOrEqual(0);
				expect(range.start).toBeLessThan(range.end);
				expect(range.end).toBeLessThanOrEqual(size);
			}),
		);
	});

	it('may be any text', () => {
		fc.assert(fc.property(fc.string(), text => ['ignored', 'unsatisfiable'].includes(answer(text, 0))));
	});
});

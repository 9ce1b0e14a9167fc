import {describe, expect, test} from 'vitest';
import {bytes, count, counted, duration} from '../../source/text/quantity.ts';
import {reasonOf} from '../../source/text/reasons.ts';

describe('amounts', () => {
	test.each([
		[0, '0 B'],
		[570, '570 B'],
		[1023, '1,023 B'],
		[1024, '1 KiB'],
		[422_279, '412 KiB'],
		[1_048_575, '1.0 MiB'],
		[1_700_000, '1.6 MiB'],
		[53_477_376, '51 MiB'],
		[2 ** 30, '1.0 GiB'],
		[2 ** 50, '1,024 TiB'],
	])('%i bytes read %s', (value, text) => {
		expect(bytes(value)).toBe(text);
	});

	test.each([
		[0.2, '0 s'],
		[119, '119 s'],
		[720, '12 min'],
		[7199, '120 min'],
		[7200, '2 h'],
		[200_000, '2 days'],
		[-3, '0 s'],
	])('%d seconds read %s', (value, text) => {
		expect(duration(value)).toBe(text);
	});

	test('large numbers are grouped, nouns agree', () => {
		expect([0, 999, 1000, 9312, 1_234_567, -1000].map(count)).toEqual([
			'0',
			'999',
			'1,000',
			'9,312',
			'1,234,567',
			'-1,000',
		]);
		expect([counted(1, 'peer'), counted(1200, 'peer'), counted(2, 'copy', 'copies')]).toEqual([
			'1 peer',
			'1,200 peers',
			'2 copies',
		]);
	});
});

describe('the reason of an error', () => {
	test.each<[unknown, string]>([
		[Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {code: 'ECONNREFUSED'}), 'connection refused'],
		['ENOSPC', 'the disk is full'],
		['a plain word', 'a plain word'],
		[new Error('first line\nat somewhere'), 'first line'],
		[Object.assign(new Error(''), {code: 'EODD'}), 'EODD'],
		[new Error(''), 'unknown error'],
		[undefined, 'unknown error'],
		[null, 'unknown error'],
		[42, 'unknown error'],
	])('%#', (error, words) => {
		expect(reasonOf(error)).toBe(words);
	});
});

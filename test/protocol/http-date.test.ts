import {expect, it} from 'vitest';
import {parseHttpDate} from '../../source/protocol/http-date.ts';

const now = Date.UTC(2026, 10, 2);
const parsed = (text: string): string | undefined => {
	const time = parseHttpDate(text, now);
	return time === undefined ? undefined : new Date(time).toISOString().replace('.000Z', '');
};

it.each([
	['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37'],
	['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37'],
	['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37'],
	['Wed Nov 16 08:49:37 1994', '1994-11-16T08:49:37'],
	['Thu, 29 Feb 2024 23:59:59 GMT', '2024-02-29T23:59:59'],
])('%s is understood', (text, time) => {
	expect(parsed(text)).toBe(time);
});

it('a wrong day of the week does no harm', () => {
	expect(parsed('Mon, 06 Nov 1994 08:49:37 GMT')).toBe('1994-11-06T08:49:37');
});

it('a leap second is the beginning of the next minute', () => {
	expect(parsed('Sat, 31 Dec 2016 23:59:60 GMT')).toBe('2017-01-01T00:00:00');
});

it('a year of two digits is at most 50 years ahead', () => {
	expect(parsed('Monday, 02-Nov-76 00:00:00 GMT')).toBe('2076-11-02T00:00:00');
	expect(parsed('Tuesday, 02-Nov-77 00:00:00 GMT')).toBe('1977-11-02T00:00:00');
});

it.each([
	'',
	'yesterday',
	'1994-11-06T08:49:37Z',
	'Sun, 06 Nov 1994 08:49:37',
	'Sun, 06 Nov 1994 08:49:37 +0000',
	'Sun, 6 Nov 1994 08:49:37 GMT',
	'sun, 06 nov 1994 08:49:37 gmt',
	'Sun, 06 Foo 1994 08:49:37 GMT',
	'Foo, 06 Nov 1994 08:49:37 GMT',
	'Sunday, 31-Feb-94 08:49:37 GMT',
	'Sun Feb 31 08:49:37 1994',
	'Wed, 29 Feb 2023 08:49:37 GMT',
	'Sun, 06 Nov 1994 24:00:00 GMT',
	'Sun, 06 Nov 1994 08:60:00 GMT',
	'Foo Nov  6 08:49:37 1994',
])('%j is no date', text => {
	expect(parsed(text)).toBeUndefined();
});

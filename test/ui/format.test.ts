import {describe, expect, it} from 'vitest';
import {clockMillis} from '../../source/text/clock-time.ts';
import {address, age, ahead, millis, millisCell, ofBytes, percent, rate, timeLeft} from '../../source/ui/format.ts';

describe('amounts on the screens', () => {
	it.each([
		[0, 100, '  0%'],
		[431, 1000, ' 43%'],
		[999_999, 1_000_000, ' 99%'],
		[10, 10, '100%'],
		[0, 0, '  0%'],
	])('%d of %d is %s', (part, whole, text) => {
		expect(percent(part, whole)).toBe(text);
	});

	it.each([
		[181_248, 422_279, '177/412 KiB'],
		[0, 570, '0/570 B'],
		[838_860, 1_677_721, '0.8/1.6 MiB'],
		[2700, 2700, '3/3 KiB'],
	])('%d of %d bytes is %s', (part, whole, text) => {
		expect(ofBytes(part, whole)).toBe(text);
	});

	it.each([
		[61_440, 61_440, '1 s'],
		[61_440 * 33, 61_440, '35 s'],
		[61_440 * 600, 61_440, '10 min'],
		[61_440 * 99 * 60, 61_440, '99 min'],
		[61_440 * 110 * 60, 61_440, '2 h'],
		[61_440 * 99 * 3600, 61_440, '99 h'],
		[1024 ** 3, 1024, '12 d'],
		[100, 0, ''],
	])('%d bytes at %d a second are left for %s', (missing, speed, text) => {
		expect(timeLeft(missing, speed)).toBe(text);
	});

	it('tell rates, ages, times and milliseconds in one unit each', () => {
		expect(rate(61_440)).toBe('60 KiB/s');
		expect([rate(0), rate(1_027_000), rate(1003 * 1_048_576)]).toEqual(['0 B/s', '1.0 MiB/s', '1.0 GiB/s']);
		for (let left = 1; left < 1e10; left *= 1.01) expect(timeLeft(left, 1).length).toBeLessThanOrEqual(6);
		for (let speed = 1; speed < 1e12; speed *= 1.003) expect(rate(speed).length).toBeLessThanOrEqual(9);
		expect([ahead(-5), ahead(3001), ahead(3400), ahead(4000)]).toEqual(['0 s', '4 s', '4 s', '4 s']);
		expect([age(-5), age(19_400), age(720_000)]).toEqual(['0 s', '19 s', '12 min']);
		expect(clockMillis(new Date(2026, 0, 2, 3, 4, 5, 67).getTime())).toBe('03:04:05.067');
		expect([millis(0.44), millis(9.96), millis(12.3), millis(1204)]).toEqual(['0.4', '10.0', '12', '1,204']);
		expect([12.3, 9999, 9999.6, 152_000, 999_499].map(millisCell)).toEqual(['12', '9,999', '10 s', '152 s', '999 s']);
	});

	it('put IPv6 in brackets and make strangers visible', () => {
		expect(address('2001:db8::9', 6000)).toBe('[2001:db8::9]:6000');
		expect(address('a\u001b[m', 1)).not.toContain('\u001b');
	});
});

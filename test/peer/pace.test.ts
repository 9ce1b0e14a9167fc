import {describe, expect, it} from 'vitest';
import {backoff} from '../../source/peer/backoff.ts';
import {Pacer, pieceSize, RateMeter} from '../../source/peer/pace.ts';
import fc from '../helpers/properties.ts';

describe('a rate', () => {
	it('is that of the last three seconds, and nothing when nothing comes', () => {
		const meter = new RateMeter(0);
		for (let time = 0; time < 10_000; time += 100) meter.add(time < 5000 ? 1000 : 100, time);
		expect(meter.rate(10_000)).toBeCloseTo(1000, -2);
		expect(meter.rate(11_500)).toBeCloseTo(500, -2);
		expect(meter.rate(13_000)).toBe(0);
	});

	it('is not wild in the first moment', () => {
		const meter = new RateMeter(0);
		meter.add(1000, 1);
		expect(meter.rate(1)).toBe(4000);
	});
});

describe('a pace', () => {
	it('is kept, whatever the pieces are', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({min: 1, max: 100_000}), {minLength: 1, maxLength: 50}), pieces => {
				const pacer = new Pacer();
				let now = 5000;
				let sent = 0;
				for (const bytes of pieces) {
					now += pacer.delay(bytes, 60_000, now);
					// What went before this piece took its time.
					expect(sent).toBeLessThanOrEqual(((now - 5000) * 60_000) / 1000 + 1);
					sent += bytes;
				}
			}),
		);
	});

	it('does not make up for time that was lost', () => {
		const pacer = new Pacer();
		expect(pacer.delay(1000, 1000, 0)).toBe(0);
		expect(pacer.delay(1000, 1000, 60_000)).toBe(0);
		expect(pacer.delay(1000, 1000, 60_000)).toBe(1000);
	});

	it('ends at once', () => {
		const pacer = new Pacer();
		pacer.delay(1_000_000, 1000, 0);
		expect(pacer.delay(1000, undefined, 1)).toBe(0);
	});

	it('moves a tenth of a second at a time', () => {
		expect([1, 60_000, 10 ** 9, undefined].map(pieceSize)).toEqual([512, 6000, 131_072, 131_072]);
	});
});

it('tries again soon at first, later seldom, and never at the same time as everybody', () => {
	expect([0, 1, 2, 5, 50].map(attempt => backoff(attempt, 0))).toEqual([1000, 2000, 4000, 30_000, 30_000]);
	expect([0, 50].map(attempt => backoff(attempt, 1))).toEqual([500, 15_000]);
});

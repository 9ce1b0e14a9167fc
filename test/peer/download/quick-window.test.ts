import {describe, expect, it} from 'vitest';
import {QuickWindow} from '../../../source/peer/download/quick-window.ts';

/** The window after some time, with an uploader that sends `rate` documents a second, so many milliseconds away. */
function settled(rate: number, roundTripMs: number): number {
	const window = new QuickWindow(roundTripMs);
	// What was requested half a window earlier is on its way back.
	for (let time = 0; time < 20; time++) window.adapt(Math.max((window.size / 2 / rate) * 1000, roundTripMs / 2));
	return window.size;
}

describe('the window of small documents', () => {
	it('is as large as what is on the way, however far the uploader is', () => {
		for (const roundTripMs of [0, 40, 300, 600]) {
			const rate = 30;
			expect(settled(rate, roundTripMs)).toBeGreaterThanOrEqual((rate * roundTripMs) / 1000);
		}
	});

	it('is small for a slow uploader, and bounded for a fast one', () => {
		expect(settled(1, 0)).toBe(2);
		expect(settled(1, 600)).toBeLessThanOrEqual(4);
		expect(settled(100_000, 0)).toBe(128);
		expect(settled(100_000, 600)).toBe(128);
	});
});

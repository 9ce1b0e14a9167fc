import {describe, expect, it} from 'vitest';
import {progressBar} from '../../source/text/progress-bar.ts';
import fc from '../helpers/properties.ts';

describe('a bar', () => {
	it.each([
		[0, '░░░░'],
		[0.5, '██░░'],
		[0.53125, '██▏░'],
		[0.99, '███▉'],
		[1, '████'],
		[Number.NaN, '░░░░'],
	])('at %d is %s', (share, bar) => {
		expect(progressBar(share, 4)).toBe(bar);
	});

	it('is as wide as it is asked to be, whatever the share', () => {
		fc.assert(
			fc.property(fc.double(), fc.integer({min: 1, max: 60}), (share, width) => {
				expect(progressBar(share, width)).toHaveLength(width);
			}),
		);
	});
});

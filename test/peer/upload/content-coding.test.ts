import {describe, expect, it} from 'vitest';
import {preferredCoding} from '../../../source/peer/upload/content-coding.ts';
import fc from '../../helpers/properties.ts';

describe('an Accept-Encoding field', () => {
	it.each([
		['zstd', 'zstd'],
		['gzip', 'gzip'],
		['gzip, zstd', 'zstd'],
		['GZIP', 'gzip'],
		['x-gzip', 'gzip'],
		['*', 'zstd'],
		['zstd;q=0.5, gzip', 'gzip'],
		['zstd;q=0.5, gzip;q=0.5', 'zstd'],
		['zstd ; q=0.4,gzip;Q=0.6', 'gzip'],
		['zstd;q=0, *', 'gzip'],
		['*;q=0.1, gzip;q=0.2', 'gzip'],
		['identity;q=0.5, gzip', 'gzip'],
		['identity;q=0, gzip;q=0.001', 'gzip'],
		['br, gzip;q=1.000', 'gzip'],
		['zstd;q=0', undefined],
		['zstd;q=0.0, gzip;q=0.000', undefined],
		['identity', undefined],
		['identity, gzip;q=0.5', undefined],
		['*;q=0', undefined],
		['br, deflate', undefined],
		['', undefined],
		[',', undefined],
		// Members that make no sense count for nothing.
		['zstd;q=2', undefined],
		['zstd;q=-1', undefined],
		['zstd;q=0.1234', undefined],
		['zstd;level=3', undefined],
		['zstd gzip', undefined],
	])('%j gets %s', (value, expected) => {
		expect(preferredCoding(value)).toBe(expected);
	});

	it('that is absent gets none', () => {
		expect(preferredCoding(undefined)).toBeUndefined();
	});

	it('may be any text', () => {
		fc.assert(fc.property(fc.string(), text => [undefined, 'zstd', 'gzip'].includes(preferredCoding(text))));
	});
});

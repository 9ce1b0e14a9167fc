import {describe, expect, test} from 'vitest';
import {comparePlainness, fileNameOf, rfcNumberOfFile} from '../../source/rfc/file-name.ts';
import fc from '../helpers/properties.ts';

describe('the number in a file name', () => {
	test.each([
		['rfc1.txt', 1],
		['rfc0001.txt', 1],
		['RFC2616.TXT', 2616],
		['Rfc9110.txt', 9110],
		['rfc2147483647.txt', 2_147_483_647],
		['rfc00000000000000000042.txt', 42],
	])('%s is shared as %i', (name, number) => {
		expect(rfcNumberOfFile(name)).toBe(number);
	});

	test.each([
		'rfc0.txt',
		'rfc.txt',
		'rfc2147483648.txt',
		'rfc99999999999.txt',
		'rfc-1.txt',
		'rfc1.txt.part',
		'rfc1.pdf',
		'xrfc1.txt',
		'rfc1.txt\n',
		'rfc 1.txt',
		'rfc1e3.txt',
		'rfc１.txt',
		'../rfc1.txt',
		'rfc-index.txt',
		'',
	])('%j is not shared', name => {
		expect(rfcNumberOfFile(name)).toBeUndefined();
	});

	test('is read back from the name under which it is saved', () => {
		fc.assert(fc.property(fc.integer({min: 1, max: 2 ** 31 - 1}), rfc => rfcNumberOfFile(fileNameOf(rfc)) === rfc));
	});
});

test('of several files of one number the one that p2pci itself saves comes first, then the shorter names', () => {
	const names = ['rfc0003.txt', 'RFC3.TXT', 'rfc3.txt', 'rfc03.txt'];
	expect(names.sort(comparePlainness)).toEqual(['rfc3.txt', 'RFC3.TXT', 'rfc03.txt', 'rfc0003.txt']);
});

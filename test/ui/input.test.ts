import {describe, expect, it} from 'vitest';
import {cleanTitle, isHostName} from '../../source/protocol/values.ts';
import {rfcNumber} from '../../source/rfc/typed-number.ts';
import {isTitle, wrongName} from '../../source/ui/input.ts';
import fc from '../helpers/properties.ts';

const text = fc.string({unit: 'binary', maxLength: 300});

describe('what a person types into a field is right where it is right on the command line and on the wire', () => {
	it.each([
		'',
		'bob',
		'a b',
		'x'.repeat(255),
		'x'.repeat(256),
		'👍🏽',
		'漢'.repeat(255),
		'𠮷'.repeat(255),
		'a\u200bb',
		'a\u001b',
	])('as the name %j', name => expect(wrongName(name) === undefined).toBe(isHostName(name)));

	it('as any name, and as any title without control characters', () => {
		fc.assert(fc.property(text, name => (wrongName(name) === undefined) === isHostName(name)));
		for (const title of ['', 'A title', '𠮷'.repeat(1024), '𠮷'.repeat(1025)]) {
			expect(isTitle(title)).toBe(cleanTitle(title) !== undefined);
		}
	});

	it('as the number of an RFC', () => {
		expect(['2616', 'rfc 2616', ' RFC-02616 ', '0', '2147483647', '2147483648', '26 16'].map(rfcNumber)).toEqual([
			2616,
			2616,
			2616,
			undefined,
			2_147_483_647,
			undefined,
			undefined,
		]);
	});
});

import {describe, expect, test} from 'vitest';
import {referenceNames, referencesIn} from '../../source/rfc/references.ts';
import fc from '../helpers/properties.ts';
import {realRfcs} from '../helpers/real-rfcs.ts';
import {readerLines} from './reader-lines.ts';

const told = (text: string, names?: ReadonlyMap<string, number>): string[] =>
	referencesIn(text, names).map(
		({rfc, section, start, end}) =>
			`${text.slice(start, end)} > ${rfc ?? 'here'}${section === undefined ? '' : ` ${section}`}`,
	);

describe('references in a text', () => {
	test.each([
		['see RFC 2119 and [RFC2119]', ['RFC 2119 > 2119', '[RFC2119] > 2119']],
		['(RFC-822), RFC793', ['RFC-822 > 822', 'RFC793 > 793']],
		['as in Section 5.2.', ['Section 5.2 > here 5.2']],
		['Section 3.2 of [RFC7230] says', ['Section 3.2 of [RFC7230] > 7230 3.2']],
		['[RFC7230], Section 3.2', ['[RFC7230], Section 3.2 > 7230 3.2']],
		['Sections 5.2 and 6.1, Appendix A.1', ['Sections 5.2 > here 5.2', '6.1 > here 6.1', 'Appendix A.1 > here A.1']],
		['RFCs 2818, 7231, and 7235.', ['RFCs 2818 > 2818', '7231 > 7231', '7235 > 7235']],
		['Section 3 of [URI], [URI]', ['Section 3 of [URI] > 3986 3', '[URI] > 3986']],
		['Section 3 of [USASCII], array[index], RFC 0', []],
	])('%s', (text, expected) => {
		expect(told(text, new Map([['URI', 3986]]))).toEqual(expected);
	});

	test('by name are resolved by the list of references of the document', () => {
		const text = realRfcs().find(({rfc}) => rfc === 9110)?.text ?? '';
		const names = referenceNames(readerLines(text));
		expect(names.get('HTTP/1.1')).toBe(9112);
		expect(names.get('URI')).toBe(3986);
		expect(names.has('USASCII')).toBe(false);
	});

	test('stand in order, apart, and never beyond the text, whatever it is', () => {
		const piece = fc.oneof(
			fc.string(),
			fc.constantFrom('RFC ', 'RFCs 1, 2', 'Section 1.2', '[RFC12]', ' of ', ' and 3.4', ', '),
		);
		fc.assert(
			fc.property(fc.array(piece), pieces => {
				const text = pieces.join('');
				let last = 0;
				for (const {start, end} of referencesIn(text)) {
					expect(start).toBeGreaterThanOrEqual(last);
					expect(end).toBeGreaterThan(start);
					last = end;
				}
				expect(last).toBeLessThanOrEqual(text.length);
			}),
		);
	});
});

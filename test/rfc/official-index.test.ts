import {describe, expect, test} from 'vitest';
import {officialIndex, officialIndexDate, officialTitles} from '../../source/rfc/official-index.ts';
import fc from '../helpers/properties.ts';
import {realIndex} from '../helpers/real-rfcs.ts';

const sample = `
                             RFC INDEX
(CREATED ON: 02/03/2031.)

For example:

  9999 An Example in the Preface. A. Nobody. May 2001. (Format: TXT)

0007 Lamps. E. Fifth. April 1969. (Format: TXT, HTML) (Status: UNKNOWN)
     (DOI: 10.1/RFC0007)

0008 Not Issued.

0009 U.S. Lamps and Lamps of
     X.500 Directories: A View. F. van Sixth, Ed., J-L. Seventh. May
     1991. (Format: PDF, HTML) (Obsoletes RFC0003, RFC0004) (Obsoleted by
     RFC10001) (Updates RFC0005) (Updated by RFC0006, RFC0007) (Also
     STD0099) (Status: INTERNET STANDARD) (DOI: 10.1/RFC0009)

10001 Lamps vs. Candles. Lamp Working Group. 1 April 2030. (Format:
     TXT) (Obsoletes RFC0009) (Status: INFORMATIONAL) (DOI: 10.1/RFC10001)
`;

describe('an official index', () => {
	test('gives titles, also over several lines and with periods in them', () => {
		expect([...officialTitles(sample)]).toEqual([
			[7, 'Lamps'],
			[9, 'U.S. Lamps and Lamps of X.500 Directories: A View'],
			[10_001, 'Lamps vs. Candles'],
		]);
	});

	test('gives dates, status and relations', () => {
		expect(officialIndex(sample).get(9)).toEqual({
			rfc: 9,
			title: 'U.S. Lamps and Lamps of X.500 Directories: A View',
			date: 'May 1991',
			status: 'INTERNET STANDARD',
			obsoletes: [3, 4],
			obsoletedBy: [10_001],
			updates: [5],
			updatedBy: [6, 7],
			hasText: false,
			notIssued: false,
		});
		expect(officialIndex(sample).get(10_001)).toMatchObject({date: '1 April 2030', hasText: true});
		expect(officialIndex(sample).get(8)).toEqual({
			rfc: 8,
			obsoletes: [],
			obsoletedBy: [],
			updates: [],
			updatedBy: [],
			hasText: false,
			notIssued: true,
		});
		expect(officialIndex(sample).get(9999)).toBeUndefined();
	});

	test('tells its date', () => {
		expect(officialIndexDate(sample)).toBe('2031-02-03');
		expect(officialIndexDate('')).toBeUndefined();
	});

	test('reads the same with Windows line ends', () => {
		expect(officialIndex(sample.replaceAll('\n', '\r\n'))).toEqual(officialIndex(sample));
	});

	test('is never thrown at, whatever it holds', () => {
		const piece = fc.oneof(
			fc.string(),
			fc.constantFrom('\n', '\n\n', '0001 ', '. A. B', '(Format: TXT)', ' May 2001.'),
		);
		fc.assert(
			fc.property(fc.array(piece, {maxLength: 30}), parts => {
				const text = parts.join('');
				expect([...officialTitles(text).keys()].every(rfc => officialIndex(text).has(rfc))).toBe(true);
			}),
		);
	});
});

describe('the real index', () => {
	test('is read whole: every entry, no title with its author, every date', () => {
		const text = realIndex();
		const entries = [...officialIndex(text).values()];
		expect(entries).toHaveLength(new Set(text.match(/^\d+(?= )/gm)).size);
		const issued = entries.filter(entry => !entry.notIssued);
		expect(issued.length).toBeGreaterThan(8000);
		expect(issued.filter(entry => entry.title === undefined || entry.title === '')).toEqual([]);
		expect(issued.filter(entry => entry.date === undefined).map(entry => entry.rfc)).toEqual([]);
		expect(
			issued.filter(entry => /\. (?:\p{Lu}\.)+ ?\p{L}+$/u.test(entry.title ?? '')).map(entry => entry.title),
		).toEqual([]);
	});

	test('knows the relations of a document', () => {
		expect(officialIndex(realIndex()).get(2616)).toMatchObject({
			title: 'Hypertext Transfer Protocol -- HTTP/1.1',
			date: 'June 1999',
			status: 'DRAFT STANDARD',
			obsoletes: [2068],
			obsoletedBy: [7230, 7231, 7232, 7233, 7234, 7235],
		});
	});
});

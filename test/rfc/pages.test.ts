import {describe, expect, test} from 'vitest';
import {pages} from '../../source/rfc/pages.ts';
import {linesOf, plainLine} from '../../source/rfc/plain-lines.ts';
import fc from '../helpers/properties.ts';
import {realRfcs} from '../helpers/real-rfcs.ts';
import {readerLines} from './reader-lines.ts';

const document = [
	'Header of the document',
	'',
	'   A sentence that begins on one page and',
	'',
	'',
	'Writer                   Informational                    [Page 1]',
	'\fRFC 9876                 Lamps                      June 2022',
	'',
	'',
	'   ends on the next.',
	'',
	'   Another paragraph.',
	'',
	'Writer                   Informational                    [Page 2]',
	'\f',
].join('\n');

describe('a document in the reader', () => {
	test('reads on over page breaks, without page numbers and running headers', () => {
		expect(readerLines(document)).toEqual([
			'Header of the document',
			'',
			'   A sentence that begins on one page and',
			'   ends on the next.',
			'',
			'   Another paragraph.',
		]);
	});

	test('can be shown as it was printed', () => {
		expect(readerLines(document, 'kept')).toEqual([
			'Header of the document',
			'',
			'   A sentence that begins on one page and',
			'',
			'Writer                   Informational                    [Page 1]',
			'',
			'RFC 9876                 Lamps                      June 2022',
			'',
			'   ends on the next.',
			'',
			'   Another paragraph.',
			'',
			'Writer                   Informational                    [Page 2]',
		]);
	});

	test('has its pages also when the form feeds are lost', () => {
		expect(pages(document.replaceAll('\f', ''))).toEqual(pages(document));
		expect(pages(document)).toHaveLength(2);
		expect(pages(document)[1]?.header).toEqual([expect.stringMatching(/^RFC 9876/)]);
	});

	test('has tabs, overstrikes, CRLF and a byte order mark resolved', () => {
		expect(readerLines('\ufeffa\tb\r\n_\bU_\bn_\bd\r\nB\bBo\bo\r\n')).toEqual(['a       b', 'Und', 'Bo']);
	});

	test('keeps a paragraph that begins a page apart from the one before', () => {
		expect(readerLines('   One.\n\f\n   two\n')).toEqual(['   One.', '', '   two']);
	});

	test('loses no word, whatever the text is', () => {
		const text = fc.string({unit: fc.constantFrom('a', 'B', '.', ' ', '\n', '\f', '\r\n', '7')});
		const words = (lines: readonly string[]): string => lines.join('').replace(/\s/g, '');
		fc.assert(
			fc.property(text, raw => {
				expect(words(readerLines(raw, 'kept'))).toBe(raw.replace(/\s/g, ''));
				expect(readerLines(raw).join('')).not.toMatch(/[\f\r\n]/);
			}),
		);
	});

	test('has running headers of several lines folded where they come back page after page', () => {
		const page = (top: string, text: string): string =>
			`\f${top}\nLamp Protocol\nIntroduction\n\n\n${text}\n\n  [Page 2]\n`;
		const early = `Lamps\n${page('September 1981', 'One.')}${page(`${' '.repeat(50)}September 1981`, 'Two.')}`;
		expect(readerLines(early)).toEqual(['Lamps', '', 'One.', '', 'Two.']);
		expect(readerLines('Lamps\n\fSeptember 1981\nwas cold.\n\n\nMore.\n')).toContain('September 1981');
	});

	test('real documents keep every line but page numbers and running headers, in their order', () => {
		const isFurniture = (line: string): boolean =>
			/\[ ?page +[\divxlc]+ ?\]|^ {10,}-? ?\d{1,3} ?-?$/i.test(line) || /(?:19|20)\d\d$/.test(line.trim());
		for (const {rfc, text} of realRfcs()) {
			const folded = readerLines(text).filter(line => line.trim() !== '');
			const extra: string[] = [];
			let at = 0;
			for (const raw of linesOf(text).flatMap(line => line.split('\f'))) {
				const line = plainLine(raw);
				if (line.trim() === '') continue;
				if (line === folded[at]) at++;
				else extra.push(line);
			}
			expect(at, `RFC ${rfc}: ${folded[at]}`).toBe(folded.length);
			const repeated = Map.groupBy(extra, line => line.trim());
			const lost = extra.filter(line => !isFurniture(line) && (repeated.get(line.trim())?.length ?? 0) < 2);
			expect([rfc, ...lost]).toEqual([rfc]);
		}
	});

	test('real documents keep no page number and lose nothing but page furniture', () => {
		for (const {rfc, text} of realRfcs()) {
			const folded = readerLines(text);
			expect(folded.filter(line => /\[Page \d+\]$/.test(line)).length, `RFC ${rfc}`).toBe(0);
			const furniture = pages(text).reduce(
				(sum, page) => sum + page.header.length + Number(page.footer !== undefined),
				0,
			);
			const shown = (lines: readonly string[]): number => lines.filter(line => line.trim() !== '').length;
			expect(shown(readerLines(text, 'kept')) - shown(folded), `RFC ${rfc}`).toBe(furniture);
		}
	});
});

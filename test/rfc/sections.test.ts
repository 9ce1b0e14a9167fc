import {describe, expect, test} from 'vitest';
import {type Section, sectionAt, sectionsOf} from '../../source/rfc/sections.ts';
import fc from '../helpers/properties.ts';
import {realRfcs} from '../helpers/real-rfcs.ts';
import {readerLines} from './reader-lines.ts';

const texts = new Map(realRfcs().map(({rfc, text}) => [rfc, readerLines(text)]));
const told = (sections: readonly Section[]): string[] => sections.map(({number = '-', title}) => `${number} ${title}`);
const real = (rfc: number): string[] => told(sectionsOf(texts.get(rfc) ?? []));

describe('the sections of a document', () => {
	test('are its numbered headings; items of lists and the table of contents are none', () => {
		const lines = [
			'Request for Comments: 1',
			'',
			'Table of Contents',
			'',
			'   1. Lamps ......... 1',
			'   2. Light ......... 2',
			'',
			'1.  Lamps',
			'',
			'   A lamp has:',
			'',
			'   1. A wick',
			'',
			'   2. A flame',
			'',
			'1.1.  Lamps with a Heading that Goes on in',
			'      Another Line',
			'',
			'   Text of this section that is a whole line, as most of them.',
			'',
			'2.  Light',
			'',
			'   Text of this section that is a whole line, as most of them.',
			'',
			'Appendix A.  Wicks',
			'',
			'   Text.',
		];
		expect(told(sectionsOf(lines))).toEqual([
			'- Table of Contents',
			'1 Lamps',
			'1.1 Lamps with a Heading that Goes on in Another Line',
			'2 Light',
			'A Wicks',
		]);
	});

	test('are found in documents of every time', () => {
		expect(real(9110)).toEqual(
			expect.arrayContaining([
				'- Abstract',
				'5.2 Field Lines and Combined Field Value',
				'B.3 Changes from RFC 7231',
				"- Authors' Addresses",
			]),
		);
		expect(real(793)).toEqual(
			expect.arrayContaining(['1 INTRODUCTION', '1.1 Motivation', '3.4 Establishing a connection']),
		);
		expect(real(1034)).toContain('3.6.1 Textual expression of RRs');
		expect(real(1)).toEqual(expect.arrayContaining(['- Establishment of a Connection', '- IV.  Initial Experiments']));
	});

	test('have numbers that rise, and titles of one line, in every real document', () => {
		for (const [rfc, lines] of texts) {
			const sections = sectionsOf(lines);
			for (const {title, line} of sections) {
				expect(title, `RFC ${rfc}, line ${line}`).not.toMatch(/\n|^\s|\.{4}/);
				expect(lines[line], `RFC ${rfc}`).toContain(title.slice(0, 8).trimEnd());
			}
			const numbers = sections.flatMap(({number}) => number ?? []);
			expect(new Set(numbers).size, `RFC ${rfc}`).toBe(numbers.length);
		}
	});

	test('are what the tables of contents of real documents list', () => {
		let listed = 0;
		let missing = 0;
		for (const lines of texts.values()) {
			const start = lines.findIndex(line => /^\s*table of contents\s*$/i.test(line));
			if (start === -1) continue;
			const have = new Set(sectionsOf(lines).map(({number}) => number));
			for (const line of lines.slice(start, start + 1200)) {
				const number = /^ *(\d+(?:\.\d+)*)\.? +[A-Z].*\.{4,} *\d+$/.exec(line)?.[1];
				if (number === undefined) continue;
				listed++;
				if (!have.has(number)) missing++;
			}
		}
		expect(listed).toBeGreaterThan(4000);
		expect(missing / listed).toBeLessThan(0.03);
	});

	test('belong to lines', () => {
		const sections = [
			{line: 3, title: 'One', depth: 1},
			{line: 9, title: 'Two', depth: 1},
		];
		expect([2, 3, 8, 9, 99].map(line => sectionAt(sections, line)?.title)).toEqual([
			undefined,
			'One',
			'One',
			'Two',
			'Two',
		]);
	});

	test('are found without an error in any text', () => {
		const line = fc.oneof(
			fc.string(),
			fc.constantFrom('', '1.  A', '1.1. B', 'Appendix A', 'A.1. C', '   text', 'Heading'),
		);
		fc.assert(
			fc.property(fc.array(line, {maxLength: 40}), lines => {
				const found = sectionsOf(lines).map(section => section.line);
				expect(found).toEqual([...found].sort((a, b) => a - b));
			}),
		);
	});
});

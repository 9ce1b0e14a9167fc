import {describe, expect, test} from 'vitest';
import {officialTitles} from '../../source/rfc/official-index.ts';
import {titleOf} from '../../source/rfc/title.ts';
import fc from '../helpers/properties.ts';
import {realIndex, realRfcs} from '../helpers/real-rfcs.ts';

const body =
	'\n   These are the words of the document, which go on\n   for more than one line and end with a period.\n';

/** Left and right column, 72 characters wide. */
function row(left: string, right: string): string {
	return left + right.padStart(72 - left.length);
}

function centre(...lines: string[]): string {
	return lines.map(line => ' '.repeat(Math.max(0, (72 - line.length) >> 1)) + line).join('\n');
}

const modernHeader = [
	row('Internet Engineering Task Force (IETF)', 'A. Writer, Ed.'),
	row('Request for Comments: 9876', 'Some Company'),
	row('Obsoletes: 7001, 7002, 7003, 7004, 7005,', 'B. Second'),
	row('           7006', 'University Far Away'),
	row('Category: Standards Track', 'C. Third'),
	row('ISSN: 2070-1721', 'June 2022'),
].join('\n');

const nineties = [
	row('Network Working Group', 'D. Fourth'),
	row('Request for Comments: 2987', 'Fourth & Sons, Inc.'),
	row('BCP: 999', 'November 1998'),
	'Category: Best Current Practice',
].join('\n');

const seventies = [
	row('Network Working Group', 'E. Fifth (SITE)'),
	row('RFC # 987', '3 March 1974'),
	'NIC # 21000',
].join('\n');

describe('the title is found', () => {
	test.each<[string, string, string]>([
		[
			'in one centred line',
			`\n\n${modernHeader}\n\n\n${centre('A Way to Count Lamps')}\n\nAbstract\n${body}`,
			'A Way to Count Lamps',
		],
		[
			'in several lines, joined',
			`${modernHeader}\n\n${centre('Counting Lamps in Very Large Rooms with', 'the Lamp Counting Protocol (LCP)', 'Version 2')}\n\nAbstract\n${body}`,
			'Counting Lamps in Very Large Rooms with the Lamp Counting Protocol (LCP) Version 2',
		],
		[
			'when it fills the line from the first column',
			`${modernHeader}\n\nThe Extensible Lamp Counting Protocol (XLCP) Usage for Rooms that Have \n${centre('No Doors')}\n\nAbstract\n${body}`,
			'The Extensible Lamp Counting Protocol (XLCP) Usage for Rooms that Have No Doors',
		],
		[
			'without the draft name and the date under it',
			`${nineties}\n\n${centre('Lamps Considered Useful', '<draft-fourth-lamps-03.txt>')}\n\nStatus of this Memo\n${body}`,
			'Lamps Considered Useful',
		],
		[
			'with a number of another RFC at its start',
			`${nineties}\n\n${centre('RFC 1234 Is Obsolete')}\n\nStatus of this Memo\n${body}`,
			'RFC 1234 Is Obsolete',
		],
		[
			'behind authors who stand apart on the right',
			`${nineties}\n\n${row('', 'F. Sixth')}\n${row('', 'An Institute of Some Kind')}\n\n${centre('Lamps and Their Shades')}\n\nStatus of this Memo\n${body}`,
			'Lamps and Their Shades',
		],
		[
			'in a text with CRLF, BOM and form feeds',
			`\ufeff\f\r\n${nineties}\n\n${centre('Lamps')}\n\nAbstract\n${body}\f`.replaceAll('\n', '\r\n'),
			'Lamps',
		],
		[
			'in capitals',
			`${seventies}\n\n\n${centre('ON LINE LAMP SERVICE')}\n\nWe think that lamps are good.\n`,
			'ON LINE LAMP SERVICE',
		],
		['underlined', `${seventies}\n\n${centre('Lamp Names', '----------')}\n\n${body}`, 'Lamp Names'],
		[
			'overstruck',
			`${seventies}\n\n${' '.repeat(30)}${[...'Lamp Names'].map(c => `_\b${c}`).join('')}\n\n${body}`,
			'Lamp Names',
		],
		['after tabs', `${seventies}\n\n\t\t\tLamp Names\n\n${body}`, 'Lamp Names'],
		['at the left margin', `${seventies}\n\nLamp names for everybody\n\n${body}`, 'Lamp names for everybody'],
		[
			'in a field of a letter',
			`${seventies}\n\nTo: all sites\nFrom: E. Fifth\nSubject: Lamp names for everybody\n   at every site\n\n${body}`,
			'Lamp names for everybody at every site',
		],
		['in a title field', `${seventies}\n\n   Title:   Lamp Software\n   Author:  E. Fifth\n\n${body}`, 'Lamp Software'],
		[
			'on a cover sheet, lines apart',
			`RFC: 987\n\n\n\n${centre('STANDARD FORM OF')}\n\n${centre('NETWORK LAMPS')}\n\n\n${centre('August 1982')}\n\n${centre('prepared for')}\n\n${centre('An Office')}\n`,
			'STANDARD FORM OF NETWORK LAMPS',
		],
		[
			'on a cover sheet, without the program and the kind of document',
			`RFC: 987\n\n\n${centre('LAMP PROTOCOL')}\n\n${centre('DARPA INTERNET PROGRAM')}\n\n${centre('PROTOCOL SPECIFICATION')}\n\n${centre('September 1981')}\n`,
			'LAMP PROTOCOL',
		],
		[
			'before the authors',
			`RFC: 987\n\n${centre('Lamps: a Study')}\n\n${centre('by')}\n\n${centre('E. Fifth and F. Sixth')}\n\n${centre('July 1979')}\n`,
			'Lamps: a Study',
		],
		[
			'under the stamp of a journal',
			`NWG/RFC# 987                      EF 2-JAN-74 15:35  12345\nLamp Workshop\n\n${seventies}\n\n${centre('Lamp Workshop Papers')}\n\n${body}`,
			'Lamp Workshop Papers',
		],
		[
			'under the stamp of a journal alone',
			`NWG/RFC# 987                      EF 2-JAN-74 15:35  12345\nThe Lamps of the Network\n\n   These are words of a document that has no other title, and\n   which goes on for a while, so that nobody could\n   take it for one.\n`,
			'Lamps of the Network',
		],
		[
			'after a date that comes first',
			`${centre('4 May 1979')}\n\n${seventies}\n\n${centre('Lamp Formats')}\n\n${body}`,
			'Lamp Formats',
		],
		[
			'after a report number',
			`Lamp Laboratory Report 120\n\n${nineties}\n\n${centre('Mapping Lamps')}\n\nStatus of this Memo\n${body}`,
			'Mapping Lamps',
		],
		[
			'before the header',
			`${centre('A Move of the Lamps')}\n\n${seventies}\n\n   The lamps will be moved next week, all of them at\n   once, to the other building, and this is the\n   plan for it.\n`,
			'Move of the Lamps',
		],
		[
			'with the number on the right',
			`${row('Network Working Group', 'RFC 987')}\n${row('', '1 March 1982')}\n\n${centre('HOSTLAMPS SERVER')}\n\n${body}`,
			'HOSTLAMPS SERVER',
		],
		[
			'when a relation goes on below',
			`RFC: 987\nObsoletes: RFC #561 (NIC #18516)\n           RFC #680 (NIC #32116)\n\n${centre('LAMP MESSAGES')}\n\n${body}`,
			'LAMP MESSAGES',
		],
		[
			'with the date of the meeting',
			`${seventies}\n\n${centre('Report of the Lamp Workshop')}\n\n${centre('12 October, 1971')}\n\n${centre('By E. Fifth')}\n${body}`,
			'Report of the Lamp Workshop 12 October, 1971',
		],
		[
			'with a number alone in its last line',
			`${nineties}\n\n${centre('Lamp Levels, Lamp Rooms and Lamp Profile', '2')}\n\nAbstract\n${body}`,
			'Lamp Levels, Lamp Rooms and Lamp Profile 2',
		],
		[
			'named in place of the document',
			'RFC-1987 "Lamps in Ink" is available only in PostScript form in the file\nRFC1987.PS\n',
			'Lamps in Ink',
		],
		[
			'on top of the second page',
			`${nineties}\n\nStatus of this Memo\n${body}\f\nRFC 2987            Running Lamps            November 1998\n`,
			'Running Lamps',
		],
		[
			'behind authors and a date at the left',
			`${seventies}\n\nEd Fifth\nLamp University\n4 May 1974\n\n${centre('Lamp Tones')}\n\n${body}`,
			'Lamp Tones',
		],
		[
			'before authors on the next line',
			`${seventies}\n\n${centre('Lamp Tones', 'E. Fifth and F. G. Sixth', '4 May 1974')}\n\n${body}`,
			'Lamp Tones',
		],
		[
			'before a first section without a blank line',
			`${seventies}\n\n${centre('REVISED LAMP OPTION')}\n1. Name and code\n     LAMP  5\n`,
			'REVISED LAMP OPTION',
		],
		[
			'before a report number of the author’s house',
			`${seventies}\n\n${centre('Lamp State Machine', 'LAMPHOUSE Memo Number 155')}\n\n${body}`,
			'Lamp State Machine',
		],
		[
			'without the number of the statement at the right margin',
			`NWG/RFC# 987                      EF 2-JAN-74 15:35  12345\nChange of Lamps\n\n\n                                      Ed Fifth     1\n\n         Change of Lamps             2\n\nThis is the change of the lamps.                           3\n`,
			'Change of Lamps',
		],
		[
			'over a header that stands under it',
			`LAMP TABSTOPS OPTION\nRFC 987, NIC 31000 (Oct. 25, 1974)\nE. Fifth (SITE)\nOnline file: [SITE]<FIFTH>LAMPS.TXT\n\n${centre('LAMP TABSTOPS OPTION')}\n\n1. Command name and code\n   LAMP 14\n`,
			'LAMP TABSTOPS OPTION',
		],
		[
			'before a first section of many lines without a blank line',
			`${seventies}\n\n${centre('Revised Lamp Option')}\n1. Command name and code\n   LAMP  5\n2. Command meanings\n   As said in the specifications of other options,\n   this one is about lamps.\n`,
			'Revised Lamp Option',
		],
		[
			'with what it is about, in parentheses under it',
			`${nineties}\n\n${centre('Addendum to RFC 1234')}\n\n${centre('(Mapping of Lamps to Rooms)')}\n\nStatus of this Memo\n${body}`,
			'Addendum to RFC 1234 (Mapping of Lamps to Rooms)',
		],
		[
			'behind a long line of the right column that stands apart',
			`${nineties}\n\n${row('', 'Institute of Lamps, Shades and Switches of Far Away')}\n\n${centre('Lamps and Their Shades')}\n\nStatus of this Memo\n${body}`,
			'Lamps and Their Shades',
		],
		[
			'beside the number, on the first line of a text that has it nowhere else',
			'NWG/RFC 987      Conversations with a Lamp (SITE)\n\n                          Edwin F. Fifth, Jr.\n                            April 25, 1970\n\n   (The opinions are those of the lamp, and it is\n   not asked here whether others share them.)\n\nOn April 21 the lamp was asked.  It said what\nfollows, and the writer has not changed a\nword of it.\n',
			'Conversations with a Lamp (SITE)',
		],
		[
			'with a version at its end, and a draft’s name right under it',
			`${nineties}\n\n${centre('Lamp Protocol Version 3', '<draft-fourth-lamps-03.txt>')}\n\nStatus of this Memo\n${body}`,
			'Lamp Protocol Version 3',
		],
		[
			'with a version at its end, and a date right under it',
			`${nineties}\n\n${centre('Lamp Protocol Version 3', 'May 24, 1999')}\n\nStatus of this Memo\n${body}`,
			'Lamp Protocol Version 3',
		],
		[
			'with the day of a meeting at the end of a line',
			`${seventies}\n\n${centre('Summary of the Lamp Meeting Held on 10', 'January 1979')}\n\n${body}`,
			'Summary of the Lamp Meeting Held on 10 January 1979',
		],
		[
			'with the number of a standard, no date, on its last line',
			`${nineties}\n\n${centre('Uses of Standards LAMP R 34.10-2012 and LAMP R', '34.11-2012')}\n\nAbstract\n${body}`,
			'Uses of Standards LAMP R 34.10-2012 and LAMP R 34.11-2012',
		],
		[
			'under a right column as wide as the page',
			`${row('Network Working Group', 'D. Fourth')}\n${row('Request for Comments: 2987', 'E. Fifth')}\n${row('', 'University of Lamps and Shades Far Away/Institute of Dim Sciences')}\n${row('Category: Informational', 'May 1998')}\n\n${centre('Lamps and Their Shades')}\n\nStatus of this Memo\n${body}`,
			'Lamps and Their Shades',
		],
		[
			'under a first line without a gap',
			`Internet Engineering Task Force (IETF) A. Long-Name, Ed., and B. Longer\n${row('Request for Comments: 9876', 'June 2022')}\n\n${centre('Lamps and Their Shades')}\n\nAbstract\n${body}`,
			'Lamps and Their Shades',
		],
		['of a text without any header', `${centre('My Own Lamps')}\n\nThese are mine.\n`, 'My Own Lamps'],
	])('%s', (_where, document, title) => {
		expect(titleOf(document)).toBe(title);
	});

	test('as the official index lists old documents: without an article at the start', () => {
		const document = `${seventies}\n\n${centre('The Lamps of the Network')}\n\n${body}`;
		expect(titleOf(document)).toBe('Lamps of the Network');
		expect(titleOf(document, 1500)).toBe('The Lamps of the Network');
	});

	test.each([
		['Lamps & Shades', 'Lamps and Shades'],
		['Comments on the Lamp Protocol (RFC 354)', 'Comments on the Lamp Protocol'],
		['Comments on Lamp Changes (RFCs 687 and 690)', 'Comments on Lamp Changes (RFCs 687 and 690)'],
	])('as the official index words old titles: %s', (own, listed) => {
		const document = `${seventies}\n\n${centre(own)}\n\n${body}`;
		expect(titleOf(document)).toBe(listed);
		expect(titleOf(document, 1500)).toBe(own);
	});

	test('a hyphen at the end of a line joins, a dash does not', () => {
		expect(
			titleOf(
				`${nineties}\n\n${centre('Lamps for Multi-', 'Storey Houses -', 'An Overview of Uses')}\n\nAbstract\n${body}`,
			),
		).toBe('Lamps for Multi-Storey Houses - An Overview of Uses');
	});
});

describe('no title is made up', () => {
	test.each([
		'',
		'\n\n\f\n',
		'   This note is about lamps, and it has\n   neither a header nor a title, only text.\n',
		'This text is only available on paper.\n',
		'------\n',
		`${seventies}\n\n   It is suggested that lamps be used for the control of\n   lamps, which helps.\n\n    [This RFC has been restored to on-line status by a Person]\n`,
		`${row('Network Working Group', 'Ed Fifth')}\n${row('RFC # 987', 'Ed Fifth')}\n\n   It is suggested that lamps be used for the control of\n   lamps, and that was all in 1971.\n`,
	])('for %j', document => {
		expect(titleOf(document)).toBeUndefined();
	});

	test('whatever the bytes are, the answer is one line of a bounded length or nothing, at once', () => {
		const pieces = fc.array(
			fc.oneof(
				fc.string({unit: 'binary'}),
				fc.constantFrom(
					'\n',
					'\n\n',
					'\f',
					'\t',
					'\b',
					'   ',
					'Network Working Group',
					'RFC 12',
					'Title:',
					'Abstract',
					modernHeader,
					centre('A Title'),
				),
			),
			{maxLength: 30},
		);
		fc.assert(
			fc.property(pieces, parts => {
				const title = titleOf(parts.join(''));
				if (title === undefined) return;
				expect(title).toMatch(/^\S(?:.*\S)?$/su);
				expect(title).not.toContain('\n');
				expect(title.length).toBeLessThanOrEqual(1024);
			}),
			{numRuns: 300},
		);
	});

	test.each([' ', 'a ', 'A. ', 'rfc ', '1, ', 'a   ', '-', '\t', '\b', '\u{1f4a1}'])(
		'a megabyte of %j takes no time',
		piece => {
			const started = process.cpuUsage();
			titleOf(`${seventies}\n\n${piece.repeat(1_000_000 / piece.length)}x`);
			// Of this process: how long others let it wait says nothing.
			expect(process.cpuUsage(started).user).toBeLessThan(1_000_000);
		},
	);
});

/** As titles are compared: no case, no spaces, no punctuation. */
function plain(title: string): string {
	return title.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Until here the titles of the official index were written by cataloguers; from here on they are the documents' own.
 */
const firstOfOwnTitles = 1200;

describe('real documents', () => {
	test('agree with the official index', () => {
		const titles = officialTitles(realIndex());
		const checked = realRfcs().flatMap(({rfc, text}) => {
			const official = titles.get(rfc);
			return official === undefined ? [] : [{rfc, official, found: titleOf(text, rfc)}];
		});
		const misses = checked.filter(({official, found}) => plain(found ?? '') !== plain(official));
		const rate = (old: boolean): number => {
			const isOf = ({rfc}: {readonly rfc: number}): boolean => rfc < firstOfOwnTitles === old;
			return 1 - misses.filter(isOf).length / checked.filter(isOf).length;
		};
		console.log(
			misses.map(({rfc, official, found}) => `RFC ${rfc}: "${found}", in the index "${official}"`).join('\n'),
		);
		expect(checked.length).toBeGreaterThan(200);
		expect(rate(false)).toBeGreaterThanOrEqual(0.995);
		// What is left of the old ones was worded otherwise by the cataloguers, or is a placeholder without a title.
		expect(rate(true)).toBeGreaterThanOrEqual(0.8);
	});

	test('every title that the index knows is found again in a document that is typeset with it', () => {
		const lost: string[] = [];
		for (const [rfc, title] of officialTitles(realIndex())) {
			const lines = title
				.replace(/(.{1,64})(?: |$)/g, '$1\n')
				.trimEnd()
				.split('\n');
			for (const header of [seventies, nineties, modernHeader]) {
				const found = titleOf(`${header}\n\n\n${centre(...lines)}\n\nAbstract\n${body}`, 2000);
				if (plain(found ?? '') !== plain(title)) lost.push(`RFC ${rfc}: ${title} / ${found}`);
			}
		}
		// One title of 1971 is "Subject: …": there the word is read as the name of a field.
		expect(lost.filter(line => !line.startsWith('RFC 222:'))).toEqual([]);
	});
});

/**
 * The document that the reader's keys are pressed in: pages, headings, links to what is here, elsewhere and nowhere.
 */

/** Its number. */
export const guide = 100;

/** A line that no screen shows whole. */
const wide = `${'   +--- wide '.padEnd(150, '-')}+ RIGHT END`;

const footer = (page: number): string => `Writer                       Informational                    [Page ${page}]`;
const header = `RFC ${guide}                    A Guide for Readers             November 2026`;

const section = (number: number, title: string, lines: readonly string[]): readonly string[] => [
	`${number}.  ${title}`,
	'',
	...lines.map(line => `   ${line}`),
	'',
];

const filling = (number: number): readonly string[] =>
	Array.from({length: 40}, (_, line) => `Section ${number} goes on with its line ${line + 1}.`);

/** Its text. */
export function readingText(): string {
	const head = [
		'',
		'',
		'Network Working Group                                        A. Writer',
		`Request for Comments: ${guide}                                 November 2026`,
		'Category: Informational',
		'',
		'',
		'                        A Guide for Readers',
		'',
		'Abstract',
		'',
		'   It is told in RFC 101, in RFC 110, and in RFC 198.',
		'',
		wide,
		'',
	];
	const pages = [
		[...head, ...section(1, 'Introduction', ['The word needle stands here, see Section 3.', ...filling(1)])],
		section(2, 'Second Thoughts', ['Another needle is here.', ...filling(2)]),
		section(3, 'Third Place', ['The last needle is this one.', ...filling(3)]),
	];
	return pages
		.map((lines, at) => [...(at === 0 ? [] : [header, '', '']), ...lines, '', footer(at + 1)].join('\n'))
		.join('\n\f\n')
		.concat('\n');
}

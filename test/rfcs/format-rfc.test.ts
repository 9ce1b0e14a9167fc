import {describe, expect, test} from 'vitest';
import {layOut} from '../../scripts/rfc-format/layout.ts';
import {fold, parseSource, wrap} from '../../scripts/rfc-format/parse.ts';
import fc from '../helpers/properties.ts';
import {bodyOf, contentsOf, headingsOf, pagesOf, unfold} from './printed-document.ts';

const head = 'number: 900099\ntitle: A Title\nshort: Short\ndate: November 2026\n\nAn abstract.\n\n';
const print = (body: string) => pagesOf(layOut(parseSource(head + body)));

const word = fc.stringMatching(/^[a-z]{1,12}$/);
const words = (maxLength: number) => fc.array(word, {minLength: 1, maxLength}).map(all => all.join(' '));

describe('a laid out document', () => {
	/** Marks of a block's first, inner and last lines, to find it again. */
	const verbatim = fc
		.tuple(fc.integer({min: 1, max: 45}), fc.nat(1_000_000))
		.map(([length, id]) => Array.from({length}, (_, at) => `|${id}-${length}-${at}`));
	const block = fc.oneof(
		words(120).map(text => ({kind: 'paragraph' as const, source: text})),
		verbatim.map(lines => ({kind: 'verbatim' as const, lines, source: `\`\`\`\n${lines.join('\n')}\n\`\`\``})),
		fc
			.tuple(fc.constantFrom('#', '##'), words(4))
			.map(([level, text]) => ({kind: 'heading' as const, source: `${level} ${text}`})),
		words(20).map(text => ({kind: 'paragraph' as const, source: `- ${text}`})),
	);

	/** Whether headings in a row, each with its blank line, and the block below them have room on a page of 52 lines. */
	const fits = (blocks: ReadonlyArray<{readonly kind: string; readonly lines?: readonly string[]}>): boolean => {
		let headings = 1;
		return blocks.every(({kind, lines = []}) => {
			const together = 2 * headings + lines.length;
			headings = kind === 'heading' ? headings + 1 : 0;
			return together <= 52;
		});
	};

	test('has right page numbers, whole blocks and no heading alone, whatever is in it', () => {
		fc.assert(
			fc.property(fc.array(block, {minLength: 1, maxLength: 60}), blocks => {
				fc.pre(fits(blocks));
				const pages = print(`# First\n\n${blocks.map(each => each.source).join('\n\n')}\n\nThe end.`);
				expect(contentsOf(pages)).toEqual(headingsOf(pages).map(({number, title, page}) => ({number, title, page})));
				for (const page of pages) expect(page.lines.length).toBe(58);
				for (const each of blocks) {
					if (each.kind !== 'verbatim') continue;
					const printed = each.lines.map(line => `   ${line}`).join('\n');
					expect(pages.some(page => page.lines.join('\n').includes(printed))).toBe(true);
				}
				for (const page of pages) expect(bodyOf(page).findLast(line => line !== '')).not.toMatch(/^\d/);
			}),
			{numRuns: 60},
		);
	});

	test('never leaves one line of a paragraph alone on a page', () => {
		const letters = fc.array(fc.integer({min: 1, max: 30}), {minLength: 5, maxLength: 40});
		fc.assert(
			fc.property(letters, lengths => {
				// Each word is a line of its own; a paragraph's lines carry its letter.
				const paragraphs = lengths.map((length, at) => Array.from({length}, () => `${at}-${'x'.repeat(60)}`).join(' '));
				const pages = print(`# First\n\n${paragraphs.join('\n\n')}`);
				lengths.forEach((length, at) => {
					const counts = pages
						.map(page => page.lines.filter(line => line.startsWith(`   ${at}-x`)).length)
						.filter(Boolean);
					expect(counts.reduce((sum, count) => sum + count, 0)).toBe(length);
					if (length > 1) for (const count of counts) expect(count).toBeGreaterThanOrEqual(2);
				});
			}),
			{numRuns: 40},
		);
	});
});

describe('a source', () => {
	test('numbers its sections and refers to them by label', () => {
		const pages = print('# One\n\nSee Section {{deep}}.\n\n# Two\n\n## Under {deep}\n\nText.\n\n### Below\n\nText.');
		expect(headingsOf(pages).map(({number, title}) => `${number} ${title}`)).toEqual([
			'1 One',
			'2 Two',
			'2.1 Under',
			'2.1.1 Below',
		]);
		expect(pages.flatMap(page => page.lines)).toContain('   See Section 2.1.');
	});

	test('has lists, definitions and indented text', () => {
		const lines = print('# One\n\n- one\n  more\n- two\n\n1. first\n\n* Term\n  What it means.\n\n  Indented.').flatMap(
			page => page.lines,
		);
		const start = lines.indexOf('   o  one more');
		expect(lines.slice(start, start + 9)).toEqual([
			'   o  one more',
			'   o  two',
			'',
			'   1.  first',
			'',
			'   Term',
			'      What it means.',
			'',
			'      Indented.',
		]);
	});

	test('is verbatim between fences, headings and labels too', () => {
		const lines = print('# One\n\n```\n# no heading {{label}}\n  kept\n```').flatMap(page => page.lines);
		expect(lines).toContain('   # no heading {{label}}');
		expect(lines).toContain('     kept');
	});

	test.each([
		['a character that is not ASCII', '# One\n\nna\u00efve', /Not ASCII/],
		['a label that is nowhere', '# One\n\nSee {{nowhere}}.', /\{nowhere\}/],
		['a verbatim line that is too wide', `# One\n\n\`\`\`\n${'x'.repeat(70)}\n\`\`\``, /Wider than a page/],
		['a fence without an end', '# One\n\n```\ntext', /Nothing ends/],
		['a heading that is too long', `# ${'x'.repeat(70)}`, /Too long/],
	])('is refused with a sentence when it has %s', (_, body, sentence) => {
		expect(() => print(body)).toThrow(sentence);
	});

	test('without a head is refused', () => {
		expect(() => parseSource('title: T\n\n# One')).toThrow(/number/);
	});
});

test('folded lines are as before when they are unfolded, and fit', () => {
	const line = fc.oneof(words(40), fc.stringMatching(/^[!-[\]-~]{0,300}$/));
	fc.assert(
		fc.property(fc.array(line, {minLength: 1, maxLength: 8}), lines => {
			const folded = fold(lines, 69);
			for (const each of folded) expect(each.length).toBeLessThanOrEqual(69);
			expect(unfold(folded)).toEqual(lines);
		}),
	);
});

test('wrapped text keeps its words, and a number stays with what it numbers', () => {
	fc.assert(
		fc.property(words(80), text => {
			const lines = wrap(text, '   ', '   ');
			expect(lines.join(' ').trim().split(/\s+/)).toEqual(text.split(' '));
			for (const each of lines) expect(each.length).toBeLessThanOrEqual(72);
		}),
	);
	const filler = 'x'.repeat(64);
	expect(wrap(`${filler} RFC 2616`, '   ', '   ')).toEqual([`   ${filler}`, '   RFC 2616']);
});

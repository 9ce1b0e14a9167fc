import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {documentFolder, formatAll, sourceFolder} from '../../scripts/format-rfc.ts';
import {titleOf} from '../../source/rfc/title.ts';
import {bodyOf, contentsOf, flowOf, headingsOf, pagesOf, titleLinesOf} from './printed-document.ts';

const names = readdirSync(documentFolder).sort();
const documents = names.map(name => {
	const text = readFileSync(join(documentFolder, name), 'latin1');
	return {name, number: Number(/\d+/.exec(name)?.[0]), text, pages: pagesOf(text)};
});
const sources = readdirSync(sourceFolder).map(name => readFileSync(join(sourceFolder, name), 'utf8'));

test('the folder holds at least nine documents and nothing else', () => {
	expect(names.length).toBeGreaterThanOrEqual(9);
	for (const name of names) expect(name).toMatch(/^rfc9000\d\d\.txt$/);
});

test('what is committed is what the script makes of the sources', () => {
	expect(documents.map(({name, text}) => ({name, text}))).toEqual(formatAll());
});

test('git never converts the line ends of shared documents', () => {
	const rules = readFileSync(join(documentFolder, '..', '.gitattributes'), 'utf8').split('\n');
	expect(rules).toContain('rfcs/** -text');
});

test('every document has a title of its own, and the program reads it', () => {
	const titles = documents.map(({text}) => titleOf(text));
	expect(new Set(titles).size).toBe(documents.length);
	expect(titles).toEqual(
		documents.map(({pages}) =>
			titleLinesOf(pages)
				.map(line => line.trim())
				.join(' '),
		),
	);
});

describe.each(documents)('$name', ({number, text, pages}) => {
	test('is plain ASCII in 72 columns, without spaces or tabs at an end', () => {
		expect(text).toMatch(/^[\n\f\x20-\x7e]+$/);
		for (const line of text.split('\n')) {
			expect(line.length, line).toBeLessThanOrEqual(72);
			expect(line).not.toMatch(/ $/);
		}
	});

	test('has pages of 58 lines, each ended by a form feed on a line of its own', () => {
		expect(text.endsWith('\n\f\n')).toBe(true);
		expect(text.split('\n').filter(line => line.includes('\f') && line !== '\f')).toEqual([]);
		for (const page of pages) expect(page.lines.length).toBe(58);
	});

	test('names itself on every page', () => {
		for (const page of pages) {
			expect(page.lines.at(-1)).toMatch(
				new RegExp(`^p2pci project {4,}Informational {4,}.*\\[Page ${page.number}\\]$`),
			);
			expect(page.lines.at(-1)).toHaveLength(72);
			if (page.number === 1) continue;
			expect(page.lines[0]).toMatch(new RegExp(`^RFC ${number} +\\S.*\\S +November 2026$`));
			expect(page.lines[0]).toHaveLength(72);
			expect(page.lines.slice(1, 3)).toEqual(['', '']);
			expect(page.lines[3], `page ${page.number} begins with its text`).not.toBe('');
		}
	});

	test('begins with head block, centred title, status, abstract and contents', () => {
		expect(pages[0]?.lines.filter(line => line !== '').slice(0, 3)).toEqual([
			expect.stringMatching(/^P2P-CI Sample Series +p2pci project$/),
			expect.stringMatching(new RegExp(`^Request for Comments: ${number} +November 2026$`)),
			'Category: Informational',
		]);
		for (const line of titleLinesOf(pages)) {
			const left = line.search(/\S/);
			expect(Math.abs(left - (72 - line.length)), line).toBeLessThanOrEqual(1);
		}
		const flow = flowOf(pages);
		const order = ['Category', 'Status of This Memo', 'Abstract', 'Table of Contents'].map(each => flow.indexOf(each));
		expect(order).toEqual(order.toSorted((a, b) => a - b));
		expect(order[0]).toBeGreaterThanOrEqual(0);
	});

	test('has a table of contents that tells where each section is', () => {
		const headings = headingsOf(pages).map(({number, title, page}) => ({number, title, page}));
		expect(contentsOf(pages)).toEqual(headings);
		expect(headings.map(({title}) => title).slice(-2)).toEqual(['Security Considerations', 'References']);
	});

	test('has no heading alone at the end of a page', () => {
		for (const heading of headingsOf(pages)) {
			const page = pages[heading.page - 1];
			const after = page ? bodyOf(page).slice(heading.line) : [];
			expect(after.filter(line => line.startsWith('   ')).length, heading.title).toBeGreaterThanOrEqual(1);
		}
	});

	test('refers to sections and documents that exist', () => {
		const flow = flowOf(pages);
		const own = /(RFC (\d+), )?Sections? (\d+(?:\.\d+)*)(?: of RFC (\d+))?/g;
		for (const [whole, , before, section, after] of flow.matchAll(own)) {
			const target = Number(before ?? after ?? number);
			if (target < 900_000) continue;
			const sections = headingsOf(documents.find(each => each.number === target)?.pages ?? []).map(each => each.number);
			expect(sections, whole).toContain(section);
		}
		for (const [, mentioned] of flow.matchAll(/\bRFC (9000\d\d)\b/g)) {
			expect(documents.map(each => each.number)).toContain(Number(mentioned));
		}
	});

	test('lists in its references every sample document that it mentions', () => {
		const [body = '', references = ''] = flowOf(pages).split(/\d+\. References (?!\.)/);
		for (const [, mentioned] of body.matchAll(/\bRFC (9000\d\d)\b/g)) {
			if (Number(mentioned) === number) continue;
			expect(references).toContain(`[RFC${mentioned}]`);
		}
	});
});

/** Verbatim blocks of the sources, long lines not yet folded. */
const blocks = sources.flatMap(source =>
	[...source.matchAll(/^```(?:fold)?\n(.*?)^```$/gms)].map(match => match[1] ?? ''),
);

describe('the examples', () => {
	test('have bodies as long as they say', () => {
		let checked = 0;
		for (const block of blocks) {
			const response = block.slice(Math.max(0, block.search(/^P2P-CI\/1\.1 \d/m)));
			const length = /^Content-Length: (\d+)$/m.exec(response)?.[1];
			const body = response.slice(response.indexOf('\n\n') + 2);
			// A body in parentheses is told, not shown.
			if (length === undefined || !block.includes('P2P-CI/1.1 ') || body.startsWith('(')) continue;
			expect(body.length, response).toBe(Number(length));
			checked++;
		}
		expect(checked).toBeGreaterThanOrEqual(15);
	});

	test('show JSON that can be read', () => {
		const lines = blocks.flatMap(block => block.split('\n')).filter(line => line.startsWith('{'));
		expect(lines.length).toBeGreaterThan(10);
		for (const line of lines) expect(() => JSON.parse(line), line).not.toThrow();
	});

	test('give the digest of the document that they are about', () => {
		const digest = createHash('sha256').update('A very short RFC.\n').digest('base64');
		const shown = sources.flatMap(source => [...source.matchAll(/[A-Za-z\d+/]{43}=/g)].map(match => match[0]));
		expect(shown.length).toBeGreaterThan(5);
		expect(new Set(shown)).toEqual(new Set([digest]));
	});
});

import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {exitMeanings} from '../source/commands/process/exit-codes.ts';

const root = path.join(import.meta.dirname, '..');
const docs = readdirSync(path.join(root, 'docs')).filter(name => name.endsWith('.md'));
const papers = ['README.md', 'CONTRIBUTING.md', ...docs.map(name => `docs/${name}`)];
const folders = readdirSync(path.join(root, 'source'), {withFileTypes: true}).filter(entry => entry.isDirectory());

/** Names of all files below `source`, without their folders. */
const names = new Set(
	readdirSync(path.join(root, 'source'), {recursive: true, encoding: 'utf8'}).map(name => path.basename(name)),
);

const quoted = /`([^`\s]+)`/g;
const linked = /\]\((?!https?:|#)([^)#\s]+)/g;
const sourceFile = /\.tsx?$/;
const top = new RegExp(`^(?:source|test|bench|scripts|docs|rfcs|bin|${folders.map(({name}) => name).join('|')})/`);

/** Whether a name in backticks exists: as a path of the project, below `source`, or as a bare file name. */
function isThere(name: string): boolean {
	if (!name.includes('/')) return names.has(name);
	return existsSync(path.join(root, name)) || existsSync(path.join(root, 'source', name));
}

describe.each(papers)('%s', paper => {
	const text = readFileSync(path.join(root, paper), 'utf8');

	test('names files and folders that exist', () => {
		const named = [...text.matchAll(quoted)].flatMap(([, name = '']) =>
			sourceFile.test(name) || top.test(name) ? [name.replace(/:\d+$/, '')] : [],
		);
		expect(named.filter(name => !name.includes('*') && !isThere(name))).toEqual([]);
	});

	test('links to files that exist', () => {
		const targets = [...text.matchAll(linked)].map(([, target = '']) => target);
		const missing = targets.filter(target => !existsSync(path.resolve(root, path.dirname(paper), target)));
		expect(missing).toEqual([]);
	});
});

test('what the papers tell of is most of the engine', () => {
	const text = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
	const told = new Set([...text.matchAll(quoted)].map(([, name = '']) => name).filter(name => sourceFile.test(name)));
	expect(told.size).toBeGreaterThan(60);
});

test('sections of the specification that the source cites exist', () => {
	const sources = readdirSync(path.join(root, 'source'), {recursive: true, encoding: 'utf8'});
	const cited = sources
		.filter(name => sourceFile.test(name))
		.flatMap(name => {
			const text = readFileSync(path.join(root, 'source', name), 'utf8').replaceAll(/\s+(?:\*\s+)?/g, ' ');
			return [...text.matchAll(/RFC (9000\d\d), sections? (\d+(?:\.\d+)*)/g)].map(([, rfc = '', section = '']) => ({
				rfc,
				section,
			}));
		});
	const missing = cited.filter(({rfc, section}) => {
		const document = readFileSync(path.join(root, 'rfcs', `rfc${rfc}.txt`), 'utf8');
		return !document.includes(`\n${section}.  `);
	});
	expect(cited.length).toBeGreaterThan(20);
	expect(missing).toEqual([]);
});

describe('docs/questions.md', () => {
	const text = readFileSync(path.join(root, 'docs/questions.md'), 'utf8');

	test('tells every variable of the environment that the program reads', () => {
		const sources = readdirSync(path.join(root, 'source'), {recursive: true, encoding: 'utf8'});
		const read = sources
			.filter(name => sourceFile.test(name))
			.flatMap(name => {
				const source = readFileSync(path.join(root, 'source', name), 'utf8');
				return [...source.matchAll(/\benv(?:ironment)?\.([A-Z][A-Z\d_]+)/g)].map(([, variable = '']) => variable);
			});
		expect(read.length).toBeGreaterThan(10);
		expect([...new Set(read)].filter(name => !text.includes(`\`${name}\``))).toEqual([]);
	});

	test('tells every exit code', () => {
		for (const [code, meaning] of Object.entries(exitMeanings)) expect(text).toContain(`| ${code} | ${meaning}`);
	});
});

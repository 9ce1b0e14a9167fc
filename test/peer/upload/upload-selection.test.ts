import {describe, expect, it} from 'vitest';
import {
	codedTag,
	type DocumentFacts,
	entityTag,
	factsTag,
	select,
} from '../../../source/peer/upload/upload-selection.ts';
import {httpDate} from '../../../source/protocol/http-date.ts';
import {Fields} from '../../../source/protocol/message.ts';

const modified = Date.UTC(2001, 0, 21, 9, 23, 46);
const document: DocumentFacts = {
	bytes: 18,
	modified,
	changed: modified,
	inode: 5,
	digest: 'sha-256=:ZpcRhoTkQ50+8CXz/73PF8t13Zy15Q8AKtE0y7PJ/8k=:',
};
const tag = entityTag(document);
const now = modified + 60_000;

function selected(fields: Readonly<Record<string, string>>, method: 'GET' | 'HEAD' = 'GET', at = now): string {
	const request = {method, fields: new Fields(Object.entries(fields))};
	const selection = select(request, document, {mayEncode: true, now: at});
	if (selection.kind === 'whole') return selection.coding ?? 'whole';
	if (selection.kind === 'part') return `${selection.range.start}-${selection.range.end - 1}`;
	return selection.kind === 'not-modified' ? `have ${selection.tag}` : selection.kind;
}

describe('what answers a request', () => {
	const date = httpDate(modified);
	it.each<readonly [string, Readonly<Record<string, string>>, string]>([
		['nothing asked', {}, 'whole'],
		['a range', {Range: 'bytes=2-10'}, '2-10'],
		['a range behind the end', {Range: 'bytes=18-'}, 'unsatisfiable'],
		['several ranges', {Range: 'bytes=0-1,3-4'}, 'whole'],
		['another unit', {Range: 'pages=1'}, 'whole'],
		['a range of what I have', {Range: 'bytes=2-10', 'If-Range': tag}, '2-10'],
		['a range, known by the tag before the digest was', {Range: 'bytes=2-10', 'If-Range': factsTag(document)}, '2-10'],
		['a range of another version', {Range: 'bytes=2-10', 'If-Range': '"other"'}, 'whole'],
		['a range behind the end of another version', {Range: 'bytes=18-', 'If-Range': '"other"'}, 'whole'],
		['a range, with a weak tag', {Range: 'bytes=2-10', 'If-Range': `W/${tag}`}, 'whole'],
		['a range, with the tag of a coding', {Range: 'bytes=2-10', 'If-Range': codedTag(tag, 'zstd')}, 'whole'],
		['a range of that date', {Range: 'bytes=2-10', 'If-Range': date}, '2-10'],
		['a range of a later date', {Range: 'bytes=2-10', 'If-Range': httpDate(modified + 1000)}, 'whole'],
		['a range of no date', {Range: 'bytes=2-10', 'If-Range': 'yesterday'}, 'whole'],
		['If-Range alone', {'If-Range': '"other"'}, 'whole'],
		['a coding', {'Accept-Encoding': 'zstd, gzip'}, 'zstd'],
		['a coding and a range', {'Accept-Encoding': 'zstd', Range: 'bytes=2-10'}, '2-10'],
		['a coding and ranges that are ignored', {'Accept-Encoding': 'zstd', Range: 'bytes=0-1,3-4'}, 'whole'],
		[
			'a coding and a range of another version',
			{'Accept-Encoding': 'zstd', Range: 'bytes=1-2', 'If-Range': '"x"'},
			'whole',
		],
		['what I have', {'If-None-Match': tag}, `have ${tag}`],
		['what I have, weakly', {'If-None-Match': `W/${tag}`}, `have ${tag}`],
		['what I have among others', {'If-None-Match': `"a", ${tag},"b"`}, `have ${tag}`],
		['what I have encoded', {'If-None-Match': codedTag(tag, 'gzip')}, `have ${codedTag(tag, 'gzip')}`],
		['anything', {'If-None-Match': '*'}, `have ${tag}`],
		['another than what I have', {'If-None-Match': '"other"'}, 'whole'],
		['no tag at all', {'If-None-Match': 'nonsense'}, 'whole'],
		['what changed since', {'If-Modified-Since': httpDate(modified - 1000)}, 'whole'],
		['what did not change since', {'If-Modified-Since': date}, `have ${tag}`],
		[
			'what did not change since, in a form of old',
			{'If-Modified-Since': 'Friday, 01-Jan-49 00:00:00 GMT'},
			`have ${tag}`,
		],
		['what did not change since no date', {'If-Modified-Since': 'yesterday'}, 'whole'],
		['another than what I have, by its tag', {'If-None-Match': '"other"', 'If-Modified-Since': date}, 'whole'],
		['what I have comes before a range', {'If-None-Match': tag, Range: 'bytes=2-10'}, `have ${tag}`],
	])('%s', (_, fields, expected) => {
		expect(selected(fields)).toBe(expected);
	});

	it('has no ranges and no codings for HEAD', () => {
		expect(selected({Range: 'bytes=2-10'}, 'HEAD')).toBe('whole');
		expect(selected({Range: 'bytes=99-'}, 'HEAD')).toBe('whole');
		expect(selected({'Accept-Encoding': 'zstd'}, 'HEAD')).toBe('whole');
		expect(selected({'If-None-Match': tag}, 'HEAD')).toBe(`have ${tag}`);
	});

	it('trusts no date within a second of the change', () => {
		const fields = {Range: 'bytes=2-10', 'If-Range': date};
		expect(selected(fields, 'GET', modified + 999)).toBe('whole');
		expect(selected(fields, 'GET', modified + 1000)).toBe('2-10');
		expect(selected({'If-Modified-Since': date}, 'GET', modified + 999)).toBe('whole');
	});
});

describe('an entity tag', () => {
	it('is another for each change of the file, with a digest and without', () => {
		const {digest: _, ...plain} = document;
		const other = 'sha-256=:AAAAhoTkQ50+8CXz/73PF8t13Zy15Q8AKtE0y7PJ/8k=:';
		const changes = [{bytes: 19}, {modified: modified + 0.01}, {changed: modified + 0.01}, {inode: 6}];
		const tags = [document, {...document, digest: other}, plain, ...changes.map(change => ({...plain, ...change}))].map(
			entityTag,
		);
		expect(new Set(tags).size).toBe(tags.length);
		for (const each of tags) expect(each).toMatch(/^"[!#-~]+"$/);
	});

	it('is another for each coding', () => {
		expect(new Set([tag, codedTag(tag, 'zstd'), codedTag(tag, 'gzip')]).size).toBe(3);
		expect(codedTag('"abc"', 'zstd')).toBe('"abc-zstd"');
	});
});

/** What SEARCH finds (RFC 900002): by number and by words of the title. */

import {describe, expect, it} from 'vitest';
import {SearchIndex} from '../../source/server/search-index.ts';
import fc from '../helpers/properties.ts';

const shelf: ReadonlyArray<readonly [rfc: number, title: string]> = [
	[1, 'Host Software'],
	[26, 'Not Issued'],
	[260, 'Nothing To See'],
	[768, 'User Datagram Protocol'],
	[791, 'Internet Protocol'],
	[793, 'Transmission Control Protocol'],
	[1011, 'Official Internet protocols'],
	[2026, 'The Process of Rough Consensus'],
	[2460, 'Internet Protocol, Version 6 (IPv6) Specification'],
	[2616, 'Hypertext Transfer Protocol -- HTTP/1.1'],
	[4960, 'Stream Control Transmission Protocol'],
	[5246, 'The Transport Layer Security (TLS) Protocol Version 1.2'],
	[7230, 'HTTP Message Syntax, formerly RFC2616'],
	[7992, 'Größe und Länge in Straßburg'],
	[26_160, 'A Late One'],
	[900_100, 'A Very Short Document about IPv4'],
];

function shelved(): SearchIndex {
	const index = new SearchIndex();
	for (const [rfc, title] of shelf) index.put(rfc, title);
	return index;
}

describe('a search', () => {
	it.each<[query: string, found: readonly number[]]>([
		['transmission control', [793, 4960]],
		['CONTROL transmission', [793, 4960]],
		['internet protocol', [791, 1011, 2460]],
		['trans', [793, 4960, 2616, 5246]],
		['proto stream', [4960]],
		['ipv6', [2460]],
		['tls', [5246]],
		['http 1.1', [2616]],
		['HTTP', [7230, 2616]],
		['grosse', [7992]],
		['grösse', [7992]],
		['GRÖSE', [7992]],
		['große', [7992]],
		['lange', [7992]],
	])('for %j finds every word, in any case and order, and by its beginning', (query, found) => {
		expect(
			shelved()
				.search(query, 100)
				.toSorted((a, b) => a - b),
		).toEqual(found.toSorted((a, b) => a - b));
	});

	it.each<[query: string, found: readonly number[]]>([
		['26', [26, 260, 2616, 7230, 26_160]],
		['2616', [2616, 7230, 26_160]],
		['RFC 2616', [2616, 7230, 26_160]],
		['rfc2616', [2616, 7230, 26_160]],
		['RFC-0793', [793]],
		['rfc 0793', [793]],
		['1', [1, 1011, 2616, 5246]],
		['2616 hypertext', [2616]],
		['99', []],
	])('for %j finds numbers by their beginning, also in titles, the number itself first', (query, found) => {
		const [best, ...others] = shelved().search(query, 100);
		expect([best, ...others.toSorted((a, b) => a - b)]).toEqual(found.length === 0 ? [undefined] : found);
	});

	it.each<[query: string, best: number]>([
		['hypretext', 2616],
		['hypertxt', 2616],
		['datgram', 768],
		['very shrot', 900_100],
		['secruity', 5246],
		['transmision contorl', 793],
		['protocl', 791],
	])('for %j forgives the typo', (query, best) => {
		expect(shelved().search(query, 100)).toContain(best);
	});

	it('takes no name for another one that differs in a digit', () => {
		expect(shelved().search('ipv4', 100)).toEqual([900_100]);
		expect(shelved().search('ipv5', 100)).toEqual([]);
	});

	it('puts a number that begins so before a title with one that does', () => {
		const index = new SearchIndex();
		index.put(2616, 'Hypertext Transfer Protocol -- HTTP/1.1, with a long title that weighs next to nothing');
		index.put(7, 'On 2616');
		expect(index.search('261', 10)).toEqual([2616, 7]);
	});

	it('puts the word itself before its beginning, and that before a typo', () => {
		const index = new SearchIndex();
		for (const [rfc, title] of [
			[1, 'Routes'],
			[2, 'Router'],
			[3, 'Route'],
			[4, 'Rout'],
		] as const) {
			index.put(rfc, title);
		}
		expect(index.search('route', 10)[0]).toBe(3);
		expect(index.search('route', 10).at(-1)).toBe(4);
	});

	it('puts the shorter title first, and of equals the lower number, in the same order each time', () => {
		expect(shelved().search('internet protocol', 100)).toEqual([791, 2460, 1011]);
		const index = new SearchIndex();
		for (const rfc of [30, 10, 20]) index.put(rfc, 'The Same');
		expect(index.search('same', 100)).toEqual([10, 20, 30]);
		expect(index.search('same', 2)).toEqual([10, 20]);
		expect(index.search('same', 0)).toEqual([]);
	});

	it.each(['', '  ', '--', '***', '"', '\u{1f600}'])('for %j, which has no word, finds nothing', query => {
		expect(shelved().search(query, 100)).toEqual([]);
	});

	it('finds words of any script, also by their beginning, and takes none for another', () => {
		const index = new SearchIndex();
		index.put(1, '\u8d85\u6587\u672c\u4f20\u8f93');
		index.put(2, '\u8d84\u6587 \u041f\u0440\u043e\u0442\u043e\u043a\u043e\u043b');
		index.put(3, '\u{20000}\u{20001}');
		expect(index.search('\u8d85\u6587', 10)).toEqual([1]);
		expect(index.search('\u8d84', 10)).toEqual([2]);
		expect(index.search('\u0440\u0440\u043e\u0442\u043e\u043a\u043e\u043b', 10)).toEqual([2]);
		expect(index.search('\u{20000}', 10)).toEqual([3]);
		expect(index.search('\u{20001}', 10)).toEqual([]);
	});

	it('finds every word of the longest title', () => {
		const index = new SearchIndex();
		const words = Array.from({length: 170}, (_, at) => `${at}word`);
		index.put(1, words.join(' '));
		expect(index.search('0word 169word', 10)).toEqual([1]);
		expect(index.search(words.join(' '), 10)).toEqual([1]);
	});

	it('is not held up by titles that begin with thousands of different letters', () => {
		const cost = (first: (at: number) => string): number => {
			const index = new SearchIndex();
			const before = process.cpuUsage();
			for (let rfc = 1; rfc <= 1000; rfc++) {
				index.put(rfc, Array.from({length: 20}, (_, at) => first(rfc * 20 + at)).join(' '));
			}
			return process.cpuUsage(before).user;
		};
		const usual = cost(at => at.toString(36));
		expect(cost(at => String.fromCodePoint(0x4e00 + at))).toBeLessThan(10 * usual);
	});

	it('takes thousands of words and words of thousands of letters', () => {
		const index = shelved();
		expect(index.search('protocol '.repeat(2000), 100)).toEqual(index.search('protocol', 100));
		expect(index.search('a'.repeat(8000), 100)).toEqual([]);
		index.put(5, 'x'.repeat(1024));
		expect(index.search('x'.repeat(1024), 100)).toEqual([5]);
	});
});

/** Few words, so that titles share them; none is near another, nor its beginning. */
const words = ['alpha', 'bravo', 'charlie', 'delta', 'echo'];
const someTitle = fc.array(fc.constantFrom(...words), {minLength: 1, maxLength: 4}).map(list => list.join(' '));
const change = fc.record({rfc: fc.integer({min: 1, max: 20}), title: fc.option(someTitle)});

describe('the search index', () => {
	it('finds after any changes what the last titles say, and forgets the others to the last word', () => {
		fc.assert(
			fc.property(fc.array(change, {maxLength: 60}), changes => {
				const index = new SearchIndex();
				const titles = new Map<number, string>();
				for (const {rfc, title} of changes) {
					if (title === null) {
						index.drop(rfc);
						titles.delete(rfc);
					} else {
						index.put(rfc, title);
						titles.set(rfc, title);
					}
				}
				expect(index.size).toBe(titles.size);
				for (const word of words) {
					const expected = [...titles].filter(([, title]) => title.split(' ').includes(word)).map(([rfc]) => rfc);
					expect(index.search(word, 100).toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b));
				}
				const left = new Set([...titles].flatMap(([rfc, title]) => [String(rfc), ...title.split(' ')]));
				expect(index.words).toBe(left.size);
				for (const rfc of titles.keys()) index.drop(rfc);
				expect(index.words).toBe(0);
			}),
			{numRuns: 300},
		);
	});
});

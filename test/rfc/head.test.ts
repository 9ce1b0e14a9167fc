import {describe, expect, test} from 'vitest';
import {documentHead} from '../../source/rfc/head.ts';
import fc from '../helpers/properties.ts';
import {realRfcs} from '../helpers/real-rfcs.ts';

describe('the head of a document tells', () => {
	test('number, date, category and relations, lists over several lines', () => {
		const text = [
			'Internet Engineering Task Force (IETF)                    A. Writer, Ed.',
			'Request for Comments: 9876                                  Some Company',
			'Obsoletes: 7001, 7002, 7003,                                   B. Second',
			'           7004                                            June 20, 2022',
			'Updates: 1234 (if approved)                                             ',
			'Category: Standards Track                                               ',
		].join('\r\n');
		expect(documentHead(text)).toEqual({
			number: 9876,
			date: 'June 20, 2022',
			category: 'Standards Track',
			obsoletes: [7001, 7002, 7003, 7004],
			updates: [1234],
		});
	});

	test('what there is of it in an early one', () => {
		expect(
			documentHead('Network Working Group           E. Fifth\nRFC # 987          SITE\n\n     2-JAN-72\n'),
		).toEqual({
			number: 987,
			date: '2-JAN-72',
			obsoletes: [],
			updates: [],
		});
	});

	test('nothing where there is none, and never an error', () => {
		expect(documentHead('Lamps are nice.\n')).toEqual({obsoletes: [], updates: []});
		fc.assert(fc.property(fc.string({unit: 'binary'}), text => documentHead(text).obsoletes.length >= 0));
	});

	test('the number of every real document that states one', () => {
		for (const {rfc, text} of realRfcs()) expect([rfc, undefined]).toContain(documentHead(text).number);
	});
});

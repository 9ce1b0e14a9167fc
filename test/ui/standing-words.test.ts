import {describe, expect, it} from 'vitest';
import type {Standing} from '../../source/rfc/standing.ts';
import {sentence} from '../../source/text/failures.ts';
import {neverShared, shortStanding, standingParts, standingSource} from '../../source/ui/standing-words.ts';

const standing = (more: Partial<Standing>): Standing => ({
	rfc: 2616,
	obsoletes: [],
	obsoletedBy: [],
	updates: [],
	updatedBy: [],
	issue: 'issued',
	from: {index: true, heads: false},
	...more,
});

describe('the standing of an RFC in words', () => {
	it('fits into a column, what replaces it first', () => {
		expect(shortStanding(standing({obsoletedBy: [9110], status: 'Historic'}))).toEqual({
			text: '✗ see 9110',
			tone: 'bad',
		});
		expect(shortStanding(standing({obsoletedBy: [7230, 7235]})).text).toBe('✗ see 7235…');
		expect(shortStanding(standing({status: 'Historic'})).text).toBe('✗ historic');
		expect(shortStanding(standing({status: 'Proposed Standard'})).text).toBe('proposed std');
		expect(shortStanding(standing({})).text).toBe('');
		expect(shortStanding(standing({status: 'constructor'})).text).toBe('');
		expect(standingParts(standing({status: 'Info\u001b[2Jrmational'}))).toEqual([{text: 'Info␛[2Jrmational'}]);
	});

	it('is a line with relations by name, and where they are from', () => {
		const all = standing({
			obsoletedBy: [7230, 7231, 7232, 7233, 7234, 7235],
			obsoletes: [2068],
			status: 'Draft Standard',
			year: 1999,
			from: {index: true, heads: true},
			indexDate: '2020-05-18',
		});
		expect(standingParts(all).map(({text}) => text)).toEqual([
			'✗ obsoleted by RFC 7230, 7231, 7232 and 3 more',
			'1999, Draft Standard',
			'obsoletes RFC 2068',
		]);
		expect(standingSource(all)).toBe('rfc-index.txt of 2020-05-18 and the heads of your documents');
		expect(standingSource(standing({from: {index: false, heads: false}}))).toBe('');
	});

	it('tells when nobody will ever share it', () => {
		const words = (more: Partial<Standing>): string | undefined => {
			const failure = neverShared(standing(more));
			return failure && sentence(failure);
		};
		expect(words({issue: 'issued'})).toBeUndefined();
		expect(words({rfc: 8999, issue: 'not-issued', indexDate: '2020-05-18'})).toBe(
			'RFC 8999 was not issued by 2020-05-18, the date of your rfc-index.txt.',
		);
		expect(words({rfc: 418, issue: 'no-text'})).toMatch(/RFC 418 exists only as/);
	});
});

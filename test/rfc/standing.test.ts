import {describe, expect, test} from 'vitest';
import {documentHead} from '../../source/rfc/head.ts';
import {officialIndex, officialIndexDate} from '../../source/rfc/official-index.ts';
import {Standings, standingEntry} from '../../source/rfc/standing.ts';
import {realIndex, realRfcs} from '../helpers/real-rfcs.ts';

const head = (obsoletes: readonly number[], updates: readonly number[] = []) => ({obsoletes, updates});

describe('how an RFC stands', () => {
	test('is nothing where nothing is known', () => {
		expect(new Standings().of(2616)).toEqual({
			rfc: 2616,
			obsoletes: [],
			obsoletedBy: [],
			updates: [],
			updatedBy: [],
			issue: 'unknown',
			from: {index: false, heads: false},
		});
	});

	test('is told by the heads of other documents, until they go', () => {
		const standings = new Standings();
		standings.setHead(9110, {...head([2818, 7231], [3864]), category: 'Standards Track', date: 'June 2022'});
		standings.setHead(9112, head([7230]));
		expect(standings.of(7231)).toMatchObject({obsoletedBy: [9110], from: {index: false, heads: true}});
		expect(standings.of(3864)).toMatchObject({updatedBy: [9110]});
		expect(standings.of(9110)).toMatchObject({
			status: 'Standards Track',
			year: 2022,
			obsoletes: [2818, 7231],
			updates: [3864],
		});
		expect(standings.setHead(9110, head([2818]))).toBe(true);
		expect(standings.setHead(9110, head([2818]))).toBe(false);
		expect(standings.of(7231).obsoletedBy).toEqual([]);
		standings.setHead(9110, undefined);
		expect(standings.of(2818).obsoletedBy).toEqual([]);
	});

	test('is no business of older documents', () => {
		const standings = new Standings();
		standings.setHead(854, head([18_639, 854, 764]));
		expect(standings.of(854).obsoletes).toEqual([764]);
		expect(standings.of(18_639).obsoletedBy).toEqual([]);
	});

	test('has no status that is none of an index', () => {
		const told = (status: string) => {
			const entry = officialIndex(`0005 A Title. J. Doe. June 1999. (Status: ${status})\n`).get(5);
			return entry && standingEntry(entry).status;
		};
		expect(['HISTORIC', 'UNKNOWN', 'constructor', '__proto__'].map(told)).toEqual([
			'Historic',
			undefined,
			undefined,
			undefined,
		]);
	});

	test('joins the index with what came after its day', () => {
		const standings = new Standings();
		const index = realIndex();
		const date = officialIndexDate(index);
		standings.setIndex({
			...(date === undefined ? {} : {date}),
			entries: new Map([...officialIndex(index)].map(([rfc, entry]) => [rfc, standingEntry(entry)])),
		});
		expect(standings.of(7231)).toMatchObject({
			year: 2014,
			status: 'Proposed Standard',
			obsoletes: [2616],
			obsoletedBy: [],
		});
		for (const {rfc, text} of realRfcs()) standings.setHead(rfc, documentHead(text));
		expect(standings.of(7231)).toMatchObject({
			status: 'Proposed Standard',
			obsoletes: [2616],
			obsoletedBy: [9110],
			issue: 'issued',
			from: {index: true, heads: true},
			indexDate: date,
		});
		expect(standings.of(793).obsoletedBy).toEqual([9293]);
		expect(standings.of(2616).obsoletedBy).toEqual([7230, 7231, 7232, 7233, 7234, 7235]);
		expect(standings.of(9110)).toMatchObject({issue: 'issued', status: 'Standards Track', from: {index: false}});
		expect(standings.of(8999)).toMatchObject({issue: 'not-issued', from: {index: false, heads: false}});
		expect(standings.of(14)).toMatchObject({issue: 'not-issued'});
		expect(standings.of(418)).toMatchObject({issue: 'no-text'});
	});
});

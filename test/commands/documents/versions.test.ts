import {describe, expect, it} from 'vitest';
import {chooseVersion} from '../../../source/commands/documents/versions.ts';
import type {RfcRecord} from '../../../source/protocol/message.ts';

const [red, blue, green] = ['red', 'blue', 'green'].map(name => `sha-256=:${name}:`) as [string, string, string];

/** `host@address`, with the digest it declares. */
function held(place: string, digest?: string): RfcRecord {
	const [host = '', address = ''] = place.split('@');
	return {rfc: 7, title: 'T', host, address, port: 6001, ...(digest === undefined ? {} : {digest})};
}

const names = (records: readonly RfcRecord[] = []) => records.map(({host}) => host);

describe('the version that is taken', () => {
	const records = [held('a@1', red), held('b@2', red), held('c@3', blue), held('d@4')];

	it('is the one most addresses hold; who declares none is asked after its holders', () => {
		const choice = chooseVersion(records);
		expect(choice?.digest).toBe(red);
		expect(names(choice?.records)).toEqual(['a', 'b', 'd']);
		expect(choice?.others.map(({digest}) => digest)).toEqual([blue]);
	});

	it('is the one the person says, also when fewer hold it', () => {
		const choice = chooseVersion(records, {wanted: blue});
		expect(choice?.digest).toBe(blue);
		expect(names(choice?.records)).toEqual(['c', 'd']);
		expect(choice?.others.map(({digest}) => digest)).toEqual([red]);
	});

	it('can come from who declares nothing, when nobody else has what the person says', () => {
		expect(names(chooseVersion(records, {wanted: green})?.records)).toEqual(['d']);
		expect(chooseVersion(records, {wanted: green})?.digest).toBe(green);
		expect(chooseVersion(records.slice(0, 3), {wanted: green})).toBeUndefined();
	});

	it('is unverified when nobody declares a digest', () => {
		const choice = chooseVersion([held('d@4'), held('e@5')]);
		expect(choice).toEqual({records: [held('d@4'), held('e@5')], others: []});
	});

	it('keeps a bounded number of holders, at different addresses, and for each RFC others', () => {
		const holders = Array.from({length: 100}, (_, at) => ({...held(`h${at}@${at % 10}`, red), rfc: 9000}));
		const one = chooseVersion(holders);
		expect(one?.records).toHaveLength(8);
		expect(new Set(one?.records.map(({address}) => address)).size).toBe(8);
		const other = chooseVersion(holders.map(record => ({...record, rfc: 9050})));
		expect(names(other?.records)).not.toEqual(names(one?.records));
		expect(chooseVersion([...holders, held('x@77', blue)])?.chosen?.addresses).toBe(10);
	});

	it('keeps more of a large document, and where few are wanted; and others when it is chosen again', () => {
		const holders = Array.from({length: 100}, (_, at) => held(`h${at}@${at}`, red));
		expect(chooseVersion(holders, {few: true})?.records).toHaveLength(64);
		expect(chooseVersion(holders.map(record => ({...record, size: 2 ** 20})))?.records).toHaveLength(64);
		const turns = Array.from({length: 13}, (_, turn) => names(chooseVersion(holders, {turn})?.records));
		expect(new Set(turns.flat()).size).toBe(100);
	});

	it('of nothing is none', () => {
		expect(chooseVersion([])).toBeUndefined();
		expect(chooseVersion([], {wanted: red})).toBeUndefined();
	});
});

import {describe, expect, it} from 'vitest';
import {sizeAmong, sizedHolders, versionGroups} from '../../source/order/version-groups.ts';

const [red, blue, green] = ['red', 'blue', 'green'].map(name => `sha-256=:${name}:`) as [string, string, string];

/** `host@address`, with the digest it declares. */
function held(place: string, digest?: string) {
	const [host = '', address = ''] = place.split('@');
	return {host, address, ...(digest === undefined ? {} : {digest})};
}

const names = (records: readonly {readonly host: string}[]) => records.map(({host}) => host);

describe('the versions of an RFC', () => {
	it('are groups of the same digest; who declares none is a group of its own, last', () => {
		const groups = versionGroups([held('a@1'), held('b@2', red), held('c@3', blue), held('d@4', red), held('e@5')]);
		expect(groups.map(({digest, records, addresses}) => [digest, names(records), addresses])).toEqual([
			[red, ['b', 'd'], 2],
			[blue, ['c'], 1],
			[undefined, ['a', 'e'], 2],
		]);
	});

	it('weigh by addresses, not by names: many names at one address are one voice', () => {
		const many = Array.from({length: 9}, (_, at) => held(`liar${at}@6.6.6.6`, red));
		const groups = versionGroups([...many, held('b@2', blue), held('c@3', blue)]);
		expect(groups.map(({digest}) => digest)).toEqual([blue, red]);
	});

	it('come in the same order whatever order the records have', () => {
		const records = [held('a@1', red), held('b@2', blue), held('c@3', green), held('d@3', green)];
		const order = [records, [...records].reverse()].map(each => versionGroups(each).map(({digest}) => digest));
		expect(order[0]).toEqual([green, blue, red]);
		expect(order[1]).toEqual(order[0]);
	});
});

describe('the size of a version', () => {
	const of = (address: string, size?: number) => ({address, ...(size === undefined ? {} : {size})});

	it('is what holders at most addresses declare, and not known where as many declare another', () => {
		expect(sizeAmong([])).toBeUndefined();
		expect(sizeAmong([of('1')])).toBeUndefined();
		expect(sizeAmong([of('1'), of('2', 5)])).toBe(5);
		expect(sizeAmong([of('6', 1), of('6', 1), of('6', 1), of('2', 5), of('3', 5)])).toBe(5);
		expect(sizeAmong([of('6', 1), of('6', 1), of('2', 5)])).toBeUndefined();
	});

	it('leaves out holders who declare another one, but nobody while it is not known', () => {
		const honest = [of('2', 5), of('3', 5), of('4')];
		expect(sizedHolders([of('6', 1), ...honest])).toEqual({bytes: 5, holders: honest, others: [of('6', 1)]});
		expect(sizedHolders(honest).holders).toBe(honest);
		const unsure = [of('6', 1), of('2', 5)];
		expect(sizedHolders(unsure)).toEqual({bytes: undefined, holders: unsure, others: []});
	});
});

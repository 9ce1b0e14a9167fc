import {expect, it} from 'vitest';
import {nameList, sortedNames} from '../../source/text/name-list.ts';

it.each([
	[0, ''],
	[1, 'p1'],
	[2, 'p1 and p2'],
	[4, 'p1, p2, p3 and p4'],
	[5, 'p1, p2, p3 and 2 more'],
	[5000, 'p1, p2, p3 and 4,997 more'],
])('of %i names a sentence lists as many as it has room for, and never leaves out a single one', (total, list) => {
	expect(nameList(Array.from({length: total}, (_, index) => `p${index + 1}`))).toBe(list);
});

it('names that repeat themselves are listed once, in an order that stays', () => {
	expect(sortedNames(['dave', 'alice', 'dave', 'bob'])).toBe('alice, bob and dave');
});

import {expect, it} from 'vitest';
import {newestSince} from '../../source/order/newest.ts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'];

it.each([
	['nothing new', [a], [a], []],
	['the first ones', [], [b, a], [b, a]],
	['some before those that were there', [b, a], [d, c, b, a], [d, c]],
	['one in the place of the oldest, in a list of bounded length', [c, b, a], [d, c, b], [d]],
	['so many that none of those before is left', [b, a], [d, c], [d, c]],
	['none where the list was emptied', [b, a], [], []],
])('tells %s', (_what, before, now, news) => {
	expect(newestSince(before, now)).toEqual(news);
});

import {expect, test} from 'vitest';
import {nearest} from '../../../source/commands/line/nearest.ts';

test.each([
	['--jsn', '--json'],
	['--sever', '--server'],
	['gte', 'get'],
	['GET', 'get'],
	['tge', undefined],
	['--no-server', '--server'],
	['--xyzzy', undefined],
	['--', undefined],
])('who typed %s meant %s', (typed, meant) => {
	expect(nearest(typed, ['--json', '--server', '--output', 'get'])).toBe(meant);
});

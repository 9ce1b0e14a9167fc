import {setImmediate as turn} from 'node:timers/promises';
import {expect, it} from 'vitest';
import {Turns} from '../../source/server/turns.ts';

it('go round among those who wait, one piece of work at a time, also after one that failed', async () => {
	const turns = new Turns();
	const done: string[] = [];
	let running = 0;
	const take = (who: string, what: string) =>
		turns.take(who, async () => {
			expect(++running).toBe(1);
			await turn();
			running--;
			if (what === 'fails') throw new Error('failed');
			done.push(`${who} ${what}`);
			return what;
		});
	const many = ['1', 'fails', '2', '3'].map(what => take('eve', what));
	const few = [take('bob', '1'), take('carol', '1')];
	expect(turns.waitingFor('eve')).toBe(3);
	expect((await Promise.allSettled([...many, ...few])).map(({status}) => status)).toEqual([
		'fulfilled',
		'rejected',
		'fulfilled',
		'fulfilled',
		'fulfilled',
		'fulfilled',
	]);
	expect(done).toEqual(['eve 1', 'bob 1', 'carol 1', 'eve 2', 'eve 3']);
	expect(turns.waitingFor('eve')).toBe(0);
	expect(await take('bob', '2')).toBe('2');
});

import {expect, it} from 'vitest';
import {abortable} from '../../source/net/abortable.ts';

it('work is given up as soon as nobody wants it, also where that was before, and is done otherwise', async () => {
	const never = new Promise<string>(() => {});
	expect(await abortable(Promise.resolve('done'), undefined)).toBe('done');
	const {signal} = new AbortController();
	expect(await abortable(Promise.resolve('done'), signal)).toBe('done');
	await expect(abortable(Promise.reject(new Error('failed')), signal)).rejects.toThrow('failed');
	await expect(abortable(never, AbortSignal.abort())).rejects.toMatchObject({reason: 'aborted'});
	const later = new AbortController();
	const given = abortable(never, later.signal);
	later.abort();
	await expect(given).rejects.toMatchObject({reason: 'aborted'});
});

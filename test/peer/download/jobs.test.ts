import {expect, it} from 'vitest';
import {Jobs} from '../../../source/peer/download/jobs.ts';

it('of the downloads whose document is here, the last 200 are kept, and of the others all', () => {
	const jobs = new Jobs();
	const recordOf = (rfc: number) => ({rfc, title: '', host: 'carol', address: '127.0.0.1', port: 1});
	const all = Array.from({length: 1000}, (_, at) => jobs.add(recordOf(at + 1)));
	for (const job of all.slice(0, 900).reverse()) jobs.over(job);
	expect([...jobs.values()]).toEqual(all.slice(700));
	expect(jobs.of(recordOf(1))).toEqual([]);
	expect(jobs.get(1)).toBeUndefined();
});

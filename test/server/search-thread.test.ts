import {describe, expect, it} from 'vitest';
import {SearchThread, ThreadEndedError} from '../../source/server/search-thread.ts';

describe('the search thread', () => {
	it('answers each query with the changes before it, in order', async () => {
		const thread = new SearchThread(() => {});
		thread.change([{rfc: 1, title: 'One'}]);
		const first = thread.search('one', 10);
		thread.change([{rfc: 2, title: 'One more'}, {rfc: 1}]);
		const second = thread.search('one', 10);
		expect(await Promise.all([first, second])).toEqual([[1], [2]]);
		await thread.close();
	});

	it('that titles without end have filled ends alone, and says so to who waits and who asks later', async () => {
		let ends = 0;
		const thread = new SearchThread(() => ends++, 12);
		const asked = thread.search('x', 10).then(() => {
			for (let batch = 0; batch < 100; batch++) {
				const words = (rfc: number) => Array.from({length: 100}, (_, at) => `w${rfc}x${at}`).join(' ');
				thread.change(
					Array.from({length: 100}, (_, at) => ({rfc: batch * 100 + at + 1, title: words(batch * 100 + at)})),
				);
			}
			return thread.search('w', 10);
		});
		await expect(asked).rejects.toBeInstanceOf(ThreadEndedError);
		await expect(thread.search('w', 10)).rejects.toBeInstanceOf(ThreadEndedError);
		await expect.poll(() => ends).toBe(1);
		await thread.close();
		expect(ends).toBe(1);
	});

	it('that is closed leaves nobody waiting', async () => {
		let ends = 0;
		const thread = new SearchThread(() => ends++);
		const asked = expect(thread.search('x', 10)).rejects.toBeInstanceOf(ThreadEndedError);
		await thread.close();
		await asked;
		expect(ends).toBe(0);
	});
});

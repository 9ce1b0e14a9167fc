import {expect, it} from 'vitest';
import {Announcer} from '../../../source/peer/index/announcer.ts';
import type {IndexLink} from '../../../source/peer/index/index-link.ts';
import type {LibraryEntry} from '../../../source/peer/peer-state.ts';

it('is idle when everything has been answered that it was asked for before, however much that is', async () => {
	const told: number[] = [];
	const link: Pick<IndexLink, 'add' | 'version'> = {
		version: '1.0',
		add: async ({rfc}: LibraryEntry) => void told.push(rfc),
	};
	const announcer = new Announcer({
		sharedEntry: rfc => ({rfc, title: 'T', file: '', bytes: 1, modified: 0, shared: true}),
		digested: async () => {},
		onError: (_link, error) => expect(error).toBeUndefined(),
		onStuck: async () => {},
	});
	announcer.use(link as IndexLink, {anew: true});
	// As where the rest of a large folder is known at once: more than are announced in one turn.
	const numbers = Array.from({length: 600}, (_, at) => at + 1);
	void announcer.update(numbers);
	expect(await announcer.idle()).toBe(0);
	expect(told).toEqual(numbers);
});

import {expect, it} from 'vitest';
import {Announcer} from '../../../source/peer/index/announcer.ts';
import type {IndexLink} from '../../../source/peer/index/index-link.ts';
import type {LibraryEntry} from '../../../source/peer/peer-state.ts';

/** More than are announced in one turn, as where the rest of a large folder is known at once. */
const numbers = Array.from({length: 600}, (_, at) => at + 1);

/** An announcer that has begun to announce these, and what the server was told so far. */
function announcing() {
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
	void announcer.update(numbers);
	return {announcer, told};
}

it('is idle when everything has been answered that it was asked for before, however much that is', async () => {
	const {announcer, told} = announcing();
	expect(await announcer.idle()).toBe(0);
	expect(told).toEqual(numbers);
});

it('announces no more of what it has begun once its peer leaves', async () => {
	const {announcer, told} = announcing();
	const before = told.length;
	announcer.stop();
	await announcer.idle();
	expect(told.length).toBe(before);
	expect(before).toBeLessThan(numbers.length);
});

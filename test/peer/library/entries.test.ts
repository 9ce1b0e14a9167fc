import {expect, it} from 'vitest';
import {Entries} from '../../../source/peer/library/entries.ts';
import type {LibraryEntry} from '../../../source/peer/peer-state.ts';
import fc from '../../helpers/properties.ts';

const entryOf = (rfc: number, title: string, shared: boolean): LibraryEntry => ({
	rfc,
	title,
	file: `/rfc${rfc}.txt`,
	bytes: 1,
	modified: 0,
	shared,
});

it('the entries of a library are what a plain map of them would be, after any changes', () => {
	const change = fc.record({
		rfc: fc.integer({min: 1, max: 12}),
		title: fc.option(fc.constantFrom('T', 'U'), {nil: undefined}),
		shared: fc.boolean(),
	});
	fc.assert(
		fc.property(fc.array(fc.array(change, {maxLength: 5}), {maxLength: 12}), batches => {
			const entries = new Entries();
			const model = new Map<number, LibraryEntry>();
			for (const batch of batches) {
				const seen = entries.sorted();
				const before = new Map(model);
				const given = new Map(
					batch.map(({rfc, title, shared}) => [rfc, title === undefined ? undefined : entryOf(rfc, title, shared)]),
				);
				const changed = entries.change(given);
				for (const [rfc, entry] of given) {
					if (entry) model.set(rfc, entry);
					else model.delete(rfc);
				}
				const differs = (rfc: number) => JSON.stringify(before.get(rfc)) !== JSON.stringify(model.get(rfc));
				expect([...changed].sort()).toEqual([...given.keys()].filter(differs).sort());
				const sorted = [...model.values()].sort((a, b) => a.rfc - b.rfc);
				expect(entries.sorted()).toEqual(sorted);
				// Whoever compares arrays sees that something has changed.
				expect(entries.sorted() === seen).toBe(changed.size === 0);
				const shared = sorted.filter(entry => entry.shared).length;
				expect(entries.counts).toEqual({shared, notShared: sorted.length - shared});
				for (let rfc = 1; rfc <= 12; rfc++) expect(entries.get(rfc)).toEqual(model.get(rfc));
			}
		}),
	);
});

import {expect, it} from 'vitest';
import {Tally} from '../../source/server/tally.ts';
import fc from '../helpers/properties.ts';

it('a tally knows what most give, and how many different values there are, after any changes', () => {
	const step = fc.record({value: fc.constantFrom('a', 'b', 'c', 'd'), more: fc.boolean()});
	fc.assert(
		fc.property(fc.array(step, {maxLength: 60}), steps => {
			const tally = new Tally();
			const given: string[] = [];
			for (const {value, more} of steps) {
				const at = given.indexOf(value);
				if (more) {
					given.push(value);
					tally.add(value);
				} else if (at >= 0) {
					given.splice(at, 1);
					tally.remove(value);
				}
				const counts = Map.groupBy(given, each => each);
				const most = Math.max(0, ...[...counts.values()].map(({length}) => length));
				const top = [...counts].filter(([, all]) => all.length === most).map(([each]) => each);
				expect(tally.size).toBe(counts.size);
				expect([...tally.top].sort()).toEqual(top.sort());
			}
		}),
	);
});

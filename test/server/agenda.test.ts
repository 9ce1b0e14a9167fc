import {describe, expect, it} from 'vitest';
import {Agenda} from '../../source/server/agenda.ts';
import fc from '../helpers/properties.ts';
import {FakeClock} from './helpers/fake-clock.ts';

describe('an agenda', () => {
	it('calls everything once, when it is due and in that order, except what was cancelled', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.record({due: fc.integer({min: 0, max: 500}), cancel: fc.boolean()}), {maxLength: 300}),
				async plans => {
					const clock = new FakeClock(0);
					const agenda = new Agenda(clock);
					const called: number[] = [];
					const late: number[] = [];
					const cancels = plans.map(({due}) =>
						agenda.at(due, () => {
							called.push(due);
							if (clock.now() !== due) late.push(due);
						}),
					);
					for (const [index, cancel] of cancels.entries()) if (plans[index]?.cancel) cancel();
					const kept = plans.filter(({cancel}) => !cancel).map(({due}) => due);
					expect(agenda.size).toBe(kept.length);
					expect(clock.timers).toBeLessThanOrEqual(1);
					await clock.pass(500);
					expect(called).toEqual(kept.sort((a, b) => a - b));
					expect(late).toEqual([]);
					expect(agenda.size).toBe(0);
					expect(clock.timers).toBe(0);
				},
			),
			{numRuns: 30},
		);
	});

	it('takes what is planned and cancelled while it runs', async () => {
		const clock = new FakeClock(0);
		const agenda = new Agenda(clock);
		const called: string[] = [];
		let cancelLast = () => {};
		agenda.at(10, () => {
			called.push('first');
			agenda.at(10, () => called.push('at once'));
			agenda.at(15, () => called.push('soon'));
			cancelLast();
		});
		cancelLast = agenda.at(20, () => called.push('never'));
		await clock.pass(100);
		expect(called).toEqual(['first', 'at once', 'soon']);
	});
});

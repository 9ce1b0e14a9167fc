/** What is tried last: where the index server goes away, and where the program ends. */
import {expect} from 'vitest';
import type {Passage} from '../../helpers/passage.ts';
import {toLong} from './on-lists.ts';
import type {Place, Scenarios} from './scenario.ts';

/** Long enough to tell a key from a program that comes back by itself. */
const longWait = /not joined, again in (?:[6-9]|\d\d) s/;

/** Ctrl-C, twice while something moves. */
async function interrupts(place: Place): Promise<void> {
	await toLong(place);
	await place.press('running: Ctrl-C again to quit.');
	await place.go('ctrl-c');
	expect(await place.terminal.exit).toEqual({code: 0});
	expect(place.terminal.isAlternate).toBe(false);
}

export const endScenarios = (way: () => Passage): Scenarios => ({
	async 'peer retry'(place) {
		way().close();
		await place.shows(/not joined, again in/);
		// Every try in vain makes the wait for the next one longer.
		for (let tries = 0; tries < 40 && !longWait.test(place.terminal.screen()); tries++) {
			const before = place.terminal.screen();
			await place.go('r');
			await place.shows(screen => screen !== before, /not joined, again in/);
		}
		await place.shows(longWait);
		await way().open();
		const start = performance.now();
		await place.press('● joined');
		expect(performance.now() - start).toBeLessThan(5000);
	},
	'always interrupt': interrupts,
});

/** What is tried last: where the index server goes away, and where the program ends. */
import {expect} from 'vitest';
import type {Passage} from '../../helpers/passage.ts';
import {toLong} from './on-lists.ts';
import type {Place, Scenarios} from './scenario.ts';

/** Long enough to tell a key from a program that comes back by itself, on a busy machine, too. */
const longWait = /not joined, again in (?:2\d|30) s/;
const before = 19_000;

/** Ctrl-C, twice within a second while something moves. */
async function interrupts(place: Place): Promise<void> {
	await toLong(place);
	await place.press('running: Ctrl-C again to quit.');
	// A busy machine may take longer than a second between the words on the screen and the next key.
	place.terminal.send('\u0003\u0003');
	expect(await place.terminal.exit).toEqual({code: 0});
	expect(place.terminal.isAlternate).toBe(false);
}

export const endScenarios = (way: () => Passage): Scenarios => ({
	async 'peer retry'(place) {
		way().close();
		await place.shows(/not joined, again in/);
		// Every try in vain makes the wait for the next one longer.
		for (let tries = 0; tries < 40 && !longWait.test(place.terminal.screen()); tries++) {
			const seen = place.terminal.screen();
			await place.go('r');
			await place.shows(screen => screen !== seen, /not joined, again in/);
		}
		await place.shows(longWait);
		const start = performance.now();
		await way().open();
		await place.press('● joined');
		expect(performance.now() - start).toBeLessThan(before);
	},
	'always interrupt': interrupts,
});

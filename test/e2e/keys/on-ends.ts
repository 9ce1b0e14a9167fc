/** What is tried last: where the index server goes away, and where the program ends. */
import {expect} from 'vitest';
import type {Passage} from '../../helpers/passage.ts';
import {pressUntilSettled} from './moving.ts';
import {toLong} from './on-lists.ts';
import type {Place, Scenarios} from './scenario.ts';

/** What tells how long the program waits, in seconds, before it tries the index server by itself. */
const waiting = /not joined, again in (\d+) s/;
const secondsIn = (screen: string): number => Number(waiting.exec(screen)?.[1] ?? 0);

/** So long a wait that a key is told from a program that comes back by itself. */
const long = 20;

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
		await place.shows(waiting);
		// Every try in vain makes the wait for the next one longer.
		await pressUntilSettled(place.terminal, 'r', screen => secondsIn(screen) >= long);
		await way().open();
		let least = long;
		await place.press(screen => {
			least = Math.min(least, secondsIn(screen) || least);
			return screen.includes('● joined');
		});
		expect(least).toBeGreaterThan(1);
	},
	'always interrupt': interrupts,
});

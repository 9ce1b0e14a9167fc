/** How often the server's screen is redrawn while nothing happens: only when something visible changes. */
import type {PeerRow, ServerFacts} from '../../server/server-state.ts';
import {clockInterval, inSeconds} from './wait-time.ts';

/** Redraw interval for ages shown in steps of ten seconds. */
const stepMs = 5000;

/** `shown`: the visible peers. `now` in ms since the epoch. Milliseconds. */
export function serverClock({started, rates}: ServerFacts, shown: readonly PeerRow[], now: number): number {
	// A sparkline moves on until its last value has left it.
	const seconds =
		inSeconds(started, now) ||
		rates.some(rate => rate > 0) ||
		shown.some(({presence, joined}) => presence.kind === 'lease' || inSeconds(joined, now));
	if (!seconds && shown.some(({seen}) => inSeconds(seen, now))) return stepMs;
	return clockInterval(seconds);
}

/** How often the server's screen is drawn again though nothing happens: as rarely as nobody sees a difference. */
import type {PeerRow, ServerFacts} from '../../server/server-state.ts';
import {clockInterval, inSeconds} from './wait-time.ts';

/** Between two looks at ages that are told in steps of ten seconds. */
const stepMs = 5000;

/** `shown`: the peers that are on the screen. `now` in ms since the epoch. Milliseconds. */
export function serverClock({started, rates}: ServerFacts, shown: readonly PeerRow[], now: number): number {
	// A line of rates moves on until the last of what it shows has left it.
	const seconds =
		inSeconds(started, now) ||
		rates.some(rate => rate > 0) ||
		shown.some(({presence, joined}) => presence.kind === 'lease' || inSeconds(joined, now));
	if (!seconds && shown.some(({seen}) => inSeconds(seen, now))) return stepMs;
	return clockInterval(seconds);
}

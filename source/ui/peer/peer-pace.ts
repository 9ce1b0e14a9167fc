/** Slows transfers down, so that they can be watched. */
import {rate} from '../format.ts';
import {keyOf} from '../keys.ts';
import {say} from '../said.ts';
import type {PeerScene} from './peer-scene.ts';

const kibi = 1024;
const paces = [4, 8, 15, 30, 60, 120, 250, 500, 1000].map(value => value * kibi);

/** `+ - change · 0 full speed`, with something between the two. */
export const paceKeys = (between: string): string =>
	`${keyOf('faster', 'peer')} ${keyOf('slower', 'peer')} change${between}${keyOf('full-speed', 'peer')} full speed`;

/** Changes to the next pace in the list; beyond its end is full speed. */
export function setPace({peer, facts, dispatch}: PeerScene, towards: 'faster' | 'slower' | 'full'): void {
	const now = facts.pace ?? Number.POSITIVE_INFINITY;
	const next = {
		faster: paces.find(pace => pace > now),
		slower: paces.findLast(pace => pace < now) ?? paces[0],
		full: undefined,
	}[towards];
	peer.setPace(next);
	const text =
		next === undefined
			? 'Transfers run at full speed.'
			: `Each transfer is slowed down to ${rate(next)}, so that it can be watched: ${paceKeys(', ')}.`;
	dispatch({type: 'say', said: say(text)});
}

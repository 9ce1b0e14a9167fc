/** The state of a peer as a sign, a word and a colour, with its reason where there is room. */
import type {Presence} from '../../server/server-state.ts';
import {count} from '../../text/quantity.ts';
import {age} from '../format.ts';
import {keyOf} from '../keys.ts';
import type {Cell} from '../kit/table.ts';

/** The state in at most 14 cells; with its reason in at most 22. `now` in ms since the epoch. */
export function presenceCell(presence: Presence, now: number, roomy = false): Cell {
	switch (presence.kind) {
		case 'up':
			return {text: roomy ? upWords[presence.by] : '● up', tone: 'good'};
		case 'answers':
			return {text: roomy ? '● closed, port answers' : '● answers', tone: 'good'};
		case 'lease':
			return {text: `○ lease ${age(presence.until - now)}`, tone: 'busy'};
		case 'probing':
			return {text: `◐ probe ${count(presence.attempt)} of ${count(presence.of)}`, tone: 'busy'};
		case 'unreachable':
			return {text: presence.because === 'refused' ? '✗ port closed' : '✗ no answer', tone: 'bad'};
	}
}

const upWords = {connection: '● up, connected', port: '● up, port answers'} as const;

/** The same as a sentence, for the details. */
export function presenceSentence(presence: Presence, now: number): string {
	switch (presence.kind) {
		case 'up':
			return presence.by === 'port'
				? 'up: its connection is open and its upload port answers'
				: 'up: its connection is open';
		case 'answers':
			return 'its connection is closed; its upload port answers';
		case 'lease':
			return `its connection is gone; it is forgotten in ${age(presence.until - now)} unless it comes back`;
		case 'probing':
			return `its connection is gone; its upload port is being tried (${count(presence.attempt)} of ${count(presence.of)}; silent each time, it is forgotten)`;
		case 'unreachable':
			return `${unreached[presence.because]} (tried again in ${age(presence.again - now)}; ${keyOf('probe', 'peers')} tries now)`;
	}
}

const unreached = {
	refused: 'its upload port is closed: nobody can get anything from it',
	silent: 'nobody can connect to its upload port: a firewall on that machine, or in between?',
} as const;

/** A peer's state, as a sign, a word and a colour; and what the operator should know, as sentences. */

import type {Notice, Presence} from '../../server/server-state.ts';
import {printable} from '../../text/printable.ts';
import {count, counted} from '../../text/quantity.ts';
import {address, age} from '../format.ts';
import type {Cell} from '../kit/table.ts';

/** The state in at most 14 cells. `now` in ms since the epoch. */
export function presenceCell(presence: Presence, now: number): Cell {
	switch (presence.kind) {
		case 'up':
			return {text: '● up', tone: 'good'};
		case 'answers':
			return {text: '● answers', tone: 'good'};
		case 'lease':
			return {text: `○ lease ${age(presence.until - now)}`, tone: 'busy'};
		case 'probing':
			return {text: `◐ probe ${presence.attempt}`, tone: 'busy'};
		case 'unreachable':
			return {text: '✗ unreachable', tone: 'bad'};
	}
}

/** The same in words, for the details. */
export function presenceSentence(presence: Presence, now: number): string {
	switch (presence.kind) {
		case 'up':
			return 'up: its connection is open, or its upload port answers';
		case 'answers':
			return 'its connection is closed; its upload port answers';
		case 'lease':
			return `its connection is gone; it is forgotten in ${age(presence.until - now)} unless it comes back`;
		case 'probing':
			return `its connection is gone; its upload port is being tried (attempt ${count(presence.attempt)})`;
		case 'unreachable':
			return 'nobody can connect to its upload port: a firewall on that machine, or in between?';
	}
}

/** What is wrong and what it means, in a sentence. */
export function noticeSentence(notice: Notice): string {
	switch (notice.kind) {
		case 'unreachable': {
			const name = printable(notice.host);
			const rfcs = notice.rfcs === 0 ? '' : ` Its ${counted(notice.rfcs, 'RFC')} cannot be got until the port answers.`;
			return `${name} joined, but nobody can reach ${address(notice.address, notice.port)} from here: a firewall on that machine, or a Wi-Fi that keeps its clients apart?${rfcs}`;
		}
		case 'encrypted-stranger':
			return `${printable(notice.address)} tried to speak TLS: it may have been started with a network key, which this open server does not use.`;
		case 'full':
			return `All ${count(notice.connections)} connections are taken: of those that never joined, the longest idle are closed first.`;
	}
}

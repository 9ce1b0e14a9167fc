/** The columns of a ladder: the parties, and the positions of their lines. Pure. */
import type {WireEntry} from '../../net/wire-log.ts';
import {printable} from '../../text/printable.ts';
import {count} from '../../text/quantity.ts';
import {cut, displayWidth} from '../../text/width.ts';
import type {WireSide} from '../panes/wire-table.ts';
import {partyName} from './message-words.ts';

export type Ladder = {
	/** Names above the lines, safe to show; the first is this program. */
	readonly names: readonly string[];
	/** The cell of each line. */
	readonly lines: readonly number[];
	readonly width: number;
	/** The column of a party. If there is not enough room, several share the last one. */
	columnOf(party: string): number;
	/** Whether the last column is shared. */
	readonly shares: boolean;
};

/** The name of this program in the ladder. */
const self = {peer: 'me', server: 'index server'} as const;

/** Minimum distance between lines: for a label such as `LOOKUP RFC 9293`, and its arrow. */
const leastGap = 20;

/** Longer arrows are harder to follow. */
const mostGap = 44;

/** Parties in order of appearance; at a peer the index server comes first. */
function partiesOf(entries: Iterable<WireEntry>, side: WireSide): readonly string[] {
	const found = new Set<string>(side === 'peer' ? ['index server'] : []);
	for (const {party} of entries) found.add(partyName(party));
	found.delete(side === 'server' ? self.server : '');
	return [...found];
}

/** The parties that get a column of their own: the most recent ones, in order of appearance. */
function chosen(parties: readonly string[], visible: readonly WireEntry[], most: number): readonly string[] {
	const last = new Map(visible.map(({party, id}) => [partyName(party), id]));
	const rank = (party: string): number => (party === 'index server' ? Number.MAX_SAFE_INTEGER : (last.get(party) ?? 0));
	const best = new Set(parties.toSorted((a, b) => rank(b) - rank(a)).slice(0, Math.max(0, most)));
	return parties.filter(party => best.has(party));
}

/** Lines at equal distances; the first and the last name end at the edges, unless that is too far. */
function spreadLines(names: readonly string[], width: number): readonly number[] {
	const first = Math.floor(displayWidth(names[0] ?? '') / 2);
	const steps = Math.max(1, names.length - 1);
	const side = width - 1 - Math.floor(displayWidth(names.at(-1) ?? '') / 2);
	const last = Math.min(side, first + steps * mostGap);
	return names.map((_, index) => Math.round(first + ((last - first) * index) / steps));
}

/** `all`: all matching messages. `visible`: those on the screen, whose parties take precedence. */
export function ladderOf(
	{all, visible}: {readonly all: readonly WireEntry[]; readonly visible: readonly WireEntry[]},
	{side, width}: {readonly side: WireSide; readonly width: number},
): Ladder {
	const parties = partiesOf(all, side);
	const room = Math.max(1, Math.floor((width - 8) / leastGap));
	const shares = parties.length > room;
	const own = shares ? chosen(parties, visible, room - 1) : parties;
	const others = parties.length - own.length;
	const most = Math.max(4, Math.floor(width / (own.length + (shares ? 2 : 1))) - 2);
	const shared = own.length === 0 ? 'the others' : `+${count(others)} more`;
	const names = [self[side], ...own, ...(shares ? [shared] : [])].map(name => cut(printable(name), most));
	const places = new Map(own.map((party, index) => [party, index + 1]));
	const selfName = side === 'server' ? self.server : '';
	return {
		names,
		lines: spreadLines(names, width),
		width,
		shares,
		columnOf: party => (partyName(party) === selfName ? 0 : (places.get(partyName(party)) ?? names.length - 1)),
	};
}

/** The log of messages as a table: newest last. */
import type {WireEntry, WireLog} from '../../net/wire-log.ts';
import {clockMillis, clockTime} from '../../text/clock-time.ts';
import {printable} from '../../text/printable.ts';
import {bytes, count} from '../../text/quantity.ts';
import {millis} from '../format.ts';
import type {Column} from '../kit/table.ts';
import {arraySource, type Source} from '../kit/table-view.ts';
import type {Tone} from '../theme.ts';

/** A source over what the log still has. */
export function wireSource(log: WireLog): Source<WireEntry, number> {
	const of = {keyOf: (entry: WireEntry) => entry.id, textOf: (entry: WireEntry) => `${entry.party} ${entry.summary}`};
	return query => arraySource(log.last(Number.POSITIVE_INFINITY), of)(query);
}

/** Whose log it is. Arrows point away from who speaks: at the server after the peer's name, at a peer before it. */
export type WireSide = 'server' | 'peer';

const arrows = {
	server: {received: '►', sent: '◄', event: '·'},
	peer: {received: '◄', sent: '►', event: '·'},
} as const;

export function statusTone(status: number): Tone {
	if (status < 300) return 'good';
	return status < 500 ? 'busy' : 'bad';
}

/** Wide panes tell milliseconds; in narrow ones the message needs the room. */
const wideFrom = 90;

const partyWidth = {server: {wide: 16, narrow: 9}, peer: {wide: 16, narrow: 13}} as const;

/** Below this width the version of a request makes room for what it asks; whoever opens the message sees all of it. */
const versionFrom = 70;

const messageCell = ({summary}: WireEntry, width: number): string =>
	printable(width < versionFrom ? summary.replace(/ P2P-CI\/\d\.\d$/, '') : summary);

export function wireColumns(width: number, side: WireSide): readonly Column<WireEntry>[] {
	const wide = width >= wideFrom;
	const party: Column<WireEntry> = {
		title: 'peer',
		width: partyWidth[side][wide ? 'wide' : 'narrow'],
		drop: 0,
		cell: entry => printable(entry.party),
	};
	const arrow: Column<WireEntry> = {
		title: ' ',
		width: 1,
		drop: 0,
		cell: ({direction}) => ({text: arrows[side][direction], tone: direction === 'event' ? 'dim' : 'accent'}),
	};
	return [
		{
			title: 'time',
			width: wide ? 12 : 8,
			drop: 3,
			cell: entry => (wide ? clockMillis(entry.time) : clockTime(entry.time)),
		},
		...(side === 'server' ? [party, arrow] : [arrow, party]),
		{title: 'message', width: 14, grows: true, drop: 0, cell: entry => messageCell(entry, width)},
		{
			title: 'code',
			width: 4,
			align: 'right',
			drop: 1,
			cell: ({status}) => (status === undefined ? '' : {text: String(status), tone: statusTone(status)}),
		},
		{
			title: 'bytes',
			width: 7,
			align: 'right',
			drop: 2,
			cell: entry => (entry.bytes === 0 ? '' : entry.bytes < 1_000_000 ? count(entry.bytes) : bytes(entry.bytes)),
		},
		{
			title: 'ms',
			width: 5,
			align: 'right',
			drop: 4,
			cell: ({duration}) => (duration === undefined ? '' : millis(duration)),
		},
	];
}

/** In the title: whether the newest is shown, and how many came since it is not. */
export function wireNote(follows: boolean, fresh: number): string {
	if (follows) return 'follows';
	return fresh > 0 ? `paused, ${count(fresh)} new, G follows` : 'paused, G follows';
}

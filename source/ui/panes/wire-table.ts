/** The log of messages as a table: newest last. */
import type {WireEntry} from '../../net/wire-log.ts';
import {clockMillis, clockTime} from '../../text/clock-time.ts';
import {printable} from '../../text/printable.ts';
import {bytes, count} from '../../text/quantity.ts';
import {cutStart} from '../../text/width.ts';
import {millisCell} from '../format.ts';
import {keyOf} from '../keys.ts';
import type {Cell, Column} from '../kit/table.ts';
import {tableNote} from '../kit/table-model.ts';
import {isProbe, messageWords, statusSign, statusTone, withoutVersion, withShortRange} from '../wire/message-words.ts';
import type {WireList} from '../wire/wire-list.ts';

/** Whose log it is. Arrows point away from the sender: at the server after the peer's name, at a peer before it. */
export type WireSide = 'server' | 'peer';

const arrows = {
	server: {received: '►', sent: '◄', event: '·'},
	peer: {received: '◄', sent: '►', event: '·'},
} as const;

function arrowCell(entry: WireEntry, side: WireSide): Cell {
	if (entry.trouble) return {text: isProbe(entry) ? '◁' : '·', tone: 'bad'};
	const {direction} = entry;
	const text = isProbe(entry) ? '◁' : arrows[side][direction];
	return {text, tone: direction === 'event' ? 'dim' : 'accent'};
}

function statusCell(entry: WireEntry): Cell {
	const {status} = entry;
	if (status !== undefined) return {text: `${statusSign(status)} ${status}`, tone: statusTone(status)};
	return entry.trouble ? {text: '✗', tone: 'bad'} : '';
}

/** Wide panes show milliseconds; in narrow ones the message needs the room. */
const wideFrom = 90;

const smallBelow = 50;

function partyWidth(width: number, side: WireSide): number {
	if (width >= wideFrom) return 16;
	return side === 'server' || width < smallBelow ? 9 : 13;
}

/** Who has no name yet is known by address and port, of which the end tells one from the other. */
const partyText = (party: string, width: number): string =>
	/^(?:\S+:\d+|[\d.]+)$/.test(party) ? cutStart(party, width) : party;

/** Below this width the version of a request is omitted; the opened message shows it. */
const versionFrom = 70;

/** The same for ranges, and for what the status code tells as well. */
const longRangeFrom = 116;

function wordsOf(entry: WireEntry, list: WireList, width: number): string {
	const words = messageWords(entry, list.requestOf(entry));
	if (width < versionFrom) return withShortRange(withoutVersion(words));
	return width < longRangeFrom ? withShortRange(words) : words;
}

/** The columns for a pane of this inner width. */
export function wireColumns(width: number, side: WireSide, list: WireList): readonly Column<WireEntry>[] {
	const wide = width >= wideFrom;
	const partyCells = partyWidth(width, side);
	const party: Column<WireEntry> = {
		title: 'peer',
		width: partyCells,
		drop: 0,
		cell: entry => partyText(printable(entry.party), partyCells),
	};
	const arrow: Column<WireEntry> = {title: ' ', width: 1, drop: 0, cell: entry => arrowCell(entry, side)};
	return [
		{
			title: 'time',
			width: wide ? 12 : 8,
			drop: 3,
			cell: entry => (wide ? clockMillis(entry.time) : clockTime(entry.time)),
		},
		...(side === 'server' ? [party, arrow] : [arrow, party]),
		{
			title: 'message',
			width: 14,
			grows: true,
			drop: 0,
			cell: entry => wordsOf(entry, list, width),
		},
		{title: 'code', width: 5, align: 'right', drop: 1, cell: statusCell},
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
			cell: ({duration}) => (duration === undefined ? '' : millisCell(duration)),
		},
	];
}

/** For the title: the number of matches, and whether it follows the newest or how many have come since. */
export function wireNote(
	list: WireList,
	{follows, fresh}: {readonly follows: boolean; readonly fresh: number},
): string {
	const {wrong} = list.filter;
	if (wrong !== undefined) return wrong;
	const matching = list.matching.length;
	const total = list.kept.length;
	const share = matching === total ? '' : `${tableNote({matching, total})} · `;
	if (follows) return `${share}follows`;
	const news = fresh > 0 ? `, ${count(fresh)} new` : '';
	return `${share}paused${news}, ${keyOf('last', 'wire')} follows`;
}

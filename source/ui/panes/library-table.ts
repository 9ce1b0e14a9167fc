/** The documents of this peer's folders, as a table: what is shared, and what could be. */
import type {Peer} from '../../peer/peer.ts';
import type {LibraryEntry} from '../../peer/peer-state.ts';
import {printable} from '../../text/printable.ts';
import {bytes, count, counted} from '../../text/quantity.ts';
import {type Lines, linesOf} from '../kit/lines.ts';
import type {Cell, Column} from '../kit/table.ts';
import {type TableModel, tableModel} from '../kit/table-model.ts';
import {arraySource, type TableAttention} from '../kit/table-view.ts';
import {wrap} from '../kit/wrap.ts';
import {standingParts} from '../standing-words.ts';
import type {Theme} from '../theme.ts';

export type Room = {
	readonly theme: Theme;
	/** Cells and rows inside the pane. */
	readonly width: number;
	readonly height: number;
	readonly focused: boolean;
};

const of = {
	keyOf: (entry: LibraryEntry) => entry.rfc,
	textOf: (entry: LibraryEntry) => `${entry.rfc} ${entry.title}`,
};

/** What others are told about a document. */
function sharedCell({shared, digest}: LibraryEntry): Cell {
	if (!shared) return {text: '○ not shared', tone: 'dim'};
	return digest === undefined ? {text: '◐ shared soon', tone: 'busy'} : {text: '● shared', tone: 'good'};
}

const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** `sha-256=:Nz1c…:` without its name: enough to tell two files apart at a glance. */
const digestStart = (digest: string): string => /:(.{10})/.exec(digest)?.[1] ?? '';

const columns: readonly Column<LibraryEntry>[] = [
	{title: 'RFC', width: 7, align: 'right', drop: 0, cell: ({rfc}) => String(rfc)},
	{title: 'title', width: 10, grows: true, drop: 0, cell: ({title}) => printable(title)},
	{title: 'shared', width: 13, drop: 0, cell: sharedCell},
	{title: 'size', width: 8, align: 'right', drop: 1, cell: entry => bytes(entry.bytes)},
	{title: 'changed', width: 10, drop: 2, cell: ({modified}) => dayOf(modified)},
	{
		title: 'SHA-256',
		width: 10,
		drop: 3,
		cell: ({digest}) => (digest === undefined ? {text: '◐ not yet', tone: 'dim'} : digestStart(digest)),
	},
];

export const libraryModel = (peer: Peer, at: TableAttention<number>, room: Room): TableModel<LibraryEntry, number> =>
	tableModel({
		...room,
		source: arraySource(peer.library(), of),
		keyOf: of.keyOf,
		columns,
		at,
		empty: 'No RFCs here yet. a adds a file, 6 gets one from a peer, or start with --rfcs FOLDER.',
		headless: room.height < 4,
	});

/** `9 shared · 2 not`. */
export function libraryNote(
	peer: Peer,
	{matching, total}: {readonly matching: number; readonly total: number},
): string {
	if (matching !== total) return `${count(matching)} of ${count(total)}`;
	const {shared, notShared} = peer.facts();
	return notShared === 0 ? `${count(shared)} shared` : `${count(shared)} shared · ${count(notShared)} not`;
}

/** How many others have just this file, as far as the live index tells. */
function othersSentence(peer: Peer, {rfc, digest}: LibraryEntry): string {
	const {name} = peer.facts();
	const others = (peer.index()?.holdersOf(rfc) ?? []).filter(record => record.host !== name);
	if (others.length === 0) return 'Nobody else has it.';
	const same = others.filter(record => record.digest === digest).length;
	const differ = others.length - same;
	return `${counted(same, 'other peer has', 'other peers have')} just this file${differ === 0 ? '' : `, ${count(differ)} another`}.`;
}

export function documentDetails(
	peer: Peer,
	entry: LibraryEntry,
	width: number,
): {readonly subject: string; readonly title: string; readonly lines: Lines} {
	const {rfc, title, shared, bytes: size, modified, file, digest} = entry;
	const told = [
		printable(title),
		...standingParts(peer.standingOf(rfc)).map(({text}) => text),
		'',
		shared ? '● shared: others get it from you' : '○ not shared: a shares it',
		othersSentence(peer, entry),
		'',
		`${count(size)} bytes, changed ${dayOf(modified)}`,
		printable(file),
		digest === undefined ? 'its digest is not known yet' : printable(digest),
	];
	const lines = linesOf(told.flatMap(line => (line === '' ? [''] : wrap(line, width))));
	return {subject: `document ${rfc}`, title: `RFC ${rfc}`, lines};
}

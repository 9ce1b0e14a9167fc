/** The table of the documents in this peer's folders: those that are shared, and those that could be. */
import {type SortValue, titleOrder} from '../../order/compare.ts';
import type {Sort} from '../../order/table-view.ts';
import type {Peer} from '../../peer/peer.ts';
import type {LibraryEntry, PeerFacts} from '../../peer/peer-state.ts';
import {printable} from '../../text/printable.ts';
import {bytes, count, counted} from '../../text/quantity.ts';
import type {Details} from '../details.ts';
import {keyOf} from '../keys.ts';
import {linesOf} from '../kit/lines.ts';
import {orderedOnce, sortedBy} from '../kit/sorting.ts';
import type {Cell, Column} from '../kit/table.ts';
import {type TableModel, tableModel} from '../kit/table-model.ts';
import {arraySource, type TableAttention} from '../kit/table-view.ts';
import {wrap} from '../kit/wrap.ts';
import {standingParts} from '../standing-words.ts';
import type {Theme} from '../theme.ts';

export type Room = {
	readonly theme: Theme;
	/** Inner width and rows of the pane. */
	readonly width: number;
	readonly height: number;
	readonly focused: boolean;
};

/** What documents in the folders are known by, and found by: `2616` and `rfc 2616` find the same. */
export const documents = {
	keyOf: (entry: LibraryEntry) => entry.rfc,
	textOf: (entry: LibraryEntry) => `rfc${entry.rfc} ${entry.title}`,
};

/** What is announced about a document. */
function sharedCell({shared, digest}: LibraryEntry): Cell {
	if (!shared) return {text: '○ not shared', tone: 'dim'};
	return digest === undefined ? {text: '◐ shared soon', tone: 'busy'} : {text: '● shared', tone: 'good'};
}

const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** `sha-256=:Nz1c…:` without its name: enough to tell two files apart. */
const digestStart = (digest: string): string => /:(.{10})/.exec(digest)?.[1] ?? '';

const up = (by: string): Sort => ({by, descending: false});
const down = (by: string): Sort => ({by, descending: true});

/** What documents are compared by, in the columns other than the number, in whose order they come. */
const values: Readonly<Record<string, (entry: LibraryEntry) => SortValue>> = {
	title: ({title}) => titleOrder(title),
	/** Those first that are not shared: there is something to do about them. */
	shared: ({shared, digest}) => Number(shared) + Number(shared && digest !== undefined),
	size: entry => entry.bytes,
	changed: ({modified}) => modified,
};

const ordered = orderedOnce((entries: readonly LibraryEntry[], sort) => sortedBy(entries, sort, values));

const columns: readonly Column<LibraryEntry>[] = [
	{title: 'RFC', width: 7, align: 'right', drop: 0, sort: up('number'), cell: ({rfc}) => String(rfc)},
	{title: 'title', width: 10, grows: true, drop: 0, sort: up('title'), cell: ({title}) => printable(title)},
	{title: 'shared', width: 13, drop: 0, sort: up('shared'), cell: sharedCell},
	{title: 'size', width: 8, align: 'right', drop: 1, sort: down('size'), cell: entry => bytes(entry.bytes)},
	{title: 'changed', width: 10, drop: 2, sort: down('changed'), cell: ({modified}) => dayOf(modified)},
	{
		title: 'SHA-256',
		width: 10,
		drop: 3,
		cell: ({digest}) => (digest === undefined ? {text: '◐ not yet', tone: 'dim'} : digestStart(digest)),
	},
];

export const hasDocuments = ({shared, notShared}: PeerFacts): boolean => shared + notShared > 0;

/** Whether the person has no documents, and could begin with those that came with the program. */
export const hasNothing = (facts: PeerFacts): boolean => facts.samples && !hasDocuments(facts);

/** `samples`: whether documents came with the program; with a demonstration, which has no flag --rfcs, none did. */
function emptyWords(samples: boolean): string {
	const adds = `${keyOf('share', 'library')} adds a file`;
	const gets = `${keyOf('operation-6', 'peer')} gets one from a peer`;
	return samples
		? `No RFCs here yet. ${adds}, ${keyOf('samples', 'library')} copies p2pci's own sample documents, ${gets}, or start with --rfcs FOLDER.`
		: `No RFCs here yet. ${adds}, ${gets}.`;
}

/** The table of the documents in the folders. */
export const libraryModel = (
	peer: Peer,
	{at, sort}: {readonly at: TableAttention<number>; readonly sort: Sort},
	room: Room,
): TableModel<LibraryEntry, number> =>
	tableModel({
		...room,
		source: arraySource(ordered(peer.library(), sort), documents),
		keyOf: documents.keyOf,
		columns,
		at,
		sort,
		empty: emptyWords(hasNothing(peer.facts())),
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

/** How many other peers have exactly this file, as far as the copy of the index tells. */
function othersSentence(peer: Peer, {rfc, digest}: LibraryEntry): string | undefined {
	const {name} = peer.facts();
	const index = peer.index();
	// An index server of 1.0 does not tell, and before it is listed nothing is known.
	if (index === undefined || index.state === 'filling') return undefined;
	const others = index.holdersOf(rfc).filter(record => record.host !== name);
	if (others.length === 0) return 'Nobody else has it.';
	const same = others.filter(record => record.digest === digest).length;
	const differ = others.length - same;
	return `${counted(same, 'other peer has', 'other peers have')} exactly this file${differ === 0 ? '' : `, ${count(differ)} another`}.`;
}

/** A document in the folders: what it is, who else has it, and where it is. */
export function documentDetails(peer: Peer, entry: LibraryEntry, width: number): Details {
	const {rfc, title, shared, bytes: size, modified, file, digest} = entry;
	const others = othersSentence(peer, entry);
	const told = [
		printable(title),
		...standingParts(peer.standingOf(rfc)).map(({text}) => text),
		'',
		shared ? '● shared: others get it from you' : `○ not shared: ${keyOf('share', 'library')} shares it`,
		...(others === undefined ? [] : [others]),
		'',
		`${count(size)} bytes, changed ${dayOf(modified)}`,
		printable(file),
		digest === undefined ? 'its digest is not known yet' : printable(digest),
	];
	const lines = linesOf(told.flatMap(line => (line === '' ? [''] : wrap(line, width))));
	return {subject: `document ${rfc}`, title: `RFC ${rfc}`, lines};
}

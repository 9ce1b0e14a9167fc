/** The tables of results, and of documents to add or remove. */
import type {RfcRow} from '../../order/rfc-row.ts';
import type {Download, LibraryEntry} from '../../peer/peer-state.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import type {Standing as Document} from '../../rfc/standing.ts';
import {placeKey} from '../../text/place-key.ts';
import {printable} from '../../text/printable.ts';
import {bytes, count} from '../../text/quantity.ts';
import {addressIn, percent} from '../format.ts';
import {type Cell, type Column, columnsFor} from '../kit/table.ts';
import {shortStanding} from '../standing-words.ts';
import type {DocumentVersion} from './versions.ts';

/** A holder of the requested RFC. */
export type HolderRow = {readonly record: RfcRecord; readonly version: DocumentVersion};

export type Result = ({readonly kind: 'rfc'} & RfcRow) | ({readonly kind: 'holder'; readonly rfc: number} & HolderRow);

/** A record as the key of a row. */
export const recordKey = (record: RfcRecord): string => `${record.rfc} ${placeKey(record)}`;

/** A result as the key of a row. */
export const resultKey = (result: Result): string =>
	result.kind === 'rfc' ? String(result.rfc) : recordKey(result.record);

export type Standing = {
	has(rfc: number): boolean;
	/** Whether this peer has the file of a record; if the record has no digest, whether it has any file of the RFC. */
	hasVersion(record: RfcRecord): boolean;
	/** Whether a peer, or the holder in a record, is this one. */
	isMine(peer: Pick<RfcRecord, 'host' | 'port'>): boolean;
	/** Whether the index server could connect to a holder; undefined when it does not say. */
	isReachable(record: RfcRecord): boolean | undefined;
	/** How many milliseconds a holder took for its last answer; undefined if it was never asked. */
	answerMs(record: RfcRecord): number | undefined;
	/** Whether this peer is among the holders. */
	shares(rfc: number): boolean;
	wants(rfc: number): boolean;
	isMarked(rfc: number): boolean;
	/** The standing of an RFC; undefined while nothing is known. */
	becameOf(rfc: number): Document | undefined;
	/** The newest download of an RFC. */
	downloadOf(rfc: number): Download | undefined;
};

function downloadCell({state}: Download): Cell | undefined {
	switch (state.kind) {
		case 'queued':
			return {text: '○ next', tone: 'busy'};
		case 'connecting':
			return {text: '◐ asked', tone: 'busy'};
		case 'running':
			return {text: state.total === undefined ? '◐ comes' : `◐${percent(state.received, state.total)}`, tone: 'busy'};
		case 'verifying':
			return {text: '◐ checks', tone: 'busy'};
		case 'waiting':
			return {text: '… waits', tone: 'busy'};
		case 'paused':
			return {text: '‖ paused', tone: 'dim'};
		case 'differs':
			return {text: '≠ decide', tone: 'busy'};
		default:
			return undefined;
	}
}

/** Whether this peer has or downloads an RFC, in at most 8 cells. */
function mineCell(rfc: number, standing: Standing): Cell {
	const download = standing.downloadOf(rfc);
	const moves = download === undefined ? undefined : downloadCell(download);
	if (moves !== undefined) return moves;
	if (standing.shares(rfc)) return {text: '● mine', tone: 'good'};
	if (standing.has(rfc)) return {text: '✓ have', tone: 'good'};
	if (standing.wants(rfc)) return {text: '◌ wanted', tone: 'busy'};
	return download?.state.kind === 'failed' ? {text: '✗ failed', tone: 'bad'} : '';
}

/** Whether this peer has or downloads the file of one holder. */
export function versionCell(record: RfcRecord, standing: Standing): Cell {
	const download = standing.downloadOf(record.rfc);
	const isIt = download !== undefined && isOf(download, record);
	const moves = isIt ? downloadCell(download) : undefined;
	if (moves !== undefined) return moves;
	if (standing.isMine(record)) return {text: '● mine', tone: 'good'};
	if (standing.hasVersion(record)) return {text: '✓ have', tone: 'good'};
	return isIt && download.state.kind === 'failed' ? {text: '✗ failed', tone: 'bad'} : '';
}

/** Whether a download is for the bytes that a record declares; without a digest, whether it is from its holder. */
const isOf = ({digest, source}: Download, record: RfcRecord): boolean =>
	digest === undefined
		? record.digest === undefined && source.host === record.host && source.port === record.port
		: digest === record.digest;

/** The standing of the document: what replaced it matters most to a reader. */
function statusCell(document: Document | undefined): Cell {
	if (document === undefined) return '';
	const {text, tone = 'plain'} = shortStanding(document);
	return text === '' ? '' : {text, tone};
}

/** A number in a column of 7 cells, with the sign of its mark. */
export const markedCell = (rfc: number, standing: Standing): Cell =>
	standing.isMarked(rfc) ? {text: `*${String(rfc).padStart(6)}`, tone: 'accent'} : String(rfc);

/** Widths from which there is room for the standing, for the number of holders, and for words. */
const statusFrom = 72;
const holdersFrom = 42;
const wordsFrom = 34;

const rfcColumns = (standing: Standing, width: number): readonly Column<RfcRow>[] => [
	{
		title: 'RFC',
		width: 7,
		align: 'right',
		drop: 0,
		sort: {by: 'number', descending: false},
		cell: ({rfc}) => markedCell(rfc, standing),
	},
	{
		title: 'title',
		width: 10,
		grows: true,
		drop: 0,
		sort: {by: 'title', descending: false},
		cell: ({title}) => printable(title),
	},
	holdersColumn,
	{
		title: 'mine',
		width: width < wordsFrom ? 1 : 8,
		drop: 0,
		cell: ({rfc}) => {
			const cell = mineCell(rfc, standing);
			return width < wordsFrom && typeof cell === 'object' ? {...cell, text: cell.text.slice(0, 1)} : cell;
		},
	},
	...(width < statusFrom
		? []
		: [{title: 'status', width: 13, drop: 0, cell: ({rfc}: RfcRow) => statusCell(standing.becameOf(rfc))}]),
];

const holdersColumn: Column<RfcRow> = {
	title: 'have',
	width: 5,
	align: 'right',
	drop: 1,
	from: holdersFrom,
	sort: {by: 'holders', descending: true},
	cell: ({holders, versions}) =>
		versions > 1 ? {text: `${count(holders)} ≠ ${versions}`, tone: 'busy'} : count(holders),
};

/** Exact, where it fits, since that distinguishes versions. */
const sizeText = (size: number): string => (size < 10_000_000 ? count(size) : bytes(size));

/** Cells for the longest IPv4 address with its port. */
export const placeWidth = 21;

const holderColumns = (standing: Standing, lettered: boolean): readonly Column<HolderRow>[] => [
	...(lettered
		? [{title: ' ', width: 1, drop: 0, cell: ({version}: HolderRow): Cell => ({text: version.letter, tone: 'strong'})}]
		: []),
	// Number and title are in the title of the pane, too: the holder and its address matter more.
	{title: 'RFC', width: 7, align: 'right', drop: 3, cell: ({record}) => String(record.rfc)},
	{title: 'title', width: 12, grows: true, drop: 4, cell: ({record}) => printable(record.title)},
	{title: 'holder', width: 10, grows: true, drop: 0, cell: ({record}) => printable(record.host)},
	// Versions are distinguished by their sizes.
	{title: 'address:port', width: placeWidth, drop: lettered ? 2 : 1, cell: ({record}) => addressIn(placeWidth, record)},
	{
		title: 'size',
		width: 9,
		align: 'right',
		drop: lettered ? 1 : 2,
		cell: ({record}) => (record.size === undefined ? {text: 'unknown', tone: 'dim'} : sizeText(record.size)),
	},
	{title: 'changed', width: 10, drop: 5, cell: ({record}) => printable(record.modified ?? '').slice(0, 10)},
	{
		title: 'mine',
		width: 8,
		drop: 0,
		cell: ({record}) => versionCell(record, standing),
	},
];

/** `lettered`: whether versions have to be distinguished; `width`: cells of the whole table. */
export const resultColumns = (
	kind: Result['kind'],
	standing: Standing,
	{lettered, width}: {readonly lettered: boolean; readonly width: number},
): readonly Column<Result>[] =>
	kind === 'rfc'
		? columnsFor(rfcColumns(standing, width), result => (result.kind === 'rfc' ? result : undefined))
		: columnsFor(holderColumns(standing, lettered), result => (result.kind === 'holder' ? result : undefined));

export const choiceColumns: readonly Column<LibraryEntry>[] = [
	{title: 'RFC', width: 7, align: 'right', drop: 0, cell: entry => String(entry.rfc)},
	{title: 'title', width: 10, grows: true, drop: 0, cell: entry => printable(entry.title)},
	{title: 'size', width: 8, align: 'right', drop: 1, cell: entry => bytes(entry.bytes)},
	{
		title: 'state',
		width: 12,
		drop: 2,
		cell: entry => (entry.shared ? {text: '● shared', tone: 'good'} : {text: '○ not shared', tone: 'dim'}),
	},
];

/** What the index answered, and what could be added or removed, as tables. */
import type {Download, LibraryEntry} from '../../peer/peer-state.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import {printable} from '../../text/printable.ts';
import {bytes} from '../../text/quantity.ts';
import {address, percent} from '../format.ts';
import type {Cell, Column} from '../kit/table.ts';

export const recordKey = (record: RfcRecord): string => `${record.rfc} ${record.host} ${record.address} ${record.port}`;

export const recordText = (record: RfcRecord): string =>
	`${record.rfc} ${record.title} ${record.host} ${record.address}`;

export type Standing = {
	has(rfc: number): boolean;
	isMine(record: RfcRecord): boolean;
	/** The newest download of an RFC. */
	downloadOf(rfc: number): Download | undefined;
};

function haveCell(record: RfcRecord, standing: Standing): Cell {
	const state = standing.downloadOf(record.rfc)?.state;
	if (state?.kind === 'connecting') return {text: '◐ asked', tone: 'busy'};
	if (state?.kind === 'running') {
		return {text: state.total === undefined ? '◐ comes' : `◐${percent(state.received, state.total)}`, tone: 'busy'};
	}
	if (standing.isMine(record)) return {text: '● mine', tone: 'good'};
	if (standing.has(record.rfc)) return {text: '✓ have', tone: 'good'};
	return state?.kind === 'failed' ? {text: '✗ failed', tone: 'bad'} : '';
}

export const resultColumns = (standing: Standing): readonly Column<RfcRecord>[] => [
	{title: 'RFC', width: 7, align: 'right', drop: 0, cell: record => String(record.rfc)},
	{title: 'title', width: 10, grows: true, drop: 0, cell: record => printable(record.title)},
	{title: 'holder', width: 10, drop: 1, cell: record => printable(record.host)},
	{title: 'address:port', width: 18, drop: 2, cell: record => address(record.address, record.port)},
	{title: 'have', width: 8, drop: 0, cell: record => haveCell(record, standing)},
];

export const choiceColumns: readonly Column<LibraryEntry>[] = [
	{title: 'RFC', width: 7, align: 'right', drop: 0, cell: entry => String(entry.rfc)},
	{title: 'title', width: 10, grows: true, drop: 0, cell: entry => printable(entry.title)},
	{title: 'bytes', width: 8, align: 'right', drop: 1, cell: entry => bytes(entry.bytes)},
	{
		title: 'state',
		width: 12,
		drop: 2,
		cell: entry => (entry.shared ? {text: '● shared', tone: 'good'} : {text: '○ not shared', tone: 'dim'}),
	},
];

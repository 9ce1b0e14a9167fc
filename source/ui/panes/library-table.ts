/** The documents of this peer's folders, as a table. */
import type {Peer} from '../../peer/peer.ts';
import type {LibraryEntry} from '../../peer/peer-state.ts';
import {printable} from '../../text/printable.ts';
import {count} from '../../text/quantity.ts';
import {type Lines, linesOf} from '../kit/lines.ts';
import {type TableModel, tableModel} from '../kit/table-model.ts';
import {arraySource, type TableAttention} from '../kit/table-view.ts';
import {wrap} from '../kit/wrap.ts';
import type {Theme} from '../theme.ts';
import {choiceColumns} from './results-table.ts';

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

export const libraryModel = (peer: Peer, at: TableAttention<number>, room: Room): TableModel<LibraryEntry, number> =>
	tableModel({
		...room,
		source: arraySource(peer.library(), of),
		keyOf: of.keyOf,
		columns: choiceColumns,
		at,
		empty: 'No RFCs here yet. 1 adds one, 6 gets one, or start with --rfcs FOLDER.',
		headless: room.height < 4,
	});

export function documentDetails(
	entry: LibraryEntry,
	width: number,
): {readonly subject: string; readonly title: string; readonly lines: Lines} {
	const told = [
		printable(entry.title),
		'',
		`${count(entry.bytes)} bytes, ${new Date(entry.modified).toISOString().slice(0, 10)}`,
		printable(entry.file),
		entry.shared ? '● shared: others get it from you' : '○ not shared: 1 shares it',
		entry.digest === undefined ? 'its digest is not known yet' : printable(entry.digest),
	];
	const lines = linesOf(told.flatMap(line => (line === '' ? [''] : wrap(line, width))));
	return {subject: `document ${entry.rfc}`, title: `RFC ${entry.rfc}`, lines};
}

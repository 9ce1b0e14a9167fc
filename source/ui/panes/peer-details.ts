/** What the details pane of the peer's screen tells about the thing under the cursor. */
import type {RfcRecord} from '../../protocol/message.ts';
import {sentence} from '../../text/failures.ts';
import {printable} from '../../text/printable.ts';
import {bytes, count} from '../../text/quantity.ts';
import {address, clockTime} from '../format.ts';
import {type Lines, linesOf} from '../kit/lines.ts';
import {wrap} from '../kit/wrap.ts';
import type {Standing} from './results-table.ts';
import type {Transfer} from './transfer-lines.ts';

const wrapped = (lines: readonly string[], width: number): Lines =>
	linesOf(lines.flatMap(line => (line === '' ? [''] : wrap(line, width))));

export function recordDetails(record: RfcRecord, standing: Standing, width: number): Lines {
	const size = record.size === undefined ? 'not told' : `${count(record.size)} bytes (${bytes(record.size)})`;
	const mine = standing.isMine(record)
		? 'You share it.'
		: standing.has(record.rfc)
			? 'You have it: enter reads it.'
			: 'Enter gets it from this holder, peer to peer.';
	return wrapped(
		[
			`RFC ${record.rfc} ${printable(record.title)}`,
			'',
			`holder   ${printable(record.host)}`,
			`at       ${address(record.address, record.port)}`,
			`size     ${size}`,
			`digest   ${record.digest === undefined ? 'not told' : printable(record.digest)}`,
			'',
			mine,
		],
		width,
	);
}

export function transferDetails(transfer: Transfer, width: number): Lines {
	if (transfer.way === 'up') {
		const {rfc, to, started, sent, total} = transfer.upload;
		return wrapped(
			[
				`RFC ${rfc} to ${printable(to)}`,
				'',
				`begun at ${clockTime(started)}`,
				`${count(sent)} of ${count(total)} bytes`,
			],
			width,
		);
	}
	const {rfc, title, source, started, state} = transfer.download;
	const file = 'file' in state ? [`file     ${printable(state.file)}`] : [];
	const failure = state.kind === 'failed' ? ['', sentence(state.failure), '', 'r tries again, d drops it.'] : [];
	return wrapped(
		[
			`RFC ${rfc} ${printable(title)}`,
			'',
			`from     ${printable(source.host)} at ${address(source.address, source.port)}`,
			`begun    ${clockTime(started)}`,
			...file,
			...failure,
		],
		width,
	);
}

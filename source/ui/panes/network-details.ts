/** The details of a peer in the network, and of one of its records. */
import type {IndexWindowSource} from '../../peer/index/index-window-source.ts';
import type {PeerRecord} from '../../protocol/message.ts';
import {isLoopback} from '../../text/address.ts';
import {clockTime} from '../../text/clock-time.ts';
import {placeKey} from '../../text/place-key.ts';
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';
import type {Details} from '../details.ts';
import {address, age} from '../format.ts';
import {keyOf} from '../keys.ts';
import {joinLines, type Lines, linesOf} from '../kit/lines.ts';
import {wrap} from '../kit/wrap.ts';
import type {NetworkRow} from './network-table.ts';
import {recordDetails} from './peer-details.ts';
import {recordKey, type Standing} from './results-table.ts';
import {versionsOf} from './versions.ts';

type At = {readonly width: number; readonly now: number};

/** A peer and what it shares; only visible records are read. */
function peerDetails(index: IndexWindowSource | undefined, peer: PeerRecord, {width, now}: At): Details {
	const software = [peer.agent, peer.os].filter(text => text !== undefined).map(printable);
	const joined = Date.parse(peer.joined);
	const since = Number.isNaN(joined) ? [] : [`joined at ${clockTime(joined)}, ${age(now - joined)} ago`];
	const head = [
		`${printable(peer.host)} at ${address(peer.address, peer.port)}`,
		[`P2P-CI/${peer.version}`, ...software].join(', '),
		...since,
		...(isLoopback(peer.address)
			? ["On the index server's machine: other machines are given its network address."]
			: []),
		'',
		peer.rfcs === 0
			? 'It shares no RFC.'
			: `It shares ${counted(peer.rfcs, 'RFC')} (${keyOf('open', 'network')} on its row goes there):`,
	].flatMap(line => (line === '' ? [''] : wrap(line, width)));
	const records: Lines = {
		count: index === undefined ? 0 : peer.rfcs,
		read: (offset, limit) =>
			(index?.recordsOf(peer, {filter: '', offset, limit}).rows ?? []).map(
				({rfc, title}) => `${String(rfc).padStart(7)} ${printable(title)}`,
			),
	};
	return {subject: `peer ${placeKey(peer)}`, title: 'Peer', lines: joinLines(linesOf(head), records)};
}

/** The peer, or the document of a peer, under the cursor. */
export function networkDetails(
	index: IndexWindowSource | undefined,
	row: NetworkRow,
	{standing, ...at}: At & {readonly standing: Standing},
): Details {
	if (row.kind === 'peer') return peerDetails(index, row.peer, at);
	const {record} = row;
	const key = recordKey(record);
	const versions = versionsOf(index?.holdersOf(record.rfc) ?? [record]);
	const version = versions.find(({records}) => records.some(other => recordKey(other) === key));
	const lines = version === undefined ? linesOf([]) : recordDetails({record, version}, standing, at.width);
	return {subject: key, title: `RFC ${record.rfc}`, lines};
}

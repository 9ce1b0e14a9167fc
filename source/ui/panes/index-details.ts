/** The details of a peer and of an RFC on the server's screen. Only visible records are read. */

import type {RfcRow} from '../../order/rfc-row.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import type {IndexServer} from '../../server/index-server.ts';
import type {PeerRow} from '../../server/server-state.ts';
import {printable} from '../../text/printable.ts';
import {count, counted} from '../../text/quantity.ts';
import {fitRight} from '../../text/width.ts';
import {address, age, justNowMs, sinceAbout} from '../format.ts';
import {joinLines, type Lines, linesOf} from '../kit/lines.ts';
import {wrap} from '../kit/wrap.ts';
import {presenceSentence} from './presence.ts';

export type DetailsAt = {readonly width: number; readonly now: number};

/** A peer of the index server, and all that it shares. */
export function peerDetails(server: IndexServer, peer: PeerRow, {width, now}: DetailsAt): Lines {
	const software = [peer.agent, peer.os].filter(text => text !== undefined).map(printable);
	const head = [
		`${printable(peer.host)} at ${address(peer.address, peer.port)}`,
		`P2P-CI/${peer.version}${software.length > 0 ? `, ${software.join(', ')}` : ''}`,
		`joined ${age(now - peer.joined)} ago, last message ${lastWords(now - peer.seen)}`,
		presenceSentence(peer.presence, now),
	].flatMap(line => wrap(line, width));
	const title = peer.rfcs === 0 ? 'It shares no RFC.' : `It shares ${counted(peer.rfcs, 'RFC')}:`;
	return joinLines(linesOf([...head, '', title]), {
		count: peer.rfcs,
		read: (offset, limit) =>
			server
				.recordsOf(peer.key, offset, limit)
				.map(record => `${fitRight(String(record.rfc), 7)} ${printable(record.title)}`),
	});
}

/** An RFC of the index server, and all who hold it. */
export function rfcDetails(server: IndexServer, row: RfcRow, {width}: DetailsAt): Lines {
	const differs =
		row.versions < 2
			? []
			: wrap(`≠ Its holders declare ${count(row.versions)} different digests: not one file.`, width);
	const head = [...wrap(`RFC ${row.rfc} ${printable(row.title)}`, width), ...differs, ''];
	const whose = row.versions < 2 ? '' : ', each after the first letters of its digest';
	const title = row.holders === 1 ? 'One peer has it:' : `${count(row.holders)} peers have it${whose}:`;
	return joinLines(linesOf([...head, ...wrap(title, width)]), {
		count: row.holders,
		read: (offset, limit) =>
			server
				.holdersOf(row.rfc, offset, limit)
				.map(
					record => `  ${digestMark(record, row)}${printable(record.host)}  ${address(record.address, record.port)}`,
				),
	});
}

const lastWords = (ms: number): string => (ms < justNowMs ? 'just now' : `${sinceAbout(ms)} ago`);

/** The first letters of a digest (base64), if the holders of an RFC have different ones. */
function digestMark({digest}: RfcRecord, {versions}: RfcRow): string {
	if (versions < 2) return '';
	const letters = digest?.replace(/^sha-256=:/, '').slice(0, 6) ?? '?';
	return `${printable(letters).padEnd(6)}  `;
}

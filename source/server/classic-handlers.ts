/** The methods of P2P-CI/1.0, one function each (RFC 900001, section 4). */

import {classicBegin, classicEmpty, classicEnd} from '../protocol/encode.ts';
import type {Fields} from '../protocol/message.ts';
import {classicLine} from '../protocol/records.ts';
import {ProtocolError} from '../protocol/status.ts';
import {checkOptionalPort, checkOptionalTitle, hostOf, portOf, titleOf} from '../protocol/values.ts';
import {plainAddress} from '../text/address.ts';
import {counted} from '../text/quantity.ts';
import {type Answer, inPieces, mostLinesAtOnce, whole} from './answers.ts';
import type {Catalog} from './catalog.ts';
import type {Client} from './client.ts';
import type {Call} from './handler.ts';
import type {Holding} from './index-peer.ts';
import {classicRecords} from './places.ts';

/** Section 4.4. A peer that is not here yet joins with it. */
export function add({fields, rfc, client, engine}: Call): Answer {
	const {host, port} = senderOf(fields);
	const title = titleOf(fields);
	engine.room.demand(client.remote.address);
	const peer = engine.members.joinClassic(host, port, client);
	engine.members.use(peer, client);
	return records(client, [engine.catalog.add(peer, rfc, {title})]);
}

/** Section 4.7. 404 if the peer does not share the RFC. */
export function remove({fields, rfc, client, engine}: Call): Answer {
	const {host, port} = senderOf(fields);
	checkOptionalTitle(fields);
	const peer = engine.members.classic(host, port, client);
	if (peer) engine.members.use(peer, client);
	const record = peer && engine.catalog.remove(peer, rfc);
	if (!record) throw new ProtocolError(404, `You do not share RFC ${rfc}.`);
	return records(client, [record]);
}

/** Section 4.5. 404 if nobody shares the RFC. */
export function lookup({fields, rfc, client, engine}: Call): Answer {
	checkReader(fields);
	checkOptionalTitle(fields);
	return engine.ready['1.0'].about(rfc, client, holders => {
		if (holders.length === 0) throw new ProtocolError(404, `Nobody here has RFC ${rfc}.`);
		return records(client, holders);
	});
}

/** Section 4.6. A long list is sent in pieces. */
export function list({fields, client, engine: {catalog}}: Call): Answer {
	checkReader(fields);
	const summary = counted(catalog.records, 'record');
	const lines = framed(linesOfAll(client, catalog));
	// A short one may be long to make: among the records of somebody who has left.
	const isLong = catalog.records > mostLinesAtOnce || catalog.settled !== undefined;
	if (isLong) return {kind: 'pieces', status: 200, summary, pieces: inPieces(lines)};
	return whole(200, [...lines].join(''), summary);
}

/** Section 4.8. */
export function join({fields, client, engine}: Call): Answer {
	const {host, port} = senderOf(fields);
	engine.members.use(engine.members.joinClassic(host, port, client), client);
	return whole(200, classicEmpty(200));
}

/** Section 4.9. 404 if the peer is not here. */
export function leave({fields, client, engine}: Call): Answer {
	const {host, port} = senderOf(fields);
	const peer = engine.members.classic(host, port, client);
	if (!peer) throw new ProtocolError(404, 'You are not here.');
	engine.members.leave(peer);
	return whole(200, classicEmpty(200));
}

const senderOf = (fields: Fields) => ({host: plainAddress(hostOf(fields)), port: portOf(fields)});

/** A reader has to give its Host; its Port is optional, but must be valid. */
function checkReader(fields: Fields): void {
	hostOf(fields);
	checkOptionalPort(fields);
}

/** A 200 with the records of one RFC. */
function records(client: Client, holders: readonly Holding[]): Answer {
	const summary = counted(holders.length, 'record');
	if (holders.length > mostLinesAtOnce) {
		// A copy, since the index changes while the pieces are sent.
		const pieces = inPieces(framed(linesOf(client, [...holders])));
		return {kind: 'pieces', status: 200, summary, pieces};
	}
	let text = classicBegin;
	for (const record of classicRecords(client, holders)) text += classicLine(record.rfc, record.title, record);
	return whole(200, text + classicEnd, summary);
}

function* linesOf(client: Client, holders: readonly Holding[]): Generator<string> {
	for (const record of classicRecords(client, holders)) yield classicLine(record.rfc, record.title, record);
}

function* linesOfAll(client: Client, catalog: Catalog): Generator<string> {
	for (const {holders} of catalog.walk()) {
		// There may be thousands in a row whose last holder has just left.
		if (holders.length === 0) yield '';
		yield* linesOf(client, holders);
	}
}

function* framed(lines: Iterable<string>): Generator<string> {
	yield classicBegin;
	yield* lines;
	yield classicEnd;
}

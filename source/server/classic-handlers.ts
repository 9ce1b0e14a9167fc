/** The methods of P2P-CI/1.0, a function each (PROTOCOL.md 2). */

import {classicBegin, classicEmpty, classicEnd} from '../protocol/encode.ts';
import {classicLine} from '../protocol/records.ts';
import {ProtocolError} from '../protocol/status.ts';
import {checkOptionalPort, checkOptionalTitle, hostOf, portOf, titleOf} from '../protocol/values.ts';
import {plainAddress} from '../text/address.ts';
import {counted} from '../text/quantity.ts';
import {type Answer, inPieces, mostLinesAtOnce, whole} from './answers.ts';
import type {Asker} from './asker.ts';
import type {Catalog} from './catalog.ts';
import type {Call} from './handler.ts';
import type {Holding} from './index-peer.ts';
import {classicRecords} from './places.ts';

export function add({fields, rfc, asker, engine}: Call): Answer {
	const {host, port} = senderOf({fields});
	const title = titleOf(fields);
	const peer = engine.members.joinClassic(host, port, asker);
	engine.members.use(peer, asker);
	return records(asker, [engine.catalog.add(peer, rfc, {title})]);
}

export function remove({fields, rfc, asker, engine}: Call): Answer {
	const {host, port} = senderOf({fields});
	checkOptionalTitle(fields);
	const peer = engine.members.classic(host, port, asker);
	if (peer) engine.members.use(peer, asker);
	const record = peer && engine.catalog.remove(peer, rfc);
	if (!record) throw new ProtocolError(404, `You do not share RFC ${rfc}.`);
	return records(asker, [record]);
}

export function lookup({fields, rfc, asker, engine}: Call): Answer {
	checkReader({fields});
	return engine.ready['1.0'].about(rfc, asker, holders => {
		if (holders.length === 0) throw new ProtocolError(404, `Nobody here has RFC ${rfc}.`);
		return records(asker, holders);
	});
}

export function list({fields, asker, engine: {catalog}}: Call): Answer {
	checkReader({fields});
	const summary = counted(catalog.records, 'record');
	const lines = framed(linesOfAll(asker, catalog));
	if (catalog.records > mostLinesAtOnce) return {kind: 'pieces', status: 200, summary, pieces: inPieces(lines)};
	return whole(200, [...lines].join(''), summary);
}

export function join({fields, asker, engine}: Call): Answer {
	const {host, port} = senderOf({fields});
	engine.members.use(engine.members.joinClassic(host, port, asker), asker);
	return whole(200, classicEmpty(200));
}

export function leave({fields, asker, engine}: Call): Answer {
	const {host, port} = senderOf({fields});
	const peer = engine.members.classic(host, port, asker);
	if (!peer) throw new ProtocolError(404, 'You are not here.');
	engine.members.leave(peer);
	return whole(200, classicEmpty(200));
}

type Fielded = Pick<Call, 'fields'>;

const classicHostOf = ({fields}: Fielded): string => plainAddress(hostOf(fields));

const senderOf = ({fields}: Fielded) => ({host: classicHostOf({fields}), port: portOf(fields)});

/** Who only reads must say who it is, and need not say more; what it says must be right all the same. */
function checkReader({fields}: Fielded): void {
	classicHostOf({fields});
	checkOptionalPort(fields);
	checkOptionalTitle(fields);
}

/** A 200 with the records of one RFC. */
function records(asker: Asker, holders: readonly Holding[]): Answer {
	const summary = counted(holders.length, 'record');
	if (holders.length > mostLinesAtOnce) {
		// A copy, since the index goes on changing while the pieces are sent.
		const pieces = inPieces(framed(linesOf(asker, [...holders])));
		return {kind: 'pieces', status: 200, summary, pieces};
	}
	let text = classicBegin;
	for (const record of classicRecords(asker, holders)) text += classicLine(record.rfc, record.title, record);
	return whole(200, text + classicEnd, summary);
}

function* linesOf(asker: Asker, holders: readonly Holding[]): Generator<string> {
	for (const record of classicRecords(asker, holders)) yield classicLine(record.rfc, record.title, record);
}

function* linesOfAll(asker: Asker, catalog: Catalog): Generator<string> {
	for (const {holders} of catalog.walk()) yield* linesOf(asker, holders);
}

function* framed(lines: Iterable<string>): Generator<string> {
	yield classicBegin;
	yield* lines;
	yield classicEnd;
}

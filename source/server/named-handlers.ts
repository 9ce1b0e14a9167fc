/** The methods of P2P-CI/1.1, one function each (RFC 900002). */

import {answerHead} from '../protocol/encode.ts';
import {namedTag} from '../protocol/entity-tag.ts';
import type {Field, SearchHit} from '../protocol/message.ts';
import {peerLine, recordLineAt} from '../protocol/records.ts';
import {ProtocolError} from '../protocol/status.ts';
import {hostOf, portOf, titleOf} from '../protocol/values.ts';
import {type Answer, bodiless, linesAnswer} from './answers.ts';
import {addressOf, descriptionOf, limitOf, pageOf, queryOf, sinceOf, textOf} from './field-values.ts';
import type {Call} from './handler.ts';
import {type Holding, momentOf, peerRecord} from './index-peer.ts';
import {placeFor} from './places.ts';
import {Watcher} from './watcher.ts';

/** RENEW waits this long for the probe of the upload port after a JOIN: longer than the probe may take. */
const firstTryMs = 2200;

/** Section 3.2. 409 if another peer has the name. */
export function join({fields, client, engine}: Call): Answer {
	const host = hostOf(fields);
	const port = portOf(fields);
	const asked = addressOf(fields);
	const os = textOf(fields, 'OS');
	const agent = textOf(fields, 'User-Agent');
	const token = fields.get('Token');
	// Who is here already may join again.
	if (!engine.members.named(host)) engine.room.demand(client.remote.address);
	const address = asked !== undefined && engine.trustAddresses ? asked : client.remote.address;
	const {peer, token: granted} = engine.members.join(
		{
			host,
			port,
			address,
			...(os === undefined ? {} : {os}),
			...(agent === undefined ? {} : {agent}),
			...(token === undefined ? {} : {token}),
		},
		client,
	);
	return bodiless(200, [
		['Token', granted],
		['Lease', leaseText(engine.leaseMs)],
		['Address', peer.facts.address],
		['Server', engine.software],
		['Generation', engine.catalog.generation],
	]);
}

/** Section 3.3. After a JOIN it waits a moment, to say whether the peer can be reached. */
export async function renew({fields, client, engine}: Call): Promise<Answer> {
	const peer = engine.members.authenticate(fields, client);
	await engine.reachability.firstTry(peer, firstTryMs);
	const reachable = peer.reachable === undefined ? undefined : peer.reachable ? '?1' : '?0';
	return bodiless(200, [
		['Lease', leaseText(engine.leaseMs)],
		...(reachable === undefined ? [] : ([['Reachable', reachable]] as const)),
	]);
}

/** Section 3.4. */
export function leave({fields, client, engine}: Call): Answer {
	engine.members.leave(engine.members.authenticate(fields, client));
	return bodiless(200);
}

/** Section 4.3. */
export function add({fields, rfc, client, engine}: Call): Answer {
	hostOf(fields);
	const about = {title: titleOf(fields), ...descriptionOf(fields, engine.clock.date())};
	const peer = engine.members.authenticate(fields, client);
	engine.room.demand(client.remote.address);
	engine.catalog.add(peer, rfc, about);
	return bodiless(200);
}

/** Section 4.4. 404 if the peer does not share the RFC. */
export function remove({fields, rfc, client, engine}: Call): Answer {
	const peer = engine.members.authenticate(fields, client);
	if (!engine.catalog.remove(peer, rfc)) throw new ProtocolError(404, `You do not share RFC ${rfc}.`);
	return bodiless(200);
}

/** Section 4.5. 404 if nobody shares the RFC. */
export function lookup(call: Call): Answer {
	const {fields, rfc, client, engine} = call;
	engine.members.notice(fields, client);
	return engine.ready['1.1'].about(rfc, client, holders => {
		if (holders.length === 0) throw new ProtocolError(404, `Nobody here has RFC ${rfc} now.`);
		return recordsAnswer(call, [...holders]);
	});
}

/** Section 4.6. 304 if nothing has changed since the client's copy. */
export function list(call: Call): Answer | Promise<Answer> {
	const {fields, client, engine} = call;
	engine.members.notice(fields, client);
	return engine.catalog.settled ? listSettled(call) : listNow(call);
}

async function listSettled(call: Call): Promise<Answer> {
	const {client, engine} = call;
	// Others may have left before this goes on.
	while (engine.catalog.settled && !client.gone) await engine.catalog.settled;
	return listNow(call);
}

function listNow(call: Call): Answer {
	const {fields, engine} = call;
	const {catalog} = engine;
	const {offset, limit} = pageOf(fields, engine.maxListRecords);
	const tag = `"${catalog.generation}"`;
	const head = [
		['ETag', tag],
		['Total', String(catalog.records)],
	] as const;
	if (namedTag(fields.get('If-None-Match'), [tag]) !== undefined) return bodiless(304, head);
	return recordsAnswer(call, catalog.slice(offset, limit), head);
}

/** Section 4.7. */
export function listPeers({fields, client, engine}: Call): Answer {
	const {catalog, clock, members} = engine;
	members.notice(fields, client);
	const {offset, limit} = pageOf(fields, engine.maxListRecords);
	return linesAnswer({
		items: catalog.peers.slice(offset, limit).map(peer => momentOf(peer, clock)),
		line: moment => peerLine({...peerRecord(moment), address: placeFor(client, moment.facts.address)}),
		noun: 'peer',
		fields: [
			['ETag', `"${catalog.generation}"`],
			['Total', String(catalog.peers.size)],
		],
	});
}

/** Section 4.8. */
export async function search({fields, client, engine}: Call): Promise<Answer> {
	engine.members.notice(fields, client);
	const query = queryOf(fields);
	const limit = limitOf(fields, engine.maxListRecords);
	const items = await engine.search.find({query, limit, from: client.remote.address, isWanted: () => !client.gone});
	return linesAnswer({items, line: searchLine, noun: 'RFC'});
}

/** Section 5.2. The answer ends when the connection does. */
export function watch({fields, client, engine}: Call): Answer {
	const {changes: log, clock, agenda, catalog, heartbeatMs} = engine;
	engine.members.notice(fields, client);
	const since = sinceOf(fields);
	const known = since === undefined || since.epoch === log.epoch;
	const number = since?.number ?? log.number;
	const head = answerHead(200, [
		['Content-Type', 'application/x-ndjson'],
		['Generation', catalog.generation],
	]);
	return {
		kind: 'watch',
		status: 200,
		summary: 'watches the changes',
		text: head,
		start: outlet => new Watcher({log, clock, agenda, client, heartbeatMs, since: known ? number : undefined}, outlet),
	};
}

const searchLine = ({rfc, title, holders}: SearchHit): string => `${JSON.stringify({rfc, title, holders})}\n`;

/** `items` must not change any more. */
function recordsAnswer({client}: Call, items: readonly Holding[], fields: readonly Field[] = []): Answer {
	// A peer may move while the answer is being sent.
	const places = items.map(({peer}) => peer.facts);
	const line = (holding: Holding, index: number): string => {
		const place = places[index] ?? holding.peer.facts;
		const address = placeFor(client, place.address);
		return recordLineAt(holding, address === place.address ? place : {host: place.host, address, port: place.port});
	};
	return linesAnswer({items, line, noun: 'record', fields});
}

/** Whole seconds, rounded up. */
const leaseText = (ms: number): string => String(Math.ceil(ms / 1000));

/** Requests to an index server in P2P-CI/1.1, and the interpretation of its answers (RFC 900002). */
import {setImmediate as turn} from 'node:timers/promises';
import type {IndexAnswer} from '../../net/client.ts';
import {ConnectError} from '../../net/connect.ts';
import type {OutgoingRequest} from '../../protocol/encode.ts';
import {httpDate} from '../../protocol/http-date.ts';
import type {Field, PeerRecord, RfcRecord, SearchHit} from '../../protocol/message.ts';
import {decimal} from '../../protocol/numbers.ts';
import {parsePeerLine, parseRecordLine, parseSearchLine} from '../../protocol/records.ts';
import type {LibraryEntry} from '../peer-state.ts';
import {demandRoom} from './copy-room.ts';
import type {Identity, Joined} from './identity.ts';
import {longestWait, nameTaken, refusal} from './index-failures.ts';

/** Sends a further request on the same connection. */
export type Ask = (request: OutgoingRequest) => Promise<IndexAnswer>;

const about = (rfc: number): OutgoingRequest['target'] => ({kind: 'rfc', number: rfc});

export const lookupRequest = (rfc: number): OutgoingRequest => ({method: 'LOOKUP', target: about(rfc)});

/** The holders of this RFC; records of other RFCs are not what was asked for. */
export async function lookupAnswer(answer: IndexAnswer, rfc: number): Promise<readonly RfcRecord[]> {
	if (answer.head.code === 404) return [];
	await expectOk('LOOKUP', answer);
	return (await itemsOf(answer, parseRecordLine)).items.filter(record => record.rfc === rfc);
}

const controls = /\p{Cc}/gu;

/**
 * Answered at once, by how many records there are. It opens a search: for its first one a server reads all titles, and
 * that may take longer than a first answer is waited for.
 */
export const totalRequest: OutgoingRequest = {method: 'LIST', target: {kind: 'all'}, fields: [['Limit', '0']]};

/** `limit`: the most RFCs wanted. */
export const searchRequest = (query: string, limit: number | undefined): OutgoingRequest => ({
	method: 'SEARCH',
	target: {kind: 'all'},
	fields: [
		// Typed text may have been pasted: a line end would end the field.
		['Query', query.replace(controls, ' ').trim()],
		...(limit === undefined ? [] : ([['Limit', String(limit)]] as const)),
	],
});

/** The RFCs found, the best first. Rejects with a `FailureError` for a refusal. */
export async function searchAnswer(answer: IndexAnswer): Promise<readonly SearchHit[]> {
	await expectOk('SEARCH', answer);
	return (await itemsOf(answer, parseSearchLine)).items;
}

export function joinRequest(identity: Identity): OutgoingRequest {
	const {name, uploadPort, address, os, agent, token} = identity;
	const fields: Field[] = [
		['Host', name],
		['Port', String(uploadPort)],
	];
	if (address !== undefined) fields.push(['Address', address]);
	fields.push(['OS', os], ['User-Agent', agent]);
	if (token !== undefined) fields.push(['Token', token]);
	return {method: 'JOIN', target: {kind: 'peer'}, fields};
}

/** In seconds. */
const defaultLease = 30;

/** What the server granted. Rejects with a `FailureError` for a refusal, of which `name-taken` is one. */
export async function joinAnswer(answer: IndexAnswer, name: string): Promise<Joined> {
	if (answer.head.code === 409) throw nameTaken(answer, name);
	await expectOk('JOIN', answer);
	const {fields} = answer.head;
	const token = fields.get('Token');
	return {
		version: '1.1',
		address: fields.get('Address') ?? '',
		lease: Math.min(decimal(fields.get('Lease') ?? '') || defaultLease, longestWait),
		...(token === undefined ? {} : {token}),
	};
}

export const addRequest = (host: string, {rfc, title, bytes, modified, digest}: LibraryEntry): OutgoingRequest => ({
	method: 'ADD',
	target: about(rfc),
	fields: [
		['Host', host],
		['Title', title],
		['Size', String(bytes)],
		...(digest === undefined ? [] : ([['Repr-Digest', digest]] as const)),
		['Last-Modified', httpDate(modified)],
	],
});

export const removeRequest = (host: string, rfc: number): OutgoingRequest => ({
	method: 'REMOVE',
	target: about(rfc),
	fields: [['Host', host]],
});

/** A record that does not exist any more counts as removed. */
export async function removeAnswer(answer: IndexAnswer): Promise<'removed'> {
	if (answer.head.code !== 404) await expectOk('REMOVE', answer);
	return 'removed';
}

export const renewRequest = (host: string): OutgoingRequest => ofPeer('RENEW', host);
export const leaveRequest = (host: string, token?: string): OutgoingRequest => ofPeer('LEAVE', host, token);

const ofPeer = (method: 'RENEW' | 'LEAVE', host: string, token?: string): OutgoingRequest => ({
	method,
	target: {kind: 'peer'},
	fields: [['Host', host], ...(token === undefined ? [] : ([['Token', token]] as const))],
});

/** Whether the server can connect to our upload port; undefined when it does not know yet. */
export async function renewAnswer(answer: IndexAnswer): Promise<boolean | undefined> {
	await expectOk('RENEW', answer);
	const reachable = answer.head.fields.get('Reachable');
	return reachable === undefined ? undefined : reachable === '?1';
}

/** Throws the `FailureError` of an unsuccessful answer. An unknown code counts as its first digit says (RFC 9110, section 15). */
export async function expectOk(request: string, answer: IndexAnswer): Promise<void> {
	if (Math.floor(answer.head.code / 100) !== 2) throw refusal(request, answer);
}

const pageRecords = 2000;
const largestPage = 10_000;
const mostRestarts = 8;
/** The longest accepted list in bytes: four million records or so. A short record takes more memory than its line. */
const mostListed = 1024 ** 3;
const leastLine = 256;

const page = (kind: 'all' | 'peers', offset: number, limit: number): OutgoingRequest => ({
	method: 'LIST',
	target: {kind},
	fields: [
		['Offset', String(offset)],
		['Limit', String(limit)],
	],
});

export const firstPage = page('all', 0, pageRecords);
export const firstPeers = page('peers', 0, pageRecords);

/** Takes a page. `anew`: the index changed, and all earlier pages are void. */
export type TakePage<Item> = (items: readonly Item[], anew: boolean) => Promise<void> | void;

/** The generations of the first and the last page of a list. If they differ, the list is not a consistent snapshot. */
export type Listed = {readonly since: string | undefined; readonly until: string | undefined};

/**
 * Passes every record on, page by page, beginning with the answer to `firstPage`. The caller handles changes
 * meanwhile: records may come twice, and after a removal others may be missing.
 */
export const recordPages = (first: IndexAnswer, ask: Ask, take: TakePage<RfcRecord>): Promise<Listed> =>
	pages(first, ask, {kind: 'all', parse: parseRecordLine, take, restarts: 0});

/** All records, beginning with the answer to `firstPage`. */
export const listFrom = (first: IndexAnswer, ask: Ask): Promise<readonly RfcRecord[]> =>
	gathered(
		({rfc, host, address, port}) => `${rfc} ${host} ${address} ${port}`,
		take => pages(first, ask, {kind: 'all', parse: parseRecordLine, take, restarts: mostRestarts}),
	);

/** All peers, beginning with the answer to `firstPeers`. */
export const peersFrom = (first: IndexAnswer, ask: Ask): Promise<readonly PeerRecord[]> =>
	gathered(
		({host, address, port, version}) => `${host} ${address} ${port} ${version}`,
		take => pages(first, ask, {kind: 'peers', parse: parsePeerLine, take, restarts: mostRestarts}),
	);

/** `key` identifies an item, so that none is listed twice if the list changes meanwhile. */
async function gathered<Item>(
	key: (item: Item) => string,
	read: (take: TakePage<Item>) => Promise<unknown>,
): Promise<readonly Item[]> {
	const items = new Map<string, Item>();
	await read((part, anew) => {
		if (anew) items.clear();
		for (const item of part) items.set(key(item), item);
	});
	return [...items.values()];
}

type Kind<Item> = {
	readonly kind: 'all' | 'peers';
	readonly parse: (line: string) => Item | undefined;
	readonly take: TakePage<Item>;
	/** How often the list is restarted because the index changed; after that it is taken as it comes. */
	readonly restarts: number;
};

async function pages<Item>(first: IndexAnswer, ask: Ask, wanted: Kind<Item>): Promise<Listed> {
	const {kind, parse, take} = wanted;
	let answer = first;
	for (let restarts = 0; ; restarts++) {
		const limit = restarts === 0 ? pageRecords : largestPage;
		if (restarts > 0) answer = await ask(page(kind, 0, limit));
		const since = tagOf(answer);
		let listed = 0;
		// The first page always matches its own tag.
		for (let offset = 0; restarts === wanted.restarts || tagOf(answer) === since; ) {
			await expectOk('LIST', answer);
			const {items, count} = await itemsOf(answer, parse);
			listed += Math.max(answer.body.length, count * leastLine);
			demandRoom();
			if (listed > mostListed) throw new ConnectError('reset', {cause: new Error('its list does not end')});
			await take(items, offset === 0);
			offset += count;
			const total = decimal(answer.head.fields.get('Total') ?? '') ?? 0;
			if (count === 0 || offset >= total) return {since, until: tagOf(answer)};
			answer = await ask(page(kind, offset, limit));
		}
	}
}

/** The generation of an answer. */
const tagOf = ({head}: IndexAnswer): string | undefined => head.fields.get('ETag')?.replace(/^"(.*)"$/, '$1');

/** Lines parsed between pauses: about a millisecond's worth. */
const linesAtOnce = 500;

/** The valid objects of an NDJSON body, and the number of its lines. */
async function itemsOf<Item>(
	{body}: IndexAnswer,
	parse: (line: string) => Item | undefined,
): Promise<{readonly items: readonly Item[]; readonly count: number}> {
	const items: Item[] = [];
	let count = 0;
	for (let start = 0; start < body.length; ) {
		const found = body.indexOf(lineFeed, start);
		const end = found < 0 ? body.length : found;
		const item = end === start ? undefined : parse(body.toString('utf8', start, end));
		if (item) items.push(item);
		start = end + 1;
		if (++count % linesAtOnce === 0) await turn();
	}
	return {items, count};
}

const lineFeed = 10;

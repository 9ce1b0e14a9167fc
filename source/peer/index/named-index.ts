/** Requests to an index server in P2P-CI/1.1, and the interpretation of its answers (RFC 900002). */
import type {IndexAnswer} from '../../net/client.ts';
import type {OutgoingRequest} from '../../protocol/encode.ts';
import {httpDate} from '../../protocol/http-date.ts';
import type {Field, RfcRecord, SearchHit} from '../../protocol/message.ts';
import {decimal} from '../../protocol/numbers.ts';
import {parseRecordLine, parseSearchLine} from '../../protocol/records.ts';
import type {LibraryEntry} from '../peer-state.ts';
import {itemsOf} from './answer-items.ts';
import type {Identity, Joined} from './identity.ts';
import {longestWait, nameTaken, refusal} from './index-failures.ts';

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

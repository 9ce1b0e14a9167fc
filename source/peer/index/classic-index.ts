/** Requests to an index server in P2P-CI/1.0, of any implementation (RFC 900001, sections 4 and 6). */
import {isWildcard} from '../../net/addresses.ts';
import type {ClassicClient} from '../../net/classic-client.ts';
import {ConnectError, type ConnectOptions} from '../../net/connect.ts';
import {ForeignError} from '../../net/foreign-error.ts';
import {probe} from '../../net/probe.ts';
import type {ClassicAnswer} from '../../protocol/classic-answer.ts';
import type {OutgoingRequest} from '../../protocol/encode.ts';
import type {Field, RfcRecord, SearchHit} from '../../protocol/message.ts';
import {plainAddress} from '../../text/address.ts';
import {FailureError} from '../../text/failures.ts';
import type {LibraryEntry} from '../peer-state.ts';
import type {Identity} from './identity.ts';

/** The address at which others connect to us, as 1.0 identifies a peer. */
export type Self = {readonly host: string; readonly port: number};

const discardPort = 9;
const probeMs = 2000;

/**
 * A client without an upload server: the mandatory Port field gets the port of the discard service (RFC 863). Its Host is
 * no peer's: some servers forget everything under the Host of a connection that ends.
 */
export const nobody: Self = {host: 'p2pci-client', port: discardPort};

/**
 * Connects and decides on the Host field. Other implementations connect to whatever it says, so it has to be an
 * address: the one that the person gave, or the one that the upload server listens on, or our end of the connection
 * to the server. A loopback address means that the server is on this machine; it then announces its own address
 * instead (RFC 900001, section 4). A server that does not do that should be joined at its network address.
 */
export async function selfOf(client: ClassicClient, identity: Identity): Promise<Self> {
	await client.open();
	const {address, uploadHost, uploadPort: port} = identity;
	if (address !== undefined) return {host: address, port};
	if (!isWildcard(uploadHost)) return {host: uploadHost, port};
	return {host: hostOf(client), port};
}

const hostOf = (client: ClassicClient): string => plainAddress(client.localAddress);

/**
 * The holders of an RFC, in any order; none when nobody has it. Rejects with a `FailureError` for a refusal, and for an
 * answer without a readable line.
 */
export async function lookup(client: ClassicClient, self: Self, rfc: number): Promise<readonly RfcRecord[]> {
	const answer = await client.request(about(self, {method: 'LOOKUP', rfc, title: `RFC ${rfc}`}));
	if (answer.code === 200) return recordsIn('LOOKUP', answer).filter(record => record.rfc === rfc);
	if (answer.code !== 400 && answer.code !== 404) throw refusal('LOOKUP', answer);
	// Some servers match the exact title, too, which only their list reveals.
	try {
		return (await list(client, self)).filter(record => record.rfc === rfc);
	} catch (error) {
		// What was not found stays so where there is no list.
		if (answer.code === 404 && error instanceof FailureError) return [];
		throw error;
	}
}

/** Whether the server can still be connected to. */
export const accepts = async ({host, port}: Pick<ConnectOptions, 'host' | 'port'>): Promise<boolean> =>
	(await probe({address: host, port, timeoutMs: probeMs})) !== 'refused';

/** Whether the server still answers, whatever it says. */
export async function answers(client: ClassicClient, self: Self, rfc: number): Promise<boolean> {
	try {
		await client.request(about(self, {method: 'LOOKUP', rfc, title: `RFC ${rfc}`}));
		return true;
	} catch (error) {
		return !(error instanceof ConnectError);
	}
}

/** All records, in any order. Rejects with a `FailureError` as `lookup` does. */
export async function list(client: ClassicClient, self: Self): Promise<readonly RfcRecord[]> {
	const fields = fieldsOf(self, 'any');
	const answer = await client.request({method: 'LIST', target: {kind: 'all'}, fields});
	if (answer.code === 200) return recordsIn('LIST', answer);
	// Some servers answer 404 when the list is empty.
	if (answer.code === 404) return [];
	throw refusal('LIST', answer);
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * 1.0 has no SEARCH: every word of the query must be a prefix of the number or of a word of the title. Sorted by
 * number.
 */
export async function search(
	client: ClassicClient,
	self: Self,
	{query, limit = Number.POSITIVE_INFINITY}: {readonly query: string; readonly limit?: number | undefined},
): Promise<readonly SearchHit[]> {
	const wanted = wordsOf(query);
	const hits = new Map<number, SearchHit>();
	for (const {rfc, title} of await list(client, self)) {
		const known = hits.get(rfc);
		if (known) hits.set(rfc, {...known, holders: known.holders + 1});
		else if (wanted.length > 0 && fits(wanted, [String(rfc), ...wordsOf(title)]))
			hits.set(rfc, {rfc, title, holders: 1});
	}
	return [...hits.values()].sort((a, b) => a.rfc - b.rfc).slice(0, limit);
}

const fits = (wanted: readonly string[], words: readonly string[]): boolean =>
	wanted.every(each => words.some(word => word.startsWith(each)));

/** Announces a document. Rejects with a `FailureError` for a refusal. */
export async function add(client: ClassicClient, self: Self, {rfc, title}: LibraryEntry): Promise<void> {
	const answer = await client.request(about(self, {method: 'ADD', rfc, title}));
	if (answer.code !== 200) throw refusal('ADD', answer);
}

/** Takes a document back. `unknown`: the server has no REMOVE, which is an addition of ours. */
export async function remove(
	client: ClassicClient,
	self: Self,
	{rfc, title}: Pick<LibraryEntry, 'rfc' | 'title'>,
): Promise<'removed' | 'unknown'> {
	try {
		const answer = await client.request(about(self, {method: 'REMOVE', rfc, title}));
		return answer.code === 200 || answer.code === 404 ? 'removed' : 'unknown';
	} catch (error) {
		if (isNoAnswer(error)) return 'unknown';
		throw error;
	}
}

/** Leaves, where the server knows LEAVE. */
export async function leave(client: ClassicClient, self: Self): Promise<void> {
	try {
		const fields = fieldsOf(self, 'any');
		await client.request({method: 'LEAVE', target: {kind: 'peer'}, fields});
	} catch (error) {
		// Closing the connection has the same effect.
		if (!isNoAnswer(error)) throw error;
	}
}

const isNoAnswer = (error: unknown): boolean =>
	error instanceof ForeignError || (error instanceof ConnectError && ['reset', 'timeout'].includes(error.reason));

type About = {readonly method: 'ADD' | 'LOOKUP' | 'REMOVE'; readonly rfc: number; readonly title: string};

const about = (self: Self, {method, rfc, title}: About): OutgoingRequest => ({
	method,
	target: {kind: 'rfc', number: rfc},
	fields: fieldsOf(self, title),
});

/** Always these three fields in this order: some servers count lines. */
const fieldsOf = ({host, port}: Self, title: string): readonly Field[] => [
	['Host', host],
	['Port', String(port)],
	['Title', title],
];

/** Records have numbers: a line without a digit is a heading, and an answer of such lines is an empty one. */
function recordsIn(request: string, {records, text}: ClassicAnswer): readonly RfcRecord[] {
	const line = records.length > 0 ? undefined : text.split('\n').find((each, at) => at > 0 && /\d/.test(each));
	if (line === undefined) return records;
	throw new FailureError({kind: 'server-unreadable', request, line: line.trim()});
}

const refusal = (request: string, {code, phrase}: ClassicAnswer): FailureError =>
	new FailureError({kind: 'server-refused', request, code, phrase});

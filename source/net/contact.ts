/** First contact with an index server: finds out which version is spoken (RFC 900002, section 7). */
import type {OutgoingRequest} from '../protocol/encode.ts';
import type {Version} from '../protocol/message.ts';
import {ClassicClient} from './classic-client.ts';
import {type IndexAnswer, IndexClient} from './client.ts';
import {ConnectError, connect} from './connect.ts';
import {ForeignError} from './foreign-error.ts';
import type {NetworkKey} from './network-key.ts';
import {logEvent} from './wire-entries.ts';
import type {WireLog} from './wire-log.ts';

export type ContactOptions = {
	readonly host: string;
	readonly port: number;
	/** The first request in 1.1. In 1.0 nothing is sent yet. */
	readonly first: OutgoingRequest;
	/** The only version to speak; by default 1.1, and 1.0 with servers that speak nothing newer. */
	readonly protocol?: Version | undefined;
	/** The key of a private network, which speaks 1.1. */
	readonly key?: NetworkKey | undefined;
	/** It has answered in 1.1 before: silence then means that it is slow or suspended, not that it is older. */
	readonly spokeNamed?: boolean | undefined;
	readonly wire?: WireLog | undefined;
	readonly signal?: AbortSignal | undefined;
};

export type Contact =
	| {readonly version: '1.1'; readonly client: IndexClient; readonly answer: IndexAnswer}
	| ClassicContact;

/**
 * `strange`: it has given no answer of P2P-CI yet, and may be something else, such as a web server. `late`: where it was
 * silent, its answer in 1.1 if that comes after all, which shows that it was only slow; else this never settles.
 */
export type ClassicContact = {
	readonly version: '1.0';
	readonly client: ClassicClient;
	readonly strange: boolean;
	readonly late?: Promise<IndexAnswer> | undefined;
};

/** A server that does not answer the first 1.1 request for this long does not speak 1.1. */
const firstAnswerMs = 3000;

/** Contacts an index server. Rejects with a `ConnectError`; where only 1.1 may be spoken, also with a `ForeignError`. */
export async function contact({
	host,
	port,
	first,
	key,
	protocol = key && '1.1',
	spokeNamed,
	wire,
	signal,
}: ContactOptions): Promise<Contact> {
	const classic = (strange = false, late?: Promise<IndexAnswer>): ClassicContact => {
		return {version: '1.0', client: new ClassicClient({host, port, signal}, wire), strange, late};
	};
	if (protocol === '1.0') return classic();
	const client = new IndexClient(await connect({host, port, signal, key}), wire);
	try {
		// A member of a private network is not older when it is silent, only slow.
		const patience = key ? {} : {firstMs: firstAnswerMs};
		return {version: '1.1', client, answer: await client.request(first, {...patience, signal})};
	} catch (error) {
		client.close();
		if (!(error instanceof ForeignError) || error.reason === 'private' || signal?.aborted) throw error;
		if (key && error.reason === 'closed') throw new ConnectError('reset');
		if (protocol === '1.1') throw error;
		if (spokeNamed && error.reason === 'silent') throw new ConnectError('timeout');
		logEvent(wire, 'speaks no P2P-CI/1.1: going on in 1.0');
		return classic(error.reason !== 'classic', client.late);
	}
}

/** Whether a server that seemed older answers in 1.1 after all, before `asked` settles, which asks it in 1.0. */
export async function isNewer({late}: ClassicContact, asked: Promise<unknown>): Promise<boolean> {
	const over = asked.then(
		() => false,
		() => false,
	);
	return late !== undefined && (await Promise.race([late.then(() => true), over]));
}

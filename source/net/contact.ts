/** First contact with an index server: decides which version is spoken (PROTOCOL.md 3, "Other parties"). */
import type {OutgoingRequest} from '../protocol/encode.ts';
import type {Version} from '../protocol/message.ts';
import {ClassicClient} from './classic-client.ts';
import {ForeignError, type IndexAnswer, IndexClient} from './client.ts';
import {connect} from './connect.ts';
import {logEvent} from './wire-entries.ts';
import type {WireLog} from './wire-log.ts';

export type ContactOptions = {
	readonly host: string;
	readonly port: number;
	/** The request to begin with in 1.1. In 1.0 nothing is sent yet. */
	readonly first: OutgoingRequest;
	/** `1.0` speaks nothing else. */
	readonly protocol?: Version | undefined;
	readonly wire?: WireLog | undefined;
	readonly signal?: AbortSignal | undefined;
};

export type Contact =
	| {readonly version: '1.1'; readonly client: IndexClient; readonly answer: IndexAnswer}
	| {readonly version: '1.0'; readonly client: ClassicClient};

/** So long a silence after the first request of 1.1 means that it is not spoken there. */
const firstAnswerMs = 3000;

/** Contacts an index server. Rejects with a `ConnectError`. */
export async function contact({host, port, first, protocol, wire, signal}: ContactOptions): Promise<Contact> {
	const classic = (): Contact => ({version: '1.0', client: new ClassicClient({host, port, signal}, wire)});
	if (protocol === '1.0') return classic();
	const client = new IndexClient(await connect({host, port, signal}), wire);
	try {
		return {version: '1.1', client, answer: await client.request(first, {deadlineMs: firstAnswerMs, signal})};
	} catch (error) {
		client.close();
		if (!(error instanceof ForeignError) || signal?.aborted) throw error;
		logEvent(wire, 'speaks no P2P-CI/1.1: going on in 1.0');
		return classic();
	}
}

import type {OutgoingRequest} from '../protocol/encode.ts';
import {IndexClient} from './client.ts';
import {connect} from './connect.ts';
import type {NetworkKey} from './network-key.ts';

/** Only index servers answer LOOKUP (RFC 900002). */
const question: OutgoingRequest = {method: 'LOOKUP', target: {kind: 'rfc', number: 1}};

/**
 * Whether an index server of P2P-CI/1.1 listens there: sends it a LOOKUP. False for anything else that listens, and
 * when there is no answer within `timeoutMs`. Never rejects.
 */
export async function answersLookup(place: {
	readonly host: string;
	readonly port: number;
	readonly timeoutMs: number;
	/** The key of a private network: then only its members are asked. */
	readonly key?: NetworkKey | undefined;
}): Promise<boolean> {
	try {
		const client = new IndexClient(await connect(place));
		try {
			const {code} = (await client.request(question, {deadlineMs: place.timeoutMs})).head;
			return code === 200 || code === 404;
		} finally {
			client.close();
		}
	} catch {
		return false;
	}
}

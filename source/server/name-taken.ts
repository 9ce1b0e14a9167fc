/** The answer to a peer that asks for a name in use. */
import type {ProtocolError} from '../protocol/status.ts';
import {duration} from '../text/quantity.ts';
import {TemporaryError} from './temporary-error.ts';

/**
 * 409, with a sentence. Additional members of the problem document: `joined`, seconds since the holder of the name
 * joined; `lease`, seconds until the name is free if that holder stays silent.
 */
export function nameTaken(facts: {
	readonly host: string;
	/** A free name. */
	readonly other: string;
	/** Milliseconds. */
	readonly joinedAgo: number;
	/** Milliseconds. */
	readonly leaseLeft: number;
}): ProtocolError {
	const joined = Math.round(facts.joinedAgo / 1000);
	const lease = Math.max(1, Math.ceil(facts.leaseLeft / 1000));
	const who = `${facts.host} is taken by a peer that joined ${duration(joined)} ago.`;
	const advice = `Choose another name, for instance ${facts.other}.`;
	const crashed = `If that was you and it crashed, the name is free in ${duration(lease)}.`;
	return new TemporaryError(409, `${who} ${advice} ${crashed}`, {retryAfter: lease, extra: {joined, lease}});
}

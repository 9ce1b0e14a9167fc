/** The answer to a peer that asks for a name in use. */
import {randomBytes} from 'node:crypto';
import {limits} from '../protocol/message.ts';
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
	const who = `${facts.host} is taken by a peer that joined ${duration(joined)} ago`;
	const crashed = `if that was you and it crashed, join in ${duration(lease)}`;
	const detail = `${who}: choose another name, for instance ${facts.other}, or, ${crashed}.`;
	return new TemporaryError(409, detail, {retryAfter: lease, extra: {joined, lease}});
}

/** Numbers that are tried before a random ending: somebody may hold thousands of names, and each try takes time. */
const mostTries = 20;

/** A free name that begins like this one: `bob-2`. */
export function freeName(host: string, isTaken: (name: string) => boolean): string {
	for (let number = 2; number <= mostTries; number++) {
		const name = withEnding(host, `-${number}`);
		if (!isTaken(name)) return name;
	}
	return withEnding(host, `-${randomBytes(3).toString('hex')}`);
}

/** No longer than a name may be. */
const withEnding = (host: string, ending: string): string =>
	[...host].slice(0, limits.maxHostLength - ending.length).join('') + ending;

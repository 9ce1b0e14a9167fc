/** The changes of an index as they happen, through connections that are lost and opened again. */
import {setTimeout as wait} from 'node:timers/promises';
import {ForeignError} from '../net/client.ts';
import {watchIndex} from '../net/watch-client.ts';
import {backoff} from '../peer/backoff.ts';
import {askingError} from '../peer/index-failures.ts';
import type {WatchEvent} from '../protocol/message.ts';
import type {HostPort} from '../text/address.ts';
import {FailureError, sentence} from '../text/failures.ts';

export type FollowOptions = {
	readonly place: HostPort;
	/** The generation after which the changes are wanted; from now on unless said. */
	readonly since?: string | undefined;
	/** Ends it. */
	readonly signal: AbortSignal;
	/** Told in a sentence when the connection is lost. */
	readonly onNews: (news: string) => void;
	/** Called each time the server watches, with the generation of its index. */
	readonly onOpen?: (generation: string) => void;
};

/**
 * Every event, in order; after a lost connection those that were missed come first, or a `resync` where they are not kept.
 * Ends when `signal` aborts. Throws a `FailureError` when the first connection cannot be had, or no server of 1.1 is there.
 */
export async function* followIndex(options: FollowOptions): AsyncGenerator<WatchEvent, void> {
	const {place, since, signal, onNews} = options;
	let last = since;
	let everOpen = false;
	let attempt = 0;
	while (!signal.aborted) {
		try {
			const onOpen = (generation: string) => {
				everOpen = true;
				attempt = 0;
				last ??= generation === '' ? undefined : generation;
				options.onOpen?.(generation);
			};
			for await (const event of watchIndex({...place, since: last, signal, onOpen})) {
				last = event.generation;
				yield event;
			}
		} catch (error) {
			if (signal.aborted) return;
			const failure = watchError(error, place, everOpen);
			// A server that is being started again may be anything for a moment; one that never watched is no such server.
			if (!everOpen || !(failure instanceof FailureError)) throw failure;
			const delay = backoff(attempt++, Math.random());
			const told = failure.failure;
			onNews(sentence(told.kind === 'server-lost' ? {...told, retryIn: delay / 1000} : told));
			await wait(delay, undefined, {signal}).catch(() => {});
		}
	}
}

function watchError(error: unknown, place: HostPort, connected: boolean): unknown {
	if (error instanceof ForeignError) return new FailureError({kind: 'no-watch', ...place}, {cause: error});
	return askingError(error, place, connected);
}

/** Follows the changes of an index, reconnecting when the connection is lost. */
import {setTimeout as wait} from 'node:timers/promises';
import {ConnectError} from '../../net/connect.ts';
import {ForeignError} from '../../net/foreign-error.ts';
import {type WatchOptions, watchIndex} from '../../net/watch-client.ts';
import {backoff} from '../../peer/backoff.ts';
import {askingError, connectWords, detailIn} from '../../peer/index/index-failures.ts';
import type {WatchEvent} from '../../protocol/message.ts';
import type {HostPort} from '../../text/address.ts';
import {FailureError, sentence} from '../../text/failures.ts';

export type FollowOptions = {
	readonly place: Pick<WatchOptions, 'host' | 'port' | 'key'>;
	/** Only changes after this generation; from now on by default. */
	readonly since?: string | undefined;
	/** Ends the iteration. */
	readonly signal: AbortSignal;
	/** Called with a sentence when the connection is lost. */
	readonly onNews: (news: string) => void;
	/** Called each time the server accepts a WATCH, with the generation of its index. */
	readonly onOpen?: (generation: string) => void;
};

/**
 * Every event in order; after a lost connection the missed ones come first, or a `resync` if they are not available.
 * Ends when `signal` aborts. Throws a `FailureError` when the first connection fails, or the server does not speak
 * 1.1.
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
			// A server that is restarting may give any error for a moment, but not the first time.
			if (!everOpen || !(failure instanceof FailureError)) throw failure;
			const delay = backoff(attempt++, Math.random());
			const told = failure.failure;
			onNews(sentence(told.kind === 'server-lost' ? {...told, retryIn: delay / 1000} : told));
			await wait(delay, undefined, {signal}).catch(() => {});
		}
	}
}

function watchError(error: unknown, {host, port}: HostPort, connected: boolean): unknown {
	const place = {host, port};
	const lost = connected ? lossWords(error) : undefined;
	if (lost !== undefined) return new FailureError({kind: 'server-lost', ...place, reason: lost}, {cause: error});
	// An answer in no version of the protocol does not come from an index server.
	if (error instanceof ForeignError && !['no-status-line', 'private'].includes(error.reason)) {
		const silent = error.reason === 'silent' ? ({silent: true} as const) : {};
		const detail = error.body && detailIn(error.body);
		const told = detail === undefined ? {} : {detail};
		return new FailureError({kind: 'no-watch', ...place, ...silent, ...told}, {cause: error});
	}
	return askingError(error, {...place, spokeNamed: connected}, connected);
}

/** Who told changes before and is silent, or closes, now is not older; undefined for other errors. */
function lossWords(error: unknown): string | undefined {
	if (error instanceof ForeignError) {
		return error.reason === 'silent' ? 'no answer' : error.reason === 'closed' ? 'connection closed' : undefined;
	}
	return error instanceof ConnectError && error.reason === 'timeout' ? connectWords(error) : undefined;
}

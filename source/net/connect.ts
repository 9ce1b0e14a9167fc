/** Opens TCP connections, and classifies why one could not be opened. */

import {type OnReadOpts, connect as open, type Socket} from 'node:net';
import {codeOf} from '../text/reasons.ts';

export type ConnectReason = 'refused' | 'timeout' | 'unreachable' | 'unknown-host' | 'reset' | 'aborted';

/** A connection that could not be opened, or broke. */
export class ConnectError extends Error {
	override readonly name = 'ConnectError';
	readonly reason: ConnectReason;

	constructor(reason: ConnectReason, options?: ErrorOptions) {
		super(`connection ${reason}`, options);
		this.reason = reason;
	}
}

const reasons: Readonly<Record<string, ConnectReason>> = {
	ECONNREFUSED: 'refused',
	ETIMEDOUT: 'timeout',
	EHOSTUNREACH: 'unreachable',
	ENETUNREACH: 'unreachable',
	EADDRNOTAVAIL: 'unreachable',
	EHOSTDOWN: 'unreachable',
	EACCES: 'unreachable',
	EPERM: 'unreachable',
	ENOTFOUND: 'unknown-host',
	EAI_AGAIN: 'unknown-host',
	EAI_NONAME: 'unknown-host',
};

/** Classifies a socket error. */
export function connectReason(error: unknown): ConnectReason {
	if (error instanceof ConnectError) return error.reason;
	if (error instanceof AggregateError) return connectReason(error.errors.at(-1));
	return reasons[codeOf(error) ?? ''] ?? 'reset';
}

export type ConnectOptions = {
	readonly host: string;
	readonly port: number;
	/** Milliseconds; 5,000 by default. */
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal | undefined;
	/** Reads into the caller's buffers instead of emitting `data`. */
	readonly onread?: OnReadOpts;
};

/** Opens a connection. Rejects with a `ConnectError`. Later socket errors are the caller's to handle. */
export function connect({host, port, timeoutMs = 5000, signal, onread}: ConnectOptions): Promise<Socket> {
	return new Promise((resolve, reject) => {
		if (signal?.aborted) {
			reject(new ConnectError('aborted'));
			return;
		}
		const socket = open({
			host,
			port,
			allowHalfOpen: false,
			noDelay: true,
			keepAlive: true,
			keepAliveInitialDelay: 60_000,
			...(onread ? {onread} : {}),
		});
		const settle = (error?: ConnectError) => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', onAbort);
			socket.off('error', onError).off('connect', onConnect);
			if (!error) {
				resolve(socket);
				return;
			}
			// Errors while the socket is torn down do not matter any more.
			socket.on('error', () => {}).destroy();
			reject(error);
		};
		const onError = (error: Error) => settle(new ConnectError(connectReason(error), {cause: error}));
		const onAbort = () => settle(new ConnectError('aborted'));
		const onConnect = () => settle();
		const timer = setTimeout(() => settle(new ConnectError('timeout')), timeoutMs);
		socket.once('error', onError).once('connect', onConnect);
		signal?.addEventListener('abort', onAbort, {once: true});
	});
}

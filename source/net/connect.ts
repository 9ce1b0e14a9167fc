/** Opens TCP connections, and says in one word why one could not be opened. */
import {type OnReadOpts, connect as open, type Socket} from 'node:net';

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

/** The reason behind an error of a socket. */
export function connectReason(error: unknown): ConnectReason {
	if (error instanceof ConnectError) return error.reason;
	if (error instanceof AggregateError) return connectReason(error.errors.at(-1));
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return reasons[code] ?? 'reset';
}

export type ConnectOptions = {
	readonly host: string;
	readonly port: number;
	/** Milliseconds; 5,000 unless said. */
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal | undefined;
	/** Reads into memory of the caller's instead of giving `data`. */
	readonly onread?: OnReadOpts;
};

/** Opens a connection. Rejects with a `ConnectError`. The socket's errors after that are the caller's. */
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
			// Errors that come while the socket is torn down concern nobody any more.
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

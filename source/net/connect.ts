/** Opens TCP connections, and classifies why one could not be opened. */

import {type OnReadOpts, connect as open, type Socket} from 'node:net';
import {codeOf} from '../text/reasons.ts';
import type {NetworkKey} from './network-key.ts';

/**
 * With a network key also: `open`, it answers in plain text; `other-key`, it did not prove that it has the key, or does
 * not accept ours; `no-handshake`, it accepted the connection and then answered nothing.
 */
export type ConnectReason =
	| 'refused'
	| 'timeout'
	| 'unreachable'
	| 'unknown-host'
	| 'reset'
	| 'aborted'
	| 'open'
	| 'other-key'
	| 'no-handshake';

/** A connection that could not be opened, or broke. */
export class ConnectError extends Error {
	override readonly name = 'ConnectError';
	readonly reason: ConnectReason;
	/** Whether the connection had been open. */
	readonly opened: boolean;

	constructor(reason: ConnectReason, {opened = false, ...options}: ErrorOptions & {readonly opened?: boolean} = {}) {
		super(`connection ${reason}`, options);
		this.reason = reason;
		this.opened = opened;
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

/** What OpenSSL says of bytes that are not TLS. */
const notTls: ReadonlySet<string> = new Set([
	'ERR_SSL_WRONG_VERSION_NUMBER',
	'ERR_SSL_PACKET_LENGTH_TOO_LONG',
	'ERR_SSL_HTTP_REQUEST',
]);

/** Classifies an error between connecting and the end of the handshake. */
function handshakeReason(error: unknown): ConnectReason {
	const code = codeOf(error) ?? '';
	if (notTls.has(code)) return 'open';
	return code === 'ECONNRESET' || code === 'EPIPE' ? 'no-handshake' : 'other-key';
}

export type ConnectOptions = {
	readonly host: string;
	readonly port: number;
	/** Milliseconds; 5,000 by default. */
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal | undefined;
	/** Reads into the caller's buffers instead of emitting `data`. */
	readonly onread?: OnReadOpts;
	/** The key of the private network that the other side has to belong to. */
	readonly key?: NetworkKey | undefined;
};

/** Opens a connection. Rejects with a `ConnectError`. Later socket errors are the caller's to handle. */
export function connect({host, port, timeoutMs = 5000, signal, onread, key}: ConnectOptions): Promise<Socket> {
	return new Promise((resolve, reject) => {
		if (signal?.aborted) {
			reject(new ConnectError('aborted'));
			return;
		}
		const to = {
			host,
			port,
			allowHalfOpen: false,
			noDelay: true,
			keepAlive: true,
			keepAliveInitialDelay: 60_000,
			...(onread ? {onread} : {}),
		};
		const socket = key ? key.connect(to) : open(to);
		const ready = key ? 'secureConnect' : 'connect';
		const settle = (error?: ConnectError) => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', onAbort);
			socket.off('error', onError).off(ready, onConnect);
			if (!error) {
				resolve(socket);
				return;
			}
			// Errors while the socket is torn down do not matter any more.
			socket.on('error', () => {}).destroy();
			reject(error);
		};
		let shakesHands = false;
		const onError = (error: Error) => {
			const reason = shakesHands ? handshakeReason(error) : connectReason(error);
			settle(new ConnectError(reason, {cause: error}));
		};
		const onAbort = () => settle(new ConnectError('aborted'));
		const onConnect = () => settle();
		if (key) socket.once('connect', () => (shakesHands = true));
		const timer = setTimeout(() => settle(new ConnectError(shakesHands ? 'no-handshake' : 'timeout')), timeoutMs);
		socket.once('error', onError).once(ready, onConnect);
		signal?.addEventListener('abort', onAbort, {once: true});
	});
}

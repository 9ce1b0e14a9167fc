/** Accepts connections, up to a limit, and passes their requests on. */

import {createServer, type Server, type Socket} from 'node:net';
import {plainAddress} from '../text/address.ts';
import {Admission, type Stranger} from './admission.ts';
import {bind} from './bind.ts';
import {type RequestHandler, ServerConnection} from './connection.ts';
import {connectionLimit} from './connection-limit.ts';
import type {NetworkKey} from './network-key.ts';
import {OpenConnections} from './open-connections.ts';
import {timeSlices} from './time-slices.ts';

export type ListenOptions = {
	/** `::` listens on all addresses of both families if there is IPv6, else on all of IPv4. */
	readonly host: string;
	/** 0 picks a free port. */
	readonly port: number;
	/** Takes the next free port where this one is in use. */
	readonly orNext?: boolean | undefined;
	readonly handle: RequestHandler;
	/** Maximum number of connections; by default 20,000, or what the system's limit of open files has room for. */
	readonly maxConnections?: number;
	/** Time limit for a head in milliseconds; 10,000 by default (RFC 900001, section 3). */
	readonly headTimeoutMs?: number;
	/** Time limit in milliseconds for a client to take something of the answers that wait for it; 60,000 by default. */
	readonly stalledMs?: number;
	/** How many requests of a connection are read ahead while another is answered; none by default. */
	readonly readAhead?: number;
	readonly onOpen?: (connection: ServerConnection) => void;
	/** The key of a private network: only those who have it get in. */
	readonly key?: NetworkKey | undefined;
	/** Called when somebody takes this port for one of the other kind. */
	readonly onStranger?: (address: string, how: Stranger) => void;
	/** Called when a connection was rejected, or an idle one closed, because the limit of `count` was reached. */
	readonly onFull?: (count: number) => void;
};

export interface Listener {
	/** As bound. */
	readonly host: string;
	readonly port: number;
	readonly connections: number;
	/** Stops listening and destroys every connection. */
	close(): Promise<void>;
}

/**
 * Starts to listen. Rejects with a `PortInUseError`, or with the system's error, for instance for an address of
 * another machine.
 */
export async function listen(options: ListenOptions): Promise<Listener> {
	const acceptor = new Acceptor(options);
	await bind(acceptor.server, options);
	const address = acceptor.server.address();
	if (address === null || typeof address === 'string') throw new Error('not a TCP address');
	return {
		host: options.host === '::' ? address.address : options.host,
		port: address.port,
		get connections() {
			return acceptor.open.size;
		},
		close: () => acceptor.close(),
	};
}

class Acceptor {
	readonly server: Server;
	readonly #options: ListenOptions;
	readonly #maxConnections: number;
	readonly #headTimeoutMs: number;
	/** Present when the port is private. */
	readonly #admission: Admission | undefined;
	readonly open: OpenConnections;
	#lastId = 0;

	constructor(options: ListenOptions) {
		this.#options = options;
		this.#maxConnections = options.maxConnections ?? connectionLimit();
		this.open = new OpenConnections(this.#maxConnections);
		this.#headTimeoutMs = options.headTimeoutMs ?? 10_000;
		this.#admission = this.#door();
		this.server = createServer(
			{allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000},
			socket => this.#arrive(socket),
		);
	}

	async close(): Promise<void> {
		const closed = new Promise<void>(resolve => this.server.close(() => resolve()));
		this.#admission?.close();
		this.open.destroy();
		await closed;
	}

	#door(): Admission | undefined {
		const {key} = this.#options;
		return (
			key &&
			new Admission({
				key,
				timeoutMs: this.#headTimeoutMs,
				onAdmitted: socket => this.#accept(socket),
				onStranger: (address, how) => this.#options.onStranger?.(address, how),
			})
		);
	}

	#arrive(socket: Socket): void {
		timeSlices.accepted();
		if (!this.#hasRoom(socket)) {
			socket.destroy();
			return;
		}
		if (this.#admission) this.#admission.begin(socket);
		else this.#accept(socket);
	}

	#accept(socket: Socket): void {
		const connection = new ServerConnection(socket, {
			id: ++this.#lastId,
			handle: this.#options.handle,
			headTimeoutMs: this.#headTimeoutMs,
			stalledMs: this.#options.stalledMs ?? 60_000,
			readAhead: this.#options.readAhead,
			onActivity: active => this.open.markActive(active),
			onEncrypted: this.#admission ? undefined : ({remote}) => this.#options.onStranger?.(remote.address, 'encrypted'),
		});
		this.open.add(connection);
		this.#options.onOpen?.(connection);
	}

	/** Whether there is a place for it, which somebody else may have to leave: first those without a proven key. */
	#hasRoom({remoteAddress = ''}: Socket): boolean {
		const waiting = this.#admission?.waiting ?? 0;
		const count = this.open.size + waiting;
		if (count >= this.#maxConnections) {
			this.#options.onFull?.(count);
			if (this.#admission?.dropOldest()) return true;
		}
		return this.open.hasRoom(plainAddress(remoteAddress), waiting);
	}
}

/** Accepts connections up to a limit and hands their requests on. */
import {createServer, type Server, type Socket} from 'node:net';
import {type RequestHandler, ServerConnection} from './connection.ts';

/** The port is taken. `freePort`: the next one that is not, where one was found. */
export class PortInUseError extends Error {
	override readonly name = 'PortInUseError';
	readonly port: number;
	readonly freePort: number | undefined;

	constructor(port: number, freePort: number | undefined) {
		super(`port ${port} is in use`);
		this.port = port;
		this.freePort = freePort;
	}
}

export type ListenOptions = {
	/** `::` listens on all addresses of both families where there is IPv6, else on all of IPv4. */
	readonly host: string;
	/** 0 picks a free one. */
	readonly port: number;
	readonly handle: RequestHandler;
	/** Connections at a time; 20,000 unless said. */
	readonly maxConnections?: number;
	/** Milliseconds for a head; 10,000 unless said (PROTOCOL.md 1). */
	readonly headTimeoutMs?: number;
	/** Requests of a connection that are read while another of its requests is answered; none unless said. */
	readonly readAhead?: number;
	readonly onOpen?: (connection: ServerConnection) => void;
	/** A stranger speaks TLS where plain text is spoken. */
	readonly onStranger?: (address: string) => void;
	/** A connection was turned away, or an idle one closed, because the limit of `count` was reached. */
	readonly onFull?: (count: number) => void;
};

export interface Listener {
	/** As bound. */
	readonly host: string;
	readonly port: number;
	readonly connections: number;
	/** Listens no more and destroys every connection. */
	close(): Promise<void>;
}

/** Starts to listen. Rejects with a `PortInUseError`, or with the system's error for an address that is not this machine's. */
export async function listen(options: ListenOptions): Promise<Listener> {
	const acceptor = new Acceptor(options);
	const host = await bind(acceptor.server, options);
	const address = acceptor.server.address();
	if (address === null || typeof address === 'string') throw new Error('not a TCP address');
	return {
		host,
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
	/** Every connection, the longest idle first. */
	readonly open = new Set<ServerConnection>();
	#lastId = 0;

	constructor(options: ListenOptions) {
		this.#options = options;
		this.#maxConnections = options.maxConnections ?? 20_000;
		this.server = createServer(
			{allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000},
			socket => this.#accept(socket),
		);
	}

	async close(): Promise<void> {
		const closed = new Promise<void>(resolve => this.server.close(() => resolve()));
		for (const connection of this.open) connection.destroy();
		await closed;
	}

	#accept(socket: Socket): void {
		if (this.open.size >= this.#maxConnections) {
			this.#options.onFull?.(this.open.size);
			if (!this.#makeRoom()) {
				socket.destroy();
				return;
			}
		}
		const connection = new ServerConnection(socket, {
			id: ++this.#lastId,
			handle: this.#options.handle,
			headTimeoutMs: this.#options.headTimeoutMs ?? 10_000,
			readAhead: this.#options.readAhead,
			onActivity: active => this.#markActive(active),
			onEncrypted: ({remote}) => this.#options.onStranger?.(remote.address),
		});
		this.open.add(connection);
		connection.onClose(() => this.open.delete(connection));
		this.#options.onOpen?.(connection);
	}

	/** A set keeps the order of adding: an active connection goes to its end. */
	#markActive(connection: ServerConnection): void {
		if (this.open.delete(connection)) this.open.add(connection);
	}

	/** Closes the longest idle connection of a party that never joined (PROTOCOL.md 1). False when there is none. */
	#makeRoom(): boolean {
		for (const connection of this.open) {
			if (connection.joined) continue;
			this.open.delete(connection);
			connection.destroy();
			return true;
		}
		return false;
	}
}

type Place = {readonly host: string; readonly port: number};

/** Binds, and says which address it was in the end. */
async function bind(server: Server, {host, port}: Place): Promise<string> {
	try {
		await bindTo(server, {host, port});
		return host;
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		if (code === 'EADDRINUSE') throw new PortInUseError(port, await nextFreePort(host, port));
		if (host !== '::' || (code !== 'EAFNOSUPPORT' && code !== 'EADDRNOTAVAIL')) throw error;
		return bind(server, {host: '0.0.0.0', port});
	}
}

const bindTo = (server: Server, {host, port}: Place): Promise<void> =>
	new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen({host, port, backlog: 1024}, () => {
			server.off('error', reject);
			// Accepting can fail for a while, when file descriptors run out; what is open goes on.
			server.on('error', () => {});
			resolve();
		});
	});

/** The first free port after `port`, among the next 20. */
async function nextFreePort(host: string, port: number): Promise<number | undefined> {
	for (let candidate = port + 1; candidate <= Math.min(port + 20, 65_535); candidate++) {
		if (await isFree(host, candidate)) return candidate;
	}
	return undefined;
}

/** Whether a port can be listened on; 0 stands for any. */
async function isFree(host: string, port: number): Promise<boolean> {
	const server = createServer();
	try {
		await bindTo(server, {host, port});
		return true;
	} catch {
		return false;
	} finally {
		server.close();
	}
}

/** A port that is free now, `preferred` where it is. */
export async function freePort(host: string, preferred: number): Promise<number> {
	return (await isFree(host, preferred)) ? preferred : ((await nextFreePort(host, preferred)) ?? 0);
}

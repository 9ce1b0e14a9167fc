/** Listens at a port, and finds a free one. */
import {createServer, type Server} from 'node:net';
import {type HostPort, highestPort} from '../text/address.ts';
import {codeOf} from '../text/reasons.ts';

/** The port is in use. `freePort`: the next free one, if one was found. */
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

export type Place = HostPort & {
	/** Takes the next free port where this one is in use. */
	readonly orNext?: boolean | undefined;
};

/** Starts to listen. Rejects with a `PortInUseError`, or with the system's error. */
export async function bind(server: Server, {host, port, orNext = false}: Place): Promise<void> {
	try {
		await bindTo(server, {host, port});
	} catch (error) {
		if (codeOf(error) !== 'EADDRINUSE') throw error;
		const free = await nextFreePort(host, port);
		if (!orNext || free === undefined) throw new PortInUseError(port, free);
		// That one may be taken meanwhile as well.
		await bind(server, {host, port: free, orNext});
	}
}

const bindTo = (server: Server, {host, port}: HostPort): Promise<void> =>
	new Promise((resolve, reject) => {
		server.once('error', reject);
		// Without a host Node.js falls back to 0.0.0.0 where there is no IPv6, and need not parse the host.
		server.listen({...(host === '::' ? {} : {host}), port, backlog: 4096}, () => {
			server.off('error', reject);
			// Accepting can fail for a while when file descriptors run out; open connections are not affected.
			server.on('error', () => {});
			resolve();
		});
	});

/** The first free port after `port`, among the next 20. */
async function nextFreePort(host: string, port: number): Promise<number | undefined> {
	for (let candidate = port + 1; candidate <= Math.min(port + 20, highestPort); candidate++) {
		if (await isFree(host, candidate)) return candidate;
	}
	return undefined;
}

/** Whether a port can be listened on; always true for 0. */
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

/** A free port, `preferred` if that is free. */
export async function freePort(host: string, preferred: number): Promise<number> {
	return (await isFree(host, preferred)) ? preferred : ((await nextFreePort(host, preferred)) ?? 0);
}

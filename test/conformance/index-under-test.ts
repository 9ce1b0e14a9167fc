import {execFile} from 'node:child_process';
import {type AddressInfo, createServer, type Server} from 'node:net';
import process from 'node:process';
import {promisify} from 'node:util';
import {afterAll, beforeAll} from 'vitest';
import {type RunningServer, startServer} from '../helpers/process.ts';
import {RawClient, type Route} from '../helpers/raw-client.ts';
import {type TemporaryFolder, temporaryFolder} from '../helpers/temp.ts';

/** The real index server as a child process, one for each test file. */
export type IndexUnderTest = {
	/** Where it listens. */
	readonly route: Route;
	readonly connect: (by?: Omit<Route, 'port'>) => Promise<RawClient>;
	/** Everything it has printed. */
	readonly printed: () => string;
	readonly isAlive: () => boolean;
	/** Memory of the process in megabytes. */
	readonly memory: () => Promise<number>;
};

/** Only Linux answers at every address of 127/8 without being set up for it. */
export const manyAddresses = process.platform === 'linux';

/** Starts an index server before the tests of a file or a group, and ends it afterwards. */
export function indexServerForFile(
	options: {readonly host?: string; readonly openFiles?: number} = {},
): IndexUnderTest {
	let home: TemporaryFolder | undefined;
	let server: RunningServer | undefined;
	beforeAll(async () => {
		home = await temporaryFolder();
		server = await startServer({home: home.path, ...options});
	});
	afterAll(async () => {
		await server?.[Symbol.asyncDispose]();
		await home?.[Symbol.asyncDispose]();
	});
	const route = (): Route => ({port: server?.port ?? 0});
	return {
		get route() {
			return route();
		},
		connect: (by = {}) => RawClient.connect({...route(), ...by}),
		printed: () => `${server?.process.stdout}${server?.process.stderr}`,
		isAlive: () => server?.process.hasExited === false,
		memory: () => residentMemory(server?.process.pid),
	};
}

/** Megabytes, as the system's `ps` tells them. */
async function residentMemory(pid: number | undefined): Promise<number> {
	const {stdout} = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
	return Number(stdout) / 1024;
}

/** A listening port, like the upload port of a peer that is present. */
export type UploadPort = AsyncDisposable & {
	readonly port: number;
	/** When connections came, in ms of `performance.now()`. */
	readonly arrivals: readonly number[];
	/** Bytes that came with them. */
	readonly received: () => number;
	/** Connections that the other side closed properly. */
	readonly ended: () => number;
	/** Refuses connections from now on. */
	readonly close: () => Promise<void>;
};

/** Listens on a free port of a loopback address. */
export async function uploadPort({host = '127.0.0.1', port = 0} = {}): Promise<UploadPort> {
	const arrivals: number[] = [];
	let received = 0;
	let ended = 0;
	const server = createServer(socket => {
		arrivals.push(performance.now());
		socket.on('data', data => {
			received += data.length;
		});
		socket.on('end', () => {
			ended++;
		});
		socket.on('error', () => {});
	});
	await listen(server, {host, port});
	const close = () => new Promise<void>(resolve => server.close(() => resolve()));
	return {
		port: (server.address() as AddressInfo).port,
		arrivals,
		received: () => received,
		ended: () => ended,
		close,
		[Symbol.asyncDispose]: close,
	};
}

function listen(server: Server, where: {readonly host: string; readonly port: number}): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(where, resolve);
	});
}

/** Long enough for a busy machine, in milliseconds. */
const patienceMs = 30_000;

/** Repeats a question every 20 ms until the answer is right; throws with the last answer when that takes too long. */
export async function eventually<Answer>(
	ask: () => Promise<Answer>,
	holds: (answer: Answer) => boolean,
): Promise<Answer> {
	const deadline = performance.now() + patienceMs;
	for (;;) {
		const answer = await ask();
		if (holds(answer)) return answer;
		if (performance.now() > deadline) throw new Error(`not so after ${patienceMs} ms: ${JSON.stringify(answer)}`);
		await new Promise(resolve => setTimeout(resolve, 20));
	}
}

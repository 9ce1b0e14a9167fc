/** A server to be measured, in a process of its own, which reports its port, and its processor time on request. */
import {type ChildProcess, fork} from 'node:child_process';
import type {Server} from 'node:net';
import process from 'node:process';

export type ServerProcess = {
	readonly child: ChildProcess;
	readonly port: number;
	/** Microseconds of processor time so far. */
	readonly processorTime: () => Promise<number>;
};

/** In the process of the server: reports its port, answers questions, and ends with the benchmark. */
export function serveBenchmark(port: number): void {
	process.on('message', () => {
		const {user, system} = process.cpuUsage();
		process.send?.(user + system);
	});
	process.on('disconnect', () => process.exit());
	process.send?.(port);
}

/** In the benchmark: starts a script that calls `serveBenchmark`. Kill its `child` at the end. */
export async function startServerProcess(script: string, args: readonly string[]): Promise<ServerProcess> {
	const child = fork(script, [...args]);
	return {
		child,
		port: await nextMessage(child),
		processorTime: () => {
			child.send('time');
			return nextMessage(child);
		},
	};
}

/** Listens on a free port of loopback, and resolves with it. */
export async function listenLocally(server: Server): Promise<number> {
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	return typeof address === 'object' && address !== null ? address.port : 0;
}

const nextMessage = (child: ChildProcess): Promise<number> =>
	new Promise((resolve, reject) => {
		const onExit = (code: number | null) => reject(new Error(`a server ended with ${code}`));
		child.once('exit', onExit);
		child.once('message', message => {
			child.off('exit', onExit);
			resolve(Number(message));
		});
	});

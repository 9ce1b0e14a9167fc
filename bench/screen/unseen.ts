import {type ChildProcess, fork} from 'node:child_process';
import path from 'node:path';

export type UnseenServer = AsyncDisposable & {readonly port: number; readonly pid: number};

/** The engine of an index server in a process of its own, without any screen: what a screen's cost is compared with. */
export async function unseenServer(): Promise<UnseenServer> {
	const child: ChildProcess = fork(path.join(import.meta.dirname, '../member.ts'), ['server']);
	const port = await new Promise<number>((resolve, reject) => {
		child.once('message', (message: {readonly port: number}) => resolve(message.port));
		child.once('exit', code => reject(new Error(`a server ended with ${code}`)));
	});
	return {
		port,
		pid: child.pid ?? 0,
		async [Symbol.asyncDispose]() {
			child.kill();
		},
	};
}

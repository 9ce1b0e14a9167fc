/** Ends what a benchmark started. */
import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';

/** Resolves when these processes have ended: until then they may write into their folders, which are to be removed. */
export async function ended(processes: readonly ChildProcess[]): Promise<void> {
	await Promise.all(
		processes.map(async child => {
			if (child.exitCode !== null || child.signalCode !== null) return;
			const end = once(child, 'exit');
			child.kill();
			await end;
		}),
	);
}

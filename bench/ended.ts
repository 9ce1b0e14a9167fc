/** Ends what a benchmark started. */
import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {atExit} from '../test/helpers/at-exit.ts';

const running = new Set<ChildProcess>();
// Registered before any folder is made, and so done before folders are removed into which they write.
atExit(() => {
	for (const child of running) child.kill('SIGKILL');
});

/** Kills a process where the benchmark ends before it: because it failed, or somebody ended it. */
export function owned<Child extends ChildProcess>(child: Child): Child {
	running.add(child);
	child.once('exit', () => running.delete(child));
	return child;
}

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

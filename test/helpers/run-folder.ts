import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {atExit} from './at-exit.ts';

/**
 * In the process that runs the tests: gives its workers a temporary folder of their own, which is removed at the end with
 * what is left in it, after the programs that are left. Workers cannot do that, since a run ends by killing them.
 */
export function openRunFolder(): void {
	const folder = mkdtempSync(path.join(tmpdir(), 'p2pci-tests-'));
	for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = folder;
	atExit(() => {
		killAll(folder);
		rmSync(folder, {recursive: true, force: true, maxRetries: 5});
	});
}

/** Processes that were started with this word in their environment, where the system tells. */
function programsWith(word: string): readonly number[] {
	if (process.platform !== 'linux') return [];
	const isOurs = (pid: number): boolean => {
		try {
			return readFileSync(`/proc/${pid}/environ`).includes(word);
		} catch {
			// It has ended, or belongs to somebody else.
			return false;
		}
	};
	return readdirSync('/proc')
		.map(Number)
		.filter(pid => pid > 0 && pid !== process.pid && isOurs(pid));
}

function killAll(word: string): void {
	// One that is found may just have started another one; and one that hangs in the system is not waited for.
	for (let turn = 0; turn < 100; turn++) {
		const pids = programsWith(word);
		if (pids.length === 0) return;
		for (const pid of pids) kill(pid);
	}
}

function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It has just ended.
	}
}

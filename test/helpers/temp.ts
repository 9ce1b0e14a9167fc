import {rmSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {atExit} from './at-exit.ts';

/** A folder that is removed with its block: `await using folder = await temporaryFolder()`. */
export type TemporaryFolder = AsyncDisposable & {
	/** Absolute path. */
	readonly path: string;
	/** A path inside the folder; creates nothing. */
	readonly at: (...names: readonly string[]) => string;
	/** Who is to end before it is removed, since they still write into it: `users.defer(() => library.stop())`. */
	readonly users: AsyncDisposableStack;
};

const folders = new Set<string>();

/** A new empty folder in the system's temporary folder. It is removed with its contents. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
	const folder = await mkdtemp(path.join(tmpdir(), 'p2pci-test-'));
	folders.add(folder);
	const users = new AsyncDisposableStack();
	return {
		path: folder,
		at: (...names) => path.join(folder, ...names),
		users,
		async [Symbol.asyncDispose]() {
			await users.disposeAsync();
			folders.delete(folder);
			// A program that was just killed may still be closing its files: Windows refuses until it has.
			await rm(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 100});
		},
	};
}

// At the end of a run of tests `openRunFolder` does that for all.
if (process.env.VITEST === undefined) {
	atExit(() => {
		for (const folder of folders) rmSync(folder, {recursive: true, force: true});
	});
}

import {rmSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** A folder that is removed with its block: `await using folder = await temporaryFolder()`. */
export type TemporaryFolder = AsyncDisposable & {
	/** Absolute path. */
	readonly path: string;
	/** A path inside the folder; creates nothing. */
	readonly at: (...names: readonly string[]) => string;
};

const folders = new Set<string>();

/** A new empty folder in the system's temporary folder. It is removed with its contents. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
	const folder = await mkdtemp(path.join(tmpdir(), 'p2pci-test-'));
	folders.add(folder);
	return {
		path: folder,
		at: (...names) => path.join(folder, ...names),
		async [Symbol.asyncDispose]() {
			folders.delete(folder);
			// A program that was just killed may still be closing its files: Windows refuses until it has.
			await rm(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 100});
		},
	};
}

/** Removes the remaining folders: for `afterAll`, in case a failed test left some. */
export async function removeTemporaryFolders(): Promise<void> {
	const left = [...folders];
	folders.clear();
	await Promise.all(left.map(folder => rm(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 100})));
}

process.once('exit', () => {
	for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});

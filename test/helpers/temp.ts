import {rmSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** A folder that goes away with its block: `await using folder = await temporaryFolder()`. */
export type TemporaryFolder = AsyncDisposable & {
	/** Absolute path. */
	readonly path: string;
	/** A path inside the folder; nothing is made there. */
	readonly at: (...names: readonly string[]) => string;
};

const folders = new Set<string>();

/** An empty folder of its own in the system's place for such things. What is in it when it is disposed goes too. */
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

/** Removes the folders that are still there: for `afterAll`, when a test that failed left some. */
export async function removeTemporaryFolders(): Promise<void> {
	const left = [...folders];
	folders.clear();
	await Promise.all(left.map(folder => rm(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 100})));
}

process.once('exit', () => {
	for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});

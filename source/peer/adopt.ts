/** How a complete temporary file gets its name, without anything that is there being lost. */
import {link, lstat, rename, rm} from 'node:fs/promises';
import {codeOf, sameBytes} from './safe-file.ts';

/** A complete download under a temporary name. */
export type Adoptable = {
	readonly path: string;
	readonly bytes: number;
	/** Everything is written. */
	close(): Promise<void>;
	/** It is not wanted any more. */
	discard(): Promise<void>;
};

/** What became of a download that is complete. */
export type Adopted =
	| {readonly kind: 'saved'; readonly file: string; readonly bytes: number}
	/** The same bytes were there. The new file is gone. */
	| {readonly kind: 'already-here'; readonly file: string; readonly bytes: number}
	/** Other bytes are there. The new file waits under its temporary name. */
	| {readonly kind: 'differs'; readonly file: string; readonly existingBytes: number};

/**
 * Gives the file the name `target`, unless one of the `rivals` exists, or something has that name: then compares.
 * Rejects with the system's error, or a `NoFileError` when what is there is no file.
 */
export async function adopt(part: Adoptable, target: string, rivals: readonly string[]): Promise<Adopted> {
	await part.close();
	const there = await firstThere([...rivals, target]);
	if (there !== undefined) return compare(there, part);
	if (await takeName(part.path, target)) return {kind: 'saved', file: target, bytes: part.bytes};
	return compare(target, part);
}

async function firstThere(files: readonly string[]): Promise<string | undefined> {
	for (const file of files) {
		try {
			await lstat(file);
			return file;
		} catch (error) {
			if (codeOf(error) !== 'ENOENT') throw error;
		}
	}
	return undefined;
}

async function compare(there: string, part: Adoptable): Promise<Adopted> {
	if (!(await sameBytes(there, part.path))) {
		return {kind: 'differs', file: there, existingBytes: (await lstat(there)).size};
	}
	await part.discard();
	return {kind: 'already-here', file: there, bytes: part.bytes};
}

/** Gives a file a name that nothing has. False when something does. */
async function takeName(from: string, to: string): Promise<boolean> {
	try {
		// Renaming would replace what is there; a second name does not. The first one goes then.
		await link(from, to);
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		await rename(from, to);
		return true;
	}
	await rm(from, {force: true});
	return true;
}

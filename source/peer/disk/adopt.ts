/** Gives a complete temporary file its final name without overwriting anything. */

import {link, lstat, rm} from 'node:fs/promises';
import {codeOf} from '../../text/reasons.ts';
import {moveOver} from './move-over.ts';
import {exists, sameBytes} from './safe-file.ts';

/** A complete download under a temporary name. */
export type Adoptable = {
	readonly path: string;
	readonly bytes: number;
	/** Closes the file once everything is written. */
	close(): Promise<void>;
	/** Removes the file when it is no longer wanted. */
	discard(): Promise<void>;
};

/** The outcome for a complete download. */
export type Adopted =
	| {readonly kind: 'saved'; readonly file: string; readonly wasEmpty?: boolean}
	/** The target already holds the same bytes. The new file has been removed. */
	| {readonly kind: 'already-here'; readonly file: string}
	/** The target holds other bytes. The new file is kept under its temporary name. */
	| {readonly kind: 'differs'; readonly file: string; readonly existingBytes: number};

/**
 * Renames the file to `target`, unless that name is taken or one of the `rivals` exists: then the contents are
 * compared. Rejects with the system's error, or a `NoFileError` when the existing entry is not a regular file.
 */
export async function adopt(part: Adoptable, target: string, rivals: readonly string[]): Promise<Adopted> {
	await part.close();
	const there = await firstThere([...rivals, target]);
	if (there !== undefined) return compare(there, part);
	if (await takeName(part.path, target)) return {kind: 'saved', file: target};
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
	return {kind: 'already-here', file: there};
}

/** Moves a file to an unused name. False when the name is taken. Rejects with the system's error. */
export async function takeName(from: string, to: string): Promise<boolean> {
	try {
		// `rename` would replace an existing file; `link` fails instead. The first name is removed afterwards.
		await link(from, to);
	} catch (error) {
		// Where the file system has no hard links, it does not tell that the name is taken.
		if (codeOf(error) === 'EEXIST' || (await exists(to))) return false;
		await moveOver(from, to);
		return true;
	}
	// Where that fails, the file has its name all the same, and a later start removes the other one.
	await rm(from, {force: true}).catch(() => {});
	return true;
}

/** Small files of the peer itself, read and written as a whole. */

import {randomBytes} from 'node:crypto';
import {open, readdir, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {codeOf} from '../../text/reasons.ts';
import {makeFolder} from './make-folder.ts';
import {moveOver} from './move-over.ts';
import {decodeText, openFile, readPiece} from './safe-file.ts';

/** The text of a file, cut to `mostBytes`; undefined when it does not exist. Rejects with the system's error. */
export async function readSmallFile(file: string, mostBytes: number): Promise<string | undefined> {
	try {
		const {handle, bytes} = await openFile(file);
		try {
			return decodeText(await readPiece(handle, 0, Math.min(bytes, mostBytes)));
		} finally {
			await handle.close();
		}
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw error;
	}
}

/**
 * Writes a file completely or not at all, also in a power failure, and creates its folder. `mode`: its permissions.
 * Rejects with the system's error.
 */
export async function writeSmallFile(file: string, text: string, mode = 0o666): Promise<void> {
	await makeFolder(path.dirname(file));
	const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
	try {
		await writeFile(temporary, text, {mode, flush: true});
		await moveOver(temporary, file);
		await syncFolder(path.dirname(file));
	} catch (error) {
		await rm(temporary, {force: true}).catch(() => {});
		throw error;
	}
}

/** Makes the names in a folder survive a power failure, where the system can: Windows opens no folders. Never rejects. */
async function syncFolder(folder: string): Promise<void> {
	try {
		await using handle = await open(folder, 'r');
		await handle.sync();
	} catch {
		// The file is there all the same, and in a moment on the disk.
	}
}

/** A file or a lock that was not complete yet. */
const temporaryName = /\.json\.(?:[0-9a-f]{12}\.tmp|lock\.[0-9a-f]{12})$/;

/** Removes what programs left that were killed while they wrote small files in a folder. Never rejects. */
export async function removeTemporaries(folder: string): Promise<void> {
	const names = await readdir(folder).catch(() => []);
	const left = names.filter(name => temporaryName.test(name));
	await Promise.all(left.map(name => rm(path.join(folder, name), {force: true}).catch(() => {})));
}

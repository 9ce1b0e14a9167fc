/** Writing a small document to a disk, as it is done in the thread for that: one synchronous call after the other. */
import {createHash} from 'node:crypto';
import {closeSync, linkSync, openSync, renameSync, rmSync, unlinkSync, writeSync} from 'node:fs';

export type SaveRequest = {
	/** Where the document is written before it has its name. */
	readonly temporary: string;
	/** The name that it gets; undefined when it is known that something has that. */
	readonly target: string | undefined;
	readonly bytes: Uint8Array;
	/** What the bytes must be. */
	readonly digest: string;
};

/** `waits`: something has the name, and it is under its temporary one. `wrong`: these are not the bytes, and nothing was written. */
export type SaveEnd = 'saved' | 'waits' | 'wrong';

/** Writes a small document whole under its name, or under its temporary one, or not at all. Throws the system's error. */
export function saveDocument({temporary, target, bytes, digest}: SaveRequest): SaveEnd {
	if (digest !== `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`) return 'wrong';
	const fd = openSync(temporary, 'wx');
	try {
		try {
			for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at, at);
		} finally {
			closeSync(fd);
		}
		return target !== undefined && moveTo(temporary, target) ? 'saved' : 'waits';
	} catch (error) {
		rmSync(temporary, {force: true});
		throw error;
	}
}

/** Gives a file another name, which nothing has. False when something does. */
function moveTo(from: string, to: string): boolean {
	try {
		// Renaming would replace what is there; a second name does not.
		linkSync(from, to);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
		// A file system without second names.
		renameSync(from, to);
		return true;
	}
	unlinkSync(from);
	return true;
}

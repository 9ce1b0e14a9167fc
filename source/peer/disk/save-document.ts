/** Writes a small document to disk, with synchronous calls. */

import {hash} from 'node:crypto';
import {closeSync, ftruncateSync, linkSync, lstatSync, openSync, renameSync, unlinkSync} from 'node:fs';
import {digestFrom} from '../../protocol/values.ts';
import {codeOf} from '../../text/reasons.ts';
import {writeAll} from './write-all.ts';

export type SaveRequest = {
	/** The path while it is being written. */
	readonly temporary: string;
	/** The final path; undefined when that is known to exist. */
	readonly target: string | undefined;
	readonly bytes: Uint8Array;
	/** The digest that the bytes must have. */
	readonly digest: string;
};

/**
 * `waits`: the target exists, so the document is under its temporary name. `wrong`: the digest does not match, and
 * nothing was written.
 */
export type SaveEnd = 'saved' | 'waits' | 'wrong';

/**
 * Writes a small document completely, under its final name or else its temporary one, or not at all. Throws the
 * system's error.
 */
export function saveDocument({temporary, target, bytes, digest}: SaveRequest): SaveEnd {
	if (digest !== digestFrom(hash('sha256', bytes, 'base64'))) return 'wrong';
	const fd = openSync(temporary, 'wx');
	try {
		try {
			if (bytes.length > 0) haveWrittenSoon(fd);
			writeAll(fd, bytes, 0);
		} finally {
			closeSync(fd);
		}
		return target !== undefined && moveTo(temporary, target) ? 'saved' : 'waits';
	} catch (error) {
		removeSoon(temporary);
		throw error;
	}
}

/**
 * A file that was cut to nothing counts as being replaced: ext4, btrfs and XFS, for which there has to be something to cut,
 * write it when it is closed, and not half a minute later. Otherwise a power failure could leave the final name with no
 * bytes. Syncing would take a mirror's time.
 */
function haveWrittenSoon(fd: number): void {
	try {
		ftruncateSync(fd, 1);
		ftruncateSync(fd, 0);
	} catch {
		// Some file systems in front of a network only append.
	}
}

/** Moves a file to an unused name. False when the name is taken. */
function moveTo(from: string, to: string): boolean {
	try {
		// `rename` would replace an existing file; `link` fails instead.
		linkSync(from, to);
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		// The file system has no hard links, so it does not tell that the name is taken.
		if (lstatSync(to, {throwIfNoEntry: false})) return false;
		renameSync(from, to);
		return true;
	}
	removeSoon(from);
	return true;
}

/** Removes a temporary file, now or, where another program holds it open on Windows, at a later start. Never throws. */
export function removeSoon(file: string): void {
	try {
		unlinkSync(file);
	} catch {
		// It is removed with what programs left that were killed.
	}
}

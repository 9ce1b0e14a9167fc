/**
 * Reads a part of a file into a buffer synchronously: in the reading thread, or on the main thread where the disk is
 * fast.
 */
import {closeSync, fstatSync, openSync, readSync, type Stats} from 'node:fs';
import {codeOf} from '../../text/reasons.ts';
import {factsOf, isLinkError, notThroughLink, openToRead, sameFile} from '../disk/safe-file.ts';
import {dataOffset, factAt, type ReadBuffer, type ReadJob, readOutcome} from './upload-buffers.ts';

/**
 * Fills a buffer with the facts of a file and a part of it. `device`: only a file on this device, and not through a
 * link.
 */
export function readNow({bytes, facts}: ReadBuffer, [, path, position, most]: ReadJob, device?: number): void {
	try {
		const descriptor = device === undefined ? openToRead(path) : openSync(path, notThroughLink);
		try {
			const file = fstatSync(descriptor);
			facts[factAt.outcome] = outcomeOf(file, device);
			if (facts[factAt.outcome] !== readOutcome.read) return;
			const before = factsOf(file);
			const start = position < 0 ? Math.max(0, before.bytes + position) : position;
			const length = start < before.bytes ? fill(descriptor, bytes, {start, most}) : 0;
			// Bytes read while somebody wrote are neither the old document nor the new one.
			if (most > 0 && !sameFile(before, factsOf(fstatSync(descriptor)))) facts[factAt.outcome] = readOutcome.changed;
			facts[factAt.position] = start;
			facts[factAt.length] = length;
			facts[factAt.bytes] = before.bytes;
			facts[factAt.modified] = before.modified;
			facts[factAt.changed] = before.changed;
			facts[factAt.inode] = before.inode;
		} finally {
			closeSync(descriptor);
		}
	} catch (error) {
		const code = codeOf(error);
		const missing = code === 'ENOENT' || code === 'ENOTDIR';
		const elsewhere = device !== undefined && isLinkError(error);
		facts[factAt.outcome] = missing ? readOutcome.missing : elsewhere ? readOutcome.elsewhere : readOutcome.failed;
	}
}

function outcomeOf(file: Stats, device: number | undefined): number {
	if (device !== undefined && file.dev !== device) return readOutcome.elsewhere;
	return file.isFile() ? readOutcome.read : readOutcome.missing;
}

type Part = {readonly start: number; readonly most: number};

/** Reads until the buffer is full or the file ends; returns the number of bytes. */
function fill(descriptor: number, bytes: Buffer, {start, most}: Part): number {
	let filled = 0;
	while (filled < most) {
		const count = readSync(descriptor, bytes, dataOffset + filled, most - filled, start + filled);
		if (count === 0) break;
		filled += count;
	}
	return filled;
}

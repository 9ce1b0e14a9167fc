/** Reads a part of a file into a buffer, there and then: in the reading thread, or where reading is sure to be quick. */
import {closeSync, constants, fstatSync, openSync, readSync, type Stats} from 'node:fs';
import {bufferBytes, dataOffset, factAt, factBytes, type ReadJob, readOutcome} from './upload-buffers.ts';

// Opening a pipe waits for a writer, perhaps for ever, unless told not to. Windows has no such flag, and no such pipes.
const readWithoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The facts that a reading left in a buffer. */
export const factsIn = (memory: SharedArrayBuffer, buffer: number): Float64Array =>
	new Float64Array(memory, buffer * bufferBytes, factBytes / 8);

/** Fills a buffer of `memory` with the facts of a file and a part of it. `device`: only a file of this one, by no link. */
export function readNow(memory: SharedArrayBuffer, [buffer, path, position, most]: ReadJob, device?: number): void {
	const facts = factsIn(memory, buffer);
	try {
		const flags = device === undefined ? readWithoutWaiting : readWithoutWaiting | constants.O_NOFOLLOW;
		const descriptor = openSync(path, flags);
		try {
			const before = fstatSync(descriptor);
			facts[factAt.outcome] = outcomeOf(before, device);
			if (facts[factAt.outcome] !== readOutcome.read) return;
			const start = position < 0 ? Math.max(0, before.size + position) : position;
			const room = start < before.size ? most : 0;
			const length = fill(descriptor, new Uint8Array(memory, buffer * bufferBytes + dataOffset, room), start);
			// What was read while somebody wrote is neither the old document nor the new one.
			if (most > 0 && !isSame(before, fstatSync(descriptor))) facts[factAt.outcome] = readOutcome.changed;
			facts[factAt.position] = start;
			facts[factAt.length] = length;
			facts[factAt.bytes] = before.size;
			facts[factAt.modified] = before.mtimeMs;
			facts[factAt.changed] = before.ctimeMs;
			facts[factAt.inode] = before.ino;
		} finally {
			closeSync(descriptor);
		}
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		const missing = code === 'ENOENT' || code === 'ENOTDIR';
		const elsewhere = device !== undefined && code === 'ELOOP';
		facts[factAt.outcome] = missing ? readOutcome.missing : elsewhere ? readOutcome.elsewhere : readOutcome.failed;
	}
}

function outcomeOf(file: Stats, device: number | undefined): number {
	if (device !== undefined && file.dev !== device) return readOutcome.elsewhere;
	return file.isFile() ? readOutcome.read : readOutcome.missing;
}

/** Reads until the room is full or the file ends; gives the bytes read. */
function fill(descriptor: number, room: Uint8Array, start: number): number {
	let filled = 0;
	while (filled < room.length) {
		const count = readSync(descriptor, room, filled, room.length - filled, start + filled);
		if (count === 0) break;
		filled += count;
	}
	return filled;
}

const isSame = (one: Stats, other: Stats): boolean =>
	one.size === other.size && one.mtimeMs === other.mtimeMs && one.ctimeMs === other.ctimeMs;

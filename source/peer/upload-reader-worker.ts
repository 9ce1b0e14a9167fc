/**
 * The thread that reads documents to send. Here synchronous calls are the fast way, and a folder that hangs (a network
 * mount that is gone) hangs nothing but this thread.
 */
import {closeSync, constants, fstatSync, openSync, readSync, type Stats} from 'node:fs';
import {parentPort, workerData} from 'node:worker_threads';
import {bufferBytes, dataOffset, factAt, type ReadBatch, type ReaderMemory, readOutcome} from './upload-buffers.ts';

// Opening a pipe waits for a writer, perhaps for ever, unless told not to. Windows has no such flag, and no such pipes.
const readWithoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const {memory}: ReaderMemory = workerData;
const bytesOf = (buffer: number): Uint8Array => new Uint8Array(memory, buffer * bufferBytes, bufferBytes);

parentPort?.on('message', (batch: ReadBatch) => {
	for (const job of batch) read(job);
	parentPort?.postMessage(batch.map(([buffer]) => buffer));
});

function read([buffer, path, position, most]: ReadBatch[number]): void {
	const facts = new Float64Array(memory, buffer * bufferBytes, dataOffset / 8);
	try {
		const descriptor = openSync(path, readWithoutWaiting);
		try {
			const before = fstatSync(descriptor);
			facts[factAt.outcome] = before.isFile() ? readOutcome.read : readOutcome.missing;
			if (!before.isFile()) return;
			const start = position < 0 ? Math.max(0, before.size + position) : position;
			const room = bytesOf(buffer).subarray(dataOffset, dataOffset + (start < before.size ? most : 0));
			const length = fill(descriptor, room, start);
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
		facts[factAt.outcome] = code === 'ENOENT' || code === 'ENOTDIR' ? readOutcome.missing : readOutcome.failed;
	}
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

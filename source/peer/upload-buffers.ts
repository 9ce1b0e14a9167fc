/**
 * The memory that the reading thread fills and the sockets send from: buffers of one size, shared, never copied.
 * Each is laid out so that a document goes out with its head in one write:
 *
 *   | facts, 64 bytes | room for a head, right-aligned | data ... |
 *                                                      ^ dataOffset
 */
export const factBytes = 64;
/** A page of memory, so that the data begin with one. */
export const dataOffset = 4096;
/** Bytes of a file that one buffer holds: the longest range that is asked for (PROTOCOL.md 4). */
export const dataBytes = 1024 * 1024;
export const bufferBytes = dataOffset + dataBytes;

/** Where the facts of a reading are in a buffer, in 8-byte floating point numbers. */
export const factAt = {outcome: 0, position: 1, length: 2, bytes: 3, modified: 4, changed: 5, inode: 6} as const;

/** `missing`: no such regular file. `changed`: somebody wrote to it meanwhile. `elsewhere`: not on the device that it was to be on. */
export const readOutcome = {read: 0, missing: 1, changed: 2, failed: 3, elsewhere: 4} as const;

/** The buffer to fill, the path, where to begin (below 0: so many bytes before the end), and how many bytes at most. */
export type ReadJob = readonly [buffer: number, path: string, position: number, most: number];
export type ReadBatch = readonly ReadJob[];

/** One buffer, whole, and the facts in it. */
export type ReadBuffer = {readonly index: number; readonly bytes: Buffer; readonly facts: Float64Array};

/** The buffers in a memory. Made once: views of shared memory are dear to make and to forget. */
export const buffersIn = (memory: SharedArrayBuffer): readonly ReadBuffer[] =>
	Array.from({length: memory.byteLength / bufferBytes}, (_, index) => ({
		index,
		bytes: Buffer.from(memory, index * bufferBytes, bufferBytes),
		facts: new Float64Array(memory, index * bufferBytes, factBytes / 8),
	}));

/** What the thread is started with. */
export type ReaderMemory = {readonly memory: SharedArrayBuffer};

/**
 * The buffers that the reading thread fills and the sockets send from: of one size, in shared memory, never copied.
 * The layout lets a document be sent with its head in one write:
 *
 *   | facts, 64 bytes | room for a head, right-aligned | data ... |
 *                                                      ^ dataOffset
 */
export const factBytes = 64;
/** One memory page, so that the data is page-aligned. */
export const dataOffset = 4096;
/** Capacity of one buffer: the longest range that is requested (RFC 900003). */
export const dataBytes = 1024 * 1024;
export const bufferBytes = dataOffset + dataBytes;

/** Where the result of a read is in a buffer, as indices of 8-byte floating point numbers. */
export const factAt = {outcome: 0, position: 1, length: 2, bytes: 3, modified: 4, changed: 5, inode: 6} as const;

/**
 * `missing`: no such regular file. `changed`: it was modified during the read. `elsewhere`: it is not on the expected
 * device.
 */
export const readOutcome = {read: 0, missing: 1, changed: 2, failed: 3, elsewhere: 4} as const;

/** Buffer to fill, path, start position (negative: from the end), and maximum number of bytes. */
export type ReadJob = readonly [buffer: number, path: string, position: number, most: number];
export type ReadBatch = readonly ReadJob[];

/** One buffer, and views of its parts. */
export type ReadBuffer = {readonly index: number; readonly bytes: Buffer; readonly facts: Float64Array};

/** The buffers in a shared memory. Created once: views of shared memory are expensive to create and to collect. */
export const buffersIn = (memory: SharedArrayBuffer): readonly ReadBuffer[] =>
	Array.from({length: memory.byteLength / bufferBytes}, (_, index) => ({
		index,
		bytes: Buffer.from(memory, index * bufferBytes, bufferBytes),
		facts: new Float64Array(memory, index * bufferBytes, factBytes / 8),
	}));

/** The worker data of the thread. */
export type ReaderMemory = {readonly memory: SharedArrayBuffer};

import {writeSync} from 'node:fs';

/** Writes all bytes at a position, or where the file is appended to. Throws the system's error. */
export function writeAll(fd: number, bytes: Uint8Array, position?: number): void {
	for (let written = 0; written < bytes.length; ) {
		const at = position === undefined ? null : position + written;
		written += writeSync(fd, bytes, written, bytes.length - written, at);
	}
}

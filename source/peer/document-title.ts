import type {FileHandle} from 'node:fs/promises';
import {titleOf} from '../rfc/title.ts';
import {decodeText, readPiece} from './safe-file.ts';

/** The first bytes of a document, which have its title. */
export const headBytes = 20 * 1024;

/** The title that a document gives itself, by its first `headBytes`; undefined when none is found. Never throws. */
export function titleIn(head: Uint8Array, rfc: number | undefined): string | undefined {
	const title = titleOf(decodeText(head, {cut: true}), rfc);
	// A part of a string keeps the whole string in memory; a copy does not keep 20 KB for each title.
	return title === undefined ? undefined : Buffer.from(title).toString();
}

/** The title that an open document gives itself; undefined when none is found. Rejects with the system's error. */
export const readTitle = async (handle: FileHandle, rfc: number | undefined): Promise<string | undefined> =>
	titleIn(await readPiece(handle, 0, headBytes), rfc);

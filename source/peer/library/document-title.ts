import type {FileHandle} from 'node:fs/promises';
import {titleOf} from '../../rfc/title.ts';
import {copyOf} from '../../text/copy-of.ts';
import {decodeText, readPiece} from '../disk/safe-file.ts';

/** The beginning of a document, which contains its title. */
export const headBytes = 20 * 1024;

/** The text of the first `headBytes` of an open document. Rejects with the system's error. */
export const readHead = async (handle: FileHandle): Promise<string> =>
	decodeText(await readPiece(handle, 0, headBytes), {cut: true});

/** The title in the first `headBytes` of a document; undefined when there is none. Never throws. */
export function titleIn(head: Uint8Array, rfc: number | undefined): string | undefined {
	const title = titleOf(decodeText(head, {cut: true}), rfc);
	// Otherwise 20 KB would be kept for each title.
	return title === undefined ? undefined : copyOf(title);
}

/** The title in an open document; undefined when there is none. Rejects with the system's error. */
export const readTitle = async (handle: FileHandle, rfc: number | undefined): Promise<string | undefined> =>
	titleIn(await readPiece(handle, 0, headBytes), rfc);

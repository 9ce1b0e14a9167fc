/** Lists the documents in a folder, and computes their digests. */
import {createHash} from 'node:crypto';
import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {openFile, piecesOf} from '../../peer/disk/safe-file.ts';
import {digestFrom} from '../../protocol/values.ts';
import {comparePlainness, rfcNumberOfFile} from '../../rfc/file-name.ts';
import {FailureError} from '../../text/failures.ts';
import {reasonOf} from '../../text/reasons.ts';

export type FolderDocuments = {
	/** File names by RFC number, sorted by number. */
	readonly files: ReadonlyMap<number, string>;
	/** Additional files of the same number: `rfc0007.txt` beside `rfc7.txt`. */
	readonly doubles: readonly {readonly rfc: number; readonly name: string}[];
};

/**
 * Every `rfcNNNN.txt` in a folder. Rejects with a `FailureError`; `command`: the command to suggest for another
 * folder.
 */
export async function listDocuments(folder: string, command: string): Promise<FolderDocuments> {
	const files = new Map<number, string>();
	const doubles: {rfc: number; name: string}[] = [];
	for (const {rfc, name} of await numbered(folder, command)) {
		if (files.has(rfc)) doubles.push({rfc, name});
		else files.set(rfc, name);
	}
	return {files, doubles};
}

async function numbered(folder: string, command: string) {
	try {
		const names = (await readdir(folder)).flatMap(name => {
			const rfc = rfcNumberOfFile(name);
			return rfc === undefined ? [] : [{rfc, name}];
		});
		return names.sort((one, other) => one.rfc - other.rfc || comparePlainness(one.name, other.name));
	} catch (error) {
		throw new FailureError({kind: 'folder-unreadable', folder, reason: reasonOf(error), flag: command}, {cause: error});
	}
}

/**
 * The SHA-256 of a file as `sha-256=:base64:`, and its length. Rejects with the system's error, a `NoFileError`, or
 * when aborted.
 */
export async function readDigest(
	folder: string,
	name: string,
	signal?: AbortSignal,
): Promise<{readonly digest: string; readonly bytes: number}> {
	const {handle} = await openFile(path.join(folder, name));
	try {
		const hash = createHash('sha256');
		let bytes = 0;
		for await (const piece of piecesOf(handle)) {
			signal?.throwIfAborted();
			hash.update(piece);
			bytes += piece.length;
		}
		return {digest: digestFrom(hash.digest('base64')), bytes};
	} finally {
		await handle.close();
	}
}

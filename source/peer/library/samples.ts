/** The documents that come with the program, for a person who has none yet. */
import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {rfcNumberOfFile} from '../../rfc/file-name.ts';
import {FailureError} from '../../text/failures.ts';
import {reasonOf} from '../../text/reasons.ts';
import type {Peer} from '../peer-facade.ts';
import type {LibraryEntry} from '../peer-state.ts';

async function namesIn(folder: string): Promise<readonly string[]> {
	try {
		return (await readdir(folder)).sort();
	} catch (error) {
		throw new FailureError({kind: 'file-unreadable', file: folder, reason: reasonOf(error)}, {cause: error});
	}
}

/**
 * Copies every document of the folder and shares it. An existing file with other contents is left alone and not
 * returned. Rejects with a `FailureError`.
 */
export async function addSamples(
	peer: Pick<Peer, 'add'>,
	folder: string | undefined,
): Promise<readonly LibraryEntry[]> {
	const added: LibraryEntry[] = [];
	if (folder === undefined) return added;
	for (const name of await namesIn(folder)) {
		const rfc = rfcNumberOfFile(name);
		if (rfc === undefined) continue;
		try {
			added.push(await peer.add({rfc, file: path.join(folder, name)}));
		} catch (error) {
			if (!(error instanceof FailureError) || error.failure.kind !== 'file-differs') throw error;
		}
	}
	return added;
}

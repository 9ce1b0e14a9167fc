/** Opens files that a person named, or that are in the folders. */
import {homedir} from 'node:os';
import path from 'node:path';
import {maxDocumentBytes} from '../../protocol/message.ts';
import {FailureError} from '../../text/failures.ts';
import {fromHome} from '../../text/from-home.ts';
import {reasonOf} from '../../text/reasons.ts';
import {type OpenFile, openFile, readText} from '../disk/safe-file.ts';

/**
 * The longest text that is shown. Taking a text apart for a screen takes 0.1 s and 10 MB for each MiB, and meanwhile the
 * peer answers nobody. The longest RFC has 1.5 MiB.
 */
export const maxTextBytes = 8 * 1024 * 1024;

/**
 * What a terminal pastes when a file is dragged into it, as a shell would understand it: the path in quotes, or with
 * backslashes before special characters. Where backslashes divide folders, only the quotes are removed.
 */
export function unquoted(name: string): string {
	const trimmed = name.trim();
	const quoted = /^(['"])(.+)\1$/.exec(trimmed)?.[2];
	if (quoted !== undefined) return quoted;
	return path.sep === '/' ? trimmed.replace(/\\(.)/gu, '$1') : trimmed;
}

/** The path for what a person typed into a form, where no shell has expanded it. */
export function fileOfPerson(name: string): string {
	return path.resolve(fromHome(name.trim(), homedir()));
}

/** Opens a file for `work` and closes it afterwards. Rejects with a `FailureError`. */
export async function reading<Result>(file: string, work: (open: OpenFile) => Promise<Result>): Promise<Result> {
	try {
		const open = await openFile(file);
		try {
			const {bytes} = open;
			if (bytes > maxDocumentBytes) {
				throw new FailureError({kind: 'file-too-large', file, bytes, limit: maxDocumentBytes});
			}
			return await work(open);
		} finally {
			await open.handle.close();
		}
	} catch (error) {
		if (error instanceof FailureError) throw error;
		throw new FailureError({kind: 'file-unreadable', file, reason: reasonOf(error)}, {cause: error});
	}
}

/** The text of a document to show. Rejects with a `FailureError`. */
export const textOf = (file: string): Promise<string> =>
	reading(file, ({handle, bytes}) => {
		if (bytes <= maxTextBytes) return readText(handle);
		throw new FailureError({kind: 'text-too-large', file, bytes, limit: maxTextBytes});
	});

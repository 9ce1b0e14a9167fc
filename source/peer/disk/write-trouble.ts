/** Why files cannot be written to a folder. */
import {accessSync, constants, existsSync} from 'node:fs';
import {access} from 'node:fs/promises';
import path from 'node:path';
import type {Failure} from '../../text/failures.ts';
import {codeOf, pathOf, reasonOf} from '../../text/reasons.ts';
import {exists, openFile, whyUnreadable} from './safe-file.ts';

/**
 * Why files cannot be written to a folder, or why it cannot be created; undefined when they can. Writes nothing itself.
 * Never rejects.
 */
export async function writeTrouble(folder: string): Promise<Failure | undefined> {
	try {
		await checkWriteAccess(folder);
		return undefined;
	} catch (error) {
		return {kind: 'folder-not-writable', folder, reason: reasonOf(error)};
	}
}

async function checkWriteAccess(folder: string): Promise<void> {
	try {
		await access(folder, constants.W_OK | constants.X_OK);
	} catch (error) {
		const parent = path.dirname(folder);
		if (codeOf(error) !== 'ENOENT' || parent === folder) throw error;
		await checkWriteAccess(parent);
	}
}

/** What is being written: the number of the document, the peer that sent it, and the file, if that is not the document. */
export type Writing = {readonly rfc: number; readonly from: string; readonly file?: string | undefined};
type Written = Writing & {readonly folder: string; readonly file: string};

/** The failure to show for an error while writing a document. */
export function writeFailure({rfc, from, folder, file}: Written, error: unknown): Failure {
	const code = codeOf(error);
	if (code === 'ENOSPC' || code === 'EDQUOT') return {kind: 'disk-full', rfc, from, folder};
	if (code === 'ENOENT' && !existsSync(folder)) return {kind: 'folder-gone', rfc, from, folder};
	const wholeFolder = code === 'EROFS' || ((code === 'EACCES' || code === 'EPERM') && !isWritable(folder));
	// Only the file under its temporary name can be missing in a folder that exists.
	const reason = code === 'ENOENT' ? 'what had come of it was moved or removed meanwhile' : reasonOf(error);
	return {kind: 'write-failed', rfc, from, file, reason, ...(wholeFolder ? {wholeFolder} : {})};
}

/** The existing file that an error of the system is about; undefined when there is none. Never rejects. */
export async function fileInTheWay(error: unknown): Promise<string | undefined> {
	const file = pathOf(error);
	return file !== undefined && (await exists(file)) ? file : undefined;
}

/** False also where it cannot be created. */
function isWritable(folder: string): boolean {
	try {
		accessSync(folder, constants.W_OK | constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/**
 * The failure for a document in whose place something is that cannot be read: a folder, a link to nothing, a file
 * without permission. Undefined when it can be read. Never rejects.
 */
export async function takenTrouble(rfc: number, file: string): Promise<Failure | undefined> {
	try {
		await (await openFile(file)).handle.close();
		return undefined;
	} catch (error) {
		const reason = `what is there cannot be read: ${await whyUnreadable(file, error)}`;
		return {kind: 'write-failed', rfc, from: '', file, reason};
	}
}

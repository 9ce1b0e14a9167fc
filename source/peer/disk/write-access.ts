import {access, constants} from 'node:fs/promises';
import path from 'node:path';
import {codeOf} from '../../text/reasons.ts';

/**
 * Checks that files can be written to a folder, or that the folder can be created. Writes nothing itself. Rejects with
 * the system's error.
 */
export async function checkWriteAccess(folder: string): Promise<void> {
	try {
		await access(folder, constants.W_OK | constants.X_OK);
	} catch (error) {
		const parent = path.dirname(folder);
		if (codeOf(error) !== 'ENOENT' || parent === folder) throw error;
		await checkWriteAccess(parent);
	}
}

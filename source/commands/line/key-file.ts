/** Files with the key of a private network: 32 bytes as 64 hexadecimal digits, as base64, or as they are. */
import {randomBytes} from 'node:crypto';
import {rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {keyBytes, NetworkKey} from '../../net/network-key.ts';
import {makeFolder} from '../../peer/disk/make-folder.ts';
import {openFile, readPiece} from '../../peer/disk/safe-file.ts';
import {FailureError} from '../../text/failures.ts';
import {codeOf, reasonOf} from '../../text/reasons.ts';

/** Longer than any key file. */
const mostBytes = 1024;
const othersMayReadOrWrite = 0o066;

/** Reads a key. Rejects with a `FailureError`. */
export async function readKey(file: string): Promise<NetworkKey> {
	try {
		const {handle, bytes} = await openFile(file);
		const content = await readPiece(handle, 0, Math.min(bytes, mostBytes)).finally(() => handle.close());
		const secret = parseKey(content);
		if (!secret) throw new Error('it holds no key');
		return new NetworkKey(secret);
	} catch (error) {
		throw new FailureError({kind: 'key-unusable', file, reason: reasonOf(error)}, {cause: error});
	}
}

/** The 32 bytes of a key; undefined when `content` is not one. */
export function parseKey(content: Buffer): Buffer | undefined {
	// A sentence of 32 letters could be guessed: the name of the key, which is sent in the clear, says who is right.
	if (content.length === keyBytes && !/^[\s\x20-\x7e]*$/.test(content.toString('latin1'))) return content;
	// `trim` also removes the byte order mark of some editors.
	const text = content.toString().trim();
	if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
	return /^[A-Za-z0-9+/]{43}=$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}

/**
 * Writes a new random key to a file that only its owner may read, and creates its folder. Undefined when the file
 * exists already. Rejects with a `FailureError`.
 */
export async function makeKey(file: string): Promise<NetworkKey | undefined> {
	const secret = randomBytes(keyBytes);
	try {
		await makeFolder(path.dirname(file));
		await writeFile(file, `${secret.toString('hex')}\n`, {mode: 0o600, flag: 'wx', flush: true});
		return new NetworkKey(secret);
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return undefined;
		// What a full disk left would be taken for a key that is broken.
		await rm(file, {force: true}).catch(() => {});
		throw new FailureError({kind: 'key-unwritable', file, reason: reasonOf(error)}, {cause: error});
	}
}

/** Whether other users of this machine may read or change the file, as far as the system has such permissions. */
export async function isOpenToOthers(file: string): Promise<boolean> {
	return process.platform !== 'win32' && ((await stat(file)).mode & othersMayReadOrWrite) !== 0;
}

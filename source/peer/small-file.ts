/** Small files of a peer's own, read and written whole. */
import {randomBytes} from 'node:crypto';
import {mkdir, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {codeOf, decodeText, openFile, readPiece} from './safe-file.ts';

/** The text of a file, cut to `mostBytes`; undefined when there is no such file. Rejects with the system's error. */
export async function readSmallFile(file: string, mostBytes: number): Promise<string | undefined> {
	try {
		const {handle, bytes} = await openFile(file);
		try {
			return decodeText(await readPiece(handle, 0, Math.min(bytes, mostBytes)));
		} finally {
			await handle.close();
		}
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw error;
	}
}

/** Writes a file whole or not at all, and makes its folder. `mode`: its permissions. Rejects with the system's error. */
export async function writeSmallFile(file: string, text: string, mode = 0o666): Promise<void> {
	await mkdir(path.dirname(file), {recursive: true});
	const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
	try {
		await writeFile(temporary, text, {mode});
		await rename(temporary, file);
	} catch (error) {
		await rm(temporary, {force: true}).catch(() => {});
		throw error;
	}
}

/** The members of a JSON object; none when the text is no such thing. */
export function membersOf(text: string): Readonly<Record<string, unknown>> {
	try {
		return objectOf(JSON.parse(text));
	} catch {
		return {};
	}
}

/** The members of a value; none when it is no object. */
export const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

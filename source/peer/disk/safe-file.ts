/** Reading files that others may change, replace, or swap for something that is not a regular file. */
import {closeSync, constants, fstatSync, lstatSync, openSync, type Stats, statSync} from 'node:fs';
import {type FileHandle, lstat, open, stat} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {codeOf, reasonOf} from '../../text/reasons.ts';

/** Facts that show whether a file has changed. */
export type FileFacts = {
	readonly bytes: number;
	/** Milliseconds since the epoch. */
	readonly modified: number;
	/** Distinguishes files of the same size and time. */
	readonly inode: number;
	/**
	 * The ctime: the last change of anything about the file, its name and times included; cannot be set. Milliseconds
	 * since the epoch.
	 */
	readonly changed: number;
};

/** An open file, with its facts at the time it was opened. */
export type OpenFile = FileFacts & {
	readonly handle: FileHandle;
	/** `sha-256=:base64:` (RFC 9530) of exactly these bytes; absent when it is not known. */
	readonly digest?: string;
};

const earliest = Date.UTC(1000, 0, 1);
const latest = Date.UTC(9999, 11, 31);

/**
 * When a file was last modified, in milliseconds since the epoch; within the years of four digits, which fields and
 * screens can say: some file systems take any number, from damaged archives for instance.
 */
const modifiedOf = ({mtimeMs}: Pick<Stats, 'mtimeMs'>): number => Math.min(latest, Math.max(earliest, mtimeMs));

/** The facts that tell whether a file is still the same, from those of the system. */
export const factsOf = (stats: Pick<Stats, 'size' | 'mtimeMs' | 'ino' | 'ctimeMs'>): FileFacts => ({
	bytes: stats.size,
	modified: modifiedOf(stats),
	inode: stats.ino,
	changed: stats.ctimeMs,
});

/** Whether a file is unchanged between two looks at it. */
export const sameFile = (one: FileFacts, other: FileFacts): boolean =>
	one.bytes === other.bytes &&
	one.modified === other.modified &&
	one.inode === other.inode &&
	one.changed === other.changed;

/** The path names a folder, a pipe, a device or a stranger's link instead of a regular file. */
export class NoFileError extends Error {
	override readonly name = 'NoFileError';

	/** What was opened, as in the system's errors. */
	readonly path: string | undefined;

	constructor(facts?: Stats, path?: string) {
		super(
			facts?.isSymbolicLink()
				? "it is a link that another user made to somebody else's file"
				: facts?.isDirectory()
					? 'it is a folder'
					: 'it is no regular file',
		);
		this.path = path;
	}
}

/**
 * Flags to open a file for reading. Without O_NONBLOCK, opening a pipe waits for a writer, possibly for ever. Windows has
 * neither the flag nor such pipes.
 */
const readWithoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The same flags, which fail with ELOOP at a link. Windows does not know that. */
export const notThroughLink = readWithoutWaiting | (constants.O_NOFOLLOW ?? 0);

/** Whether a path was not opened with these flags because it is a link. FreeBSD has a code of its own for that. */
export const isLinkError = (error: unknown): boolean => codeOf(error) === 'ELOOP' || codeOf(error) === 'EMLINK';

/**
 * Whether a link may be followed to the file that was opened through it: one of our own, of the system, of the owner of
 * that file, or, as by Linux in folders that all may write to, of the owner of the folder. Whoever else can write to a
 * shared folder could otherwise have us share every file that we can read.
 */
const mayFollow = ({link, folder, file}: Record<'link' | 'folder' | 'file', Pick<Stats, 'uid'>>): boolean =>
	[0, process.getuid?.(), file.uid, folder.uid].includes(link.uid);

/** Whether nobody put another link in the place of one while it was followed. */
const isStill = (link: Stats, now: Stats): boolean => sameFile(factsOf(link), factsOf(now));

/** Opens a path for reading as `openFile` does, synchronously and whatever it is. Throws as that rejects. */
export function openToRead(file: string): number {
	try {
		return openSync(file, notThroughLink);
	} catch (error) {
		if (!isLinkError(error)) throw error;
	}
	const link = lstatSync(file);
	const folder = statSync(path.dirname(file));
	const descriptor = openSync(file, readWithoutWaiting);
	try {
		if (mayFollow({link, folder, file: fstatSync(descriptor)}) && isStill(link, lstatSync(file))) return descriptor;
		throw new NoFileError(link, file);
	} catch (error) {
		closeSync(descriptor);
		throw error;
	}
}

/** The same, without waiting for the disk. */
async function openHandle(file: string): Promise<FileHandle> {
	try {
		return await open(file, notThroughLink);
	} catch (error) {
		if (!isLinkError(error)) throw error;
	}
	const link = await lstat(file);
	const folder = await stat(path.dirname(file));
	const handle = await open(file, readWithoutWaiting);
	try {
		if (mayFollow({link, folder, file: await handle.stat()}) && isStill(link, await lstat(file))) return handle;
		throw new NoFileError(link, file);
	} catch (error) {
		await handle.close();
		throw error;
	}
}

/**
 * Opens a regular file, following links unless strangers made them. The facts are those of the open file, whatever
 * happens to the name later. Rejects with a `NoFileError` or the system's error. The caller closes the handle.
 */
export async function openFile(path: string): Promise<OpenFile> {
	const handle = await openHandle(path);
	try {
		const facts = await handle.stat();
		if (!facts.isFile()) throw new NoFileError(facts, path);
		return {handle, ...factsOf(facts)};
	} catch (error) {
		await handle.close();
		throw error;
	}
}

const pieceBytes = 128 * 1024;

/** Reads up to `most` bytes at `position`; fewer only at the end of the file. */
export async function readPiece(handle: FileHandle, position: number, most = pieceBytes): Promise<Buffer> {
	const buffer = Buffer.allocUnsafe(most);
	let filled = 0;
	while (filled < most) {
		const {bytesRead} = await handle.read(buffer, filled, most - filled, position + filled);
		if (bytesRead === 0) break;
		filled += bytesRead;
	}
	return buffer.subarray(0, filled);
}

/** The contents of a file, from start to end, in pieces of bounded size. */
export async function* piecesOf(handle: FileHandle): AsyncGenerator<Buffer> {
	for (let position = 0; ; ) {
		const piece = await readPiece(handle, position);
		if (piece.length === 0) return;
		yield piece;
		position += piece.length;
	}
}

/** Whether two files have the same contents now. Rejects as `openFile` does. */
export async function sameBytes(one: string, other: string): Promise<boolean> {
	const first = await openFile(one);
	try {
		const second = await openFile(other);
		try {
			if (first.bytes !== second.bytes) return false;
			for (let position = 0; ; ) {
				const [a, b] = await Promise.all([readPiece(first.handle, position), readPiece(second.handle, position)]);
				if (!a.equals(b)) return false;
				if (a.length === 0) return true;
				position += a.length;
			}
		} finally {
			await second.handle.close();
		}
	} finally {
		await first.handle.close();
	}
}

/**
 * The text of a document: UTF-8, or Latin-1 where it is not valid UTF-8. `cut`: the bytes may end inside a character.
 */
export function decodeText(bytes: Uint8Array, {cut = false}: {readonly cut?: boolean} = {}): string {
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes, {stream: cut});
	} catch {
		return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
	}
}

/** The text of an open document. Rejects with the system's error. */
export async function readText(handle: FileHandle): Promise<string> {
	const pieces: Buffer[] = [];
	for await (const piece of piecesOf(handle)) pieces.push(piece);
	return decodeText(Buffer.concat(pieces));
}

/** Whether the path exists, even as a dangling link. */
export const exists = (path: string): Promise<boolean> =>
	lstat(path).then(
		() => true,
		() => false,
	);

/** A file that was empty for this many milliseconds is not about to be written by another program. */
const emptyMs = 10_000;

/** Whether it is a file without contents, as a power failure leaves them. Never rejects. */
export const isLeftEmpty = (file: string): Promise<boolean> =>
	lstat(file).then(
		facts => facts.isFile() && facts.size === 0 && Date.now() - facts.mtimeMs > emptyMs,
		() => false,
	);

/** Why a file cannot be read, from the error: one that does not exist although it is there is a link. Never rejects. */
export const whyUnreadable = async (file: string, error: unknown): Promise<string> =>
	codeOf(error) === 'ENOENT' && (await exists(file)) ? 'it is a link to nothing' : reasonOf(error);

/**
 * The path of a file in a folder whose own path is absolute and normal. `path.join` would normalize it again, for each of
 * thousands of documents.
 */
export const pathIn = (folder: string, name: string): string =>
	folder.endsWith(path.sep) ? `${folder}${name}` : `${folder}${path.sep}${name}`;

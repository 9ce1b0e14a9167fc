/** Reading files that somebody else may change, replace, or have made into something that is no file. */
import {constants, type Stats} from 'node:fs';
import {type FileHandle, lstat, open} from 'node:fs/promises';

/** What tells whether a file is still what it was. */
export type FileFacts = {
	readonly bytes: number;
	/** Milliseconds since the epoch. */
	readonly modified: number;
	/** Tells files apart that have the same size and time. */
	readonly inode: number;
	/** When anything about it changed, its name and times too, which nobody can set; milliseconds since the epoch. */
	readonly changed: number;
};

/** The facts are those of when it was opened. */
export type OpenFile = FileFacts & {
	readonly handle: FileHandle;
	/** `sha-256=:base64:` (RFC 9530) of just these bytes; absent when it is not known. */
	readonly digest?: string;
};

export const factsOf = ({size, mtimeMs, ino, ctimeMs}: Stats): FileFacts => ({
	bytes: size,
	modified: mtimeMs,
	inode: ino,
	changed: ctimeMs,
});

/** Whether nothing happened to a file between two looks at it. */
export const sameFile = (one: FileFacts, other: FileFacts): boolean =>
	one.bytes === other.bytes &&
	one.modified === other.modified &&
	one.inode === other.inode &&
	one.changed === other.changed;

/** What has the name is a folder, a pipe, a device: no regular file. */
export class NoFileError extends Error {
	override readonly name = 'NoFileError';

	constructor() {
		super('it is no regular file');
	}
}

// Opening a pipe waits for a writer, perhaps for ever, unless told not to. Windows has no such flag, and no such pipes.
const readWithoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a regular file, also through a link. The facts are those of the open file, whatever happens to the name later.
 * Rejects with a `NoFileError` or the system's error. The caller closes the handle.
 */
export async function openFile(path: string): Promise<OpenFile> {
	const handle = await open(path, readWithoutWaiting);
	try {
		const facts = await handle.stat();
		if (!facts.isFile()) throw new NoFileError();
		return {handle, ...factsOf(facts)};
	} catch (error) {
		await handle.close();
		throw error;
	}
}

const pieceBytes = 128 * 1024;

/** Up to `most` bytes from `position` on; fewer only at the end of the file. */
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

/** A file's bytes from its start to its end, in pieces of bounded size. */
export async function* piecesOf(handle: FileHandle): AsyncGenerator<Buffer> {
	for (let position = 0; ; ) {
		const piece = await readPiece(handle, position);
		if (piece.length === 0) return;
		yield piece;
		position += piece.length;
	}
}

/** Whether two files hold the same bytes now. Rejects as `openFile` does. */
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

/** Bytes of a document as text: UTF-8, or Latin-1 where they are not. `cut`: the end may be in the middle of a character. */
export function decodeText(bytes: Uint8Array, {cut = false}: {readonly cut?: boolean} = {}): string {
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes, {stream: cut});
	} catch {
		return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
	}
}

/** The system's code of an error: `ENOENT` and the like. */
export const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** Whether anything has this name, a link that leads nowhere too. */
export const exists = (path: string): Promise<boolean> =>
	lstat(path).then(
		() => true,
		() => false,
	);

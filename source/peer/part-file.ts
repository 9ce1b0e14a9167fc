/** A document on its way into the downloads: a file under a temporary name. */
import {randomBytes} from 'node:crypto';
import {type FileHandle, open, readdir, rm} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {codeOf} from './safe-file.ts';

const ending = /^\.rfc\d+\.txt\.(?:(\d+)-)?[0-9a-f]+\.part$/;
const shiftBytes = 256 * 1024;

export class PartFile {
	readonly path: string;
	readonly #handle: FileHandle;
	#bytes = 0;
	#closed = false;

	private constructor(path: string, handle: FileHandle) {
		this.path = path;
		this.#handle = handle;
	}

	/** Creates the file. Rejects with the system's error, also when something has that name. */
	static async create(path: string): Promise<PartFile> {
		return new PartFile(path, await open(path, 'wx+'));
	}

	/** Bytes written so far. */
	get bytes(): number {
		return this.#bytes;
	}

	/** Adds to the end. One call at a time. */
	async write(bytes: Uint8Array): Promise<void> {
		await this.#writeAt(bytes, this.#bytes);
		this.#bytes += bytes.length;
	}

	/** Puts bytes before everything written so far. */
	async prepend(prefix: Uint8Array): Promise<void> {
		if (prefix.length === 0) return;
		const buffer = Buffer.allocUnsafe(shiftBytes);
		// From the end, so that nothing is written over before it was read.
		for (let end = this.#bytes; end > 0; ) {
			const start = Math.max(0, end - shiftBytes);
			const {bytesRead} = await this.#handle.read(buffer, 0, end - start, start);
			if (bytesRead !== end - start) throw new Error('the file was cut while it was written');
			await this.#writeAt(buffer.subarray(0, bytesRead), start + prefix.length);
			end = start;
		}
		await this.#writeAt(prefix, 0);
		this.#bytes += prefix.length;
	}

	/** Closes the file, which stays under its temporary name. */
	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		await this.#handle.close();
	}

	/** Closes and removes the file. Never rejects. */
	async discard(): Promise<void> {
		try {
			await this.close();
		} catch {
			// What could not be written is not wanted either.
		}
		await rm(this.path, {force: true}).catch(() => {});
	}

	async #writeAt(bytes: Uint8Array, position: number): Promise<void> {
		let written = 0;
		while (written < bytes.length) {
			const result = await this.#handle.write(bytes, written, bytes.length - written, position + written);
			written += result.bytesWritten;
		}
	}
}

/** A name for a file that becomes `name`: hidden, new each time, and telling whose it is. */
export const partName = (name: string): string => `.${name}.${process.pid}-${randomBytes(6).toString('hex')}.part`;

/** Removes what downloads of programs that are gone have left. */
export async function removeLeftovers(folder: string): Promise<void> {
	for (const name of await readdir(folder).catch(() => [])) {
		const match = ending.exec(name);
		if (match && !isRunning(Number(match[1] ?? 0))) await rm(path.join(folder, name), {force: true}).catch(() => {});
	}
}

function isRunning(pid: number): boolean {
	if (pid === 0 || pid === process.pid) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return codeOf(error) === 'EPERM';
	}
}

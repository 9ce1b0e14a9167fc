/** Reads the RFC Editor's index in a folder, a file of some megabytes, in slices that do not block the event loop. */
import {setImmediate as turn} from 'node:timers/promises';
import {decodeText, openFile, readPiece} from '../disk/safe-file.ts';

/** A larger file is not an index of RFCs. */
const mostBytes = 64 * 1024 * 1024;

/** The text of an official index. Rejects when the file does not exist, cannot be read, or is too large. */
export async function readOfficialFile(file: string): Promise<string> {
	const {handle, bytes} = await openFile(file);
	try {
		if (bytes > mostBytes) throw new Error('it is too large for an index of RFCs');
		return decodeText(await readPiece(handle, 0, bytes));
	} finally {
		await handle.close();
	}
}

/** The text in slices of about `length` characters that end between entries; other work can run after each. */
export async function* slicesOf(text: string, length: number): AsyncGenerator<string> {
	for (let from = 0; from < text.length; ) {
		const paragraph = /\n[ \t\r]*\n/g;
		paragraph.lastIndex = from + length;
		const to = paragraph.exec(text)?.index ?? text.length;
		yield text.slice(from, to);
		from = to + 1;
		await turn();
	}
}

import {officialTitles} from '../rfc/official-index.ts';
import {decodeText, openFile, readPiece} from './safe-file.ts';

const mostBytes = 64 * 1024 * 1024;
const slice = 128 * 1024;
const none: ReadonlyMap<number, string> = new Map();

/** Number -> title from an official index; none where there is no such file, or it cannot be read. Never rejects. */
export async function readTitles(file: string): Promise<ReadonlyMap<number, string>> {
	try {
		const {handle, bytes} = await openFile(file);
		try {
			return bytes > mostBytes ? none : await titlesIn(decodeText(await readPiece(handle, 0, bytes)));
		} finally {
			await handle.close();
		}
	} catch {
		// The documents' own titles serve.
		return none;
	}
}

/** Reads an index of any size in slices, so that nothing else has to wait. */
async function titlesIn(text: string): Promise<ReadonlyMap<number, string>> {
	const titles = new Map<number, string>();
	for (let from = 0; from < text.length; ) {
		const paragraph = /\n[ \t\r]*\n/g;
		paragraph.lastIndex = from + slice;
		const to = paragraph.exec(text)?.index ?? text.length;
		for (const [rfc, title] of officialTitles(text.slice(from, to))) titles.set(rfc, title);
		from = to + 1;
		await new Promise(resolve => setImmediate(resolve));
	}
	return titles;
}

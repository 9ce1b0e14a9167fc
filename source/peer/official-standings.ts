import {officialIndex, officialIndexDate} from '../rfc/official-index.ts';
import {type IndexOfStandings, standingEntry} from '../rfc/standing.ts';
import {decodeText, openFile, readPiece} from './safe-file.ts';

const mostBytes = 64 * 1024 * 1024;
/** Some 2 ms of work each. */
const slice = 24 * 1024;

/**
 * What an official index tells of standings, read in slices, so that nothing else has to wait. Undefined where there is
 * no such file, or it cannot be read, or the signal aborts. Never rejects.
 */
export async function readOfficialStandings(file: string, signal: AbortSignal): Promise<IndexOfStandings | undefined> {
	try {
		const {handle, bytes} = await openFile(file);
		try {
			if (bytes > mostBytes) return undefined;
			return await standingsIn(decodeText(await readPiece(handle, 0, bytes)), signal);
		} finally {
			await handle.close();
		}
	} catch {
		// The heads of the documents serve.
		return undefined;
	}
}

async function standingsIn(text: string, signal: AbortSignal): Promise<IndexOfStandings> {
	const entries: Map<number, ReturnType<typeof standingEntry>> = new Map();
	for (let from = 0; from < text.length; ) {
		const paragraph = /\n[ \t\r]*\n/g;
		paragraph.lastIndex = from + slice;
		const to = paragraph.exec(text)?.index ?? text.length;
		for (const [rfc, entry] of officialIndex(text.slice(from, to))) entries.set(rfc, standingEntry(entry));
		from = to + 1;
		await new Promise(resolve => setImmediate(resolve));
		signal.throwIfAborted();
	}
	const date = officialIndexDate(text);
	return {...(date === undefined ? {} : {date}), entries};
}

import {officialIndex, officialIndexDate} from '../../rfc/official-index.ts';
import {type IndexOfStandings, standingEntry} from '../../rfc/standing.ts';
import {readOfficialFile, slicesOf} from './official-file.ts';

/** About 2 ms of work each. */
const sliceLength = 24 * 1024;

/**
 * The standings in an official index. Undefined when the file does not exist or cannot be read, or the signal aborts.
 * Never rejects.
 */
export async function readOfficialStandings(file: string, signal: AbortSignal): Promise<IndexOfStandings | undefined> {
	try {
		const text = await readOfficialFile(file);
		const entries: Map<number, ReturnType<typeof standingEntry>> = new Map();
		for await (const slice of slicesOf(text, sliceLength)) {
			signal.throwIfAborted();
			for (const [rfc, entry] of officialIndex(slice)) entries.set(rfc, standingEntry(entry));
		}
		const date = officialIndexDate(text);
		return {...(date === undefined ? {} : {date}), entries};
	} catch {
		// The headers of the documents will do.
		return undefined;
	}
}

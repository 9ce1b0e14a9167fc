import {officialTitles} from '../../rfc/official-index.ts';
import {readOfficialFile, slicesOf} from './official-file.ts';

const sliceLength = 128 * 1024;

/** The titles in an official index, by number; empty when the file does not exist or cannot be read. Never rejects. */
export async function readTitles(file: string): Promise<ReadonlyMap<number, string>> {
	const titles = new Map<number, string>();
	try {
		for await (const slice of slicesOf(await readOfficialFile(file), sliceLength)) {
			for (const [rfc, title] of officialTitles(slice)) titles.set(rfc, title);
		}
	} catch {
		// The titles in the documents will do.
	}
	return titles;
}

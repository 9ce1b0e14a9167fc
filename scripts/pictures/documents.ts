import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

/** The project's own documents, which are shared in the pictures. */
export const samples = fileURLToPath(new URL('../../rfcs/', import.meta.url));

/** The file names of the sample documents, by number. */
export const sampleFiles = async (): Promise<readonly string[]> =>
	(await readdir(samples)).filter(file => /^rfc\d+\.txt$/.test(file)).toSorted();

const sample = (file: string): Promise<string> => readFile(path.join(samples, file), 'utf8');

/** A document of at least `bytes` bytes, large enough to come from several peers at once. */
export async function longDocument(rfc: number, bytes: number): Promise<string> {
	const texts = await Promise.all((await sampleFiles()).map(sample));
	const all = texts.join('\n');
	const head = [
		'P2P-CI Sample Series                                       p2pci project',
		`Request for Comments: ${rfc}                               November 2026`,
		'Category: Informational',
		'',
		'',
		'                  All Samples, Over and Over Again',
		'',
		'',
	].join('\n');
	return head + all.repeat(Math.ceil(bytes / all.length));
}

/** The number of a document that comes from several peers at once, and its size. */
export const long = 900_100;
export const longBytes = 6 * 1024 * 1024;

/** Such documents as files to share, `count` of them from the number `first` on. */
export async function longFiles(first = long, count = 1, bytes = longBytes): Promise<Readonly<Record<string, string>>> {
	const files: Record<string, string> = {};
	for (let rfc = first; rfc < first + count; rfc++) files[`rfc${rfc}.txt`] = await longDocument(rfc, bytes);
	return files;
}

/** A sample document as saved by an editor on Windows. */
export const withWindowsLines = async (file: string): Promise<string> => (await sample(file)).replaceAll('\n', '\r\n');

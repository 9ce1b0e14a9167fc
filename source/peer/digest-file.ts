/**
 * What is remembered of files from one start to the next: a JSON file, for each path the facts that the file had when it
 * was read, its digest, and what it calls itself. A file whose facts are others now is read again.
 */
import {digestOf} from '../protocol/values.ts';
import {type FileFacts, sameFile} from './safe-file.ts';
import {membersOf, objectOf, readSmallFile, writeSmallFile} from './small-file.ts';

/** What was found in a file that had these facts. */
export type KnownFile = FileFacts & {
	readonly digest?: string;
	/** What the document calls itself; empty when it does not. */
	readonly title?: string;
};

/** Some 200 bytes each. */
const mostFiles = 20_000;
const mostBytes = 16 * 1024 * 1024;
const longestTitle = 4096;
/** To be raised when titles are found in another way: what is remembered would hide that. Format 1 had none. */
const format = 2;

/** Reads what was remembered, by path; nothing when there is no such file, and what makes no sense is left out. Rejects with the system's error. */
export async function loadDigests(file: string): Promise<Map<string, KnownFile>> {
	const {version, files} = membersOf((await readSmallFile(file, mostBytes)) ?? '');
	const known = new Map<string, KnownFile>();
	if (version !== format && version !== 1) return known;
	for (const [path, value] of Object.entries(objectOf(files))) {
		const found = knownFile(value);
		if (found) known.set(path, found);
	}
	return known;
}

/** Writes what is to be remembered, of too many the newest, whole or not at all. Rejects with the system's error. */
export function saveDigests(file: string, known: ReadonlyMap<string, KnownFile>): Promise<void> {
	const newest = [...known].slice(-mostFiles);
	const files = newest.map(([path, {bytes, modified, inode, changed, digest, title}]) => [
		path,
		[bytes, modified, inode, changed, digest ?? null, ...(title === undefined ? [] : [title])],
	]);
	return writeSmallFile(file, `${JSON.stringify({version: format, files: Object.fromEntries(files)})}\n`);
}

/** What is known of a file when something more was found: of other facts nothing stays. */
export const together = (before: KnownFile | undefined, found: KnownFile): KnownFile =>
	before && sameFile(before, found) ? {...before, ...found} : found;

function knownFile(value: unknown): KnownFile | undefined {
	if (!Array.isArray(value)) return undefined;
	const [bytes, modified, inode, changed, digest, title]: readonly unknown[] = value;
	if (!isAmount(bytes) || !isAmount(modified) || !isAmount(inode) || !isAmount(changed)) return undefined;
	if (digest !== null && (typeof digest !== 'string' || digestOf(digest) !== digest)) return undefined;
	return {
		...{bytes, modified, inode, changed},
		...(digest === null ? {} : {digest}),
		...(typeof title === 'string' && title.length <= longestTitle ? {title} : {}),
	};
}

const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

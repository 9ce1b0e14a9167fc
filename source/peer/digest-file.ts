/**
 * What is remembered of the digests of files from one start to the next: a JSON file, for each path the facts that the
 * file had when it was read, and its digest. A file whose facts are others now is read again.
 */
import {digestOf} from '../protocol/values.ts';
import type {FileFacts} from './safe-file.ts';
import {membersOf, objectOf, readSmallFile, writeSmallFile} from './small-file.ts';

export type KnownDigest = FileFacts & {readonly digest: string};

/** Some 150 bytes each. */
const mostFiles = 20_000;
const mostBytes = 16 * 1024 * 1024;
const format = 1;

/** Reads what was remembered, by path; nothing when there is no such file, and what makes no sense is left out. Rejects with the system's error. */
export async function loadDigests(file: string): Promise<Map<string, KnownDigest>> {
	const {version, files} = membersOf((await readSmallFile(file, mostBytes)) ?? '');
	const known = new Map<string, KnownDigest>();
	if (version !== format) return known;
	for (const [path, value] of Object.entries(objectOf(files))) {
		const digest = knownDigest(value);
		if (digest) known.set(path, digest);
	}
	return known;
}

/** Writes what is to be remembered, of too many the newest, whole or not at all. Rejects with the system's error. */
export function saveDigests(file: string, known: ReadonlyMap<string, KnownDigest>): Promise<void> {
	const newest = [...known].slice(-mostFiles);
	const files = newest.map(([path, {bytes, modified, inode, changed, digest}]) => [
		path,
		[bytes, modified, inode, changed, digest],
	]);
	return writeSmallFile(file, `${JSON.stringify({version: format, files: Object.fromEntries(files)})}\n`);
}

function knownDigest(value: unknown): KnownDigest | undefined {
	if (!Array.isArray(value)) return undefined;
	const [bytes, modified, inode, changed, digest]: readonly unknown[] = value;
	if (!isAmount(bytes) || !isAmount(modified) || !isAmount(inode) || !isAmount(changed)) return undefined;
	if (typeof digest !== 'string' || digestOf(digest) !== digest) return undefined;
	return {bytes, modified, inode, changed, digest};
}

const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

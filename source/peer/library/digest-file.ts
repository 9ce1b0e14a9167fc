/**
 * A cache of digests and titles that lasts from one start to the next: a JSON file with, for each path, the facts
 * that the file had when it was read and what was found. A file whose facts have changed is read again; and after
 * another boot also one that was read soon after it was written, perhaps before its bytes were on the disk: some file
 * systems keep size and times in a power failure, and lose the bytes.
 */

import {isDigest} from '../../protocol/values.ts';
import {membersOf, objectOf} from '../../text/json-text.ts';
import {bootId} from '../disk/boot.ts';
import {type FileFacts, sameFile} from '../disk/safe-file.ts';
import {readSmallFile, writeSmallFile} from '../disk/small-file.ts';

/** What was found in a file that had these facts. */
export type KnownFile = FileFacts & {
	readonly digest?: string;
	/** The title in the document; empty when it has none. */
	readonly title?: string;
	/** Whether a power failure of this boot may have other bytes behind the digest. */
	readonly isFresh?: boolean;
};

/** Some 200 bytes each. */
const mostFiles = 20_000;
const mostBytes = 16 * 1024 * 1024;
const longestTitle = 4096;
/** By then every system has written a change to the disk. */
const settledMs = 10 * 60_000;
/** To be raised whenever titles are found differently, so that cached ones are discarded. Format 1 had no titles. */
const format = 2;

/**
 * Loads the cache, by path; empty when there is no such file. Invalid entries are skipped. Rejects with the system's
 * error.
 */
export async function loadDigests(file: string): Promise<Map<string, KnownFile>> {
	const {version, files, fresh} = membersOf((await readSmallFile(file, mostBytes)) ?? '');
	if (version !== format && version !== 1) return new Map();
	const {boot, files: freshFiles} = objectOf(fresh);
	const known = filesIn(files);
	if (boot !== bootId()) return known;
	for (const [path, found] of filesIn(freshFiles)) known.set(path, {...found, isFresh: true});
	return known;
}

function filesIn(members: unknown): Map<string, KnownFile> {
	const known = new Map<string, KnownFile>();
	for (const [path, value] of Object.entries(objectOf(members))) {
		const found = knownFile(value);
		if (found) known.set(path, found);
	}
	return known;
}

/**
 * Saves the cache, the newest entries if there are too many, completely or not at all. Rejects with the system's
 * error.
 */
export function saveDigests(file: string, known: ReadonlyMap<string, KnownFile>): Promise<void> {
	const newest = [...known].slice(-mostFiles);
	const files = membersFor(newest.filter(([, {isFresh}]) => !isFresh));
	const fresh = {boot: bootId(), files: membersFor(newest.filter(([, {isFresh}]) => isFresh))};
	return writeSmallFile(file, `${JSON.stringify({version: format, files, fresh})}\n`);
}

const membersFor = (known: readonly (readonly [string, KnownFile])[]): object =>
	Object.fromEntries(
		known.map(([path, {bytes, modified, inode, changed, digest, title}]) => [
			path,
			[bytes, modified, inode, changed, digest ?? null, ...(title === undefined ? [] : [title])],
		]),
	);

/** Merges what was found at the time `now` with an earlier finding of the same facts. */
export function together(before: KnownFile | undefined, found: KnownFile, now: number): KnownFile {
	const known = before && sameFile(before, found) ? {...before, ...found} : found;
	return found.digest === undefined ? known : {...known, isFresh: now - found.changed < settledMs};
}

function knownFile(value: unknown): KnownFile | undefined {
	if (!Array.isArray(value)) return undefined;
	const [bytes, modified, inode, changed, digest, title]: readonly unknown[] = value;
	if (!isAmount(bytes) || !isAmount(modified) || !isAmount(inode) || !isAmount(changed)) return undefined;
	if (digest !== null && !isDigest(digest)) return undefined;
	return {
		bytes,
		modified,
		inode,
		changed,
		...(digest === null ? {} : {digest}),
		...(typeof title === 'string' && title.length <= longestTitle ? {title} : {}),
	};
}

const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

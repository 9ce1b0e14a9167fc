/** Compares a folder with a manifest. */
import {stat} from 'node:fs/promises';
import path from 'node:path';
import {whyUnreadable} from '../../peer/disk/safe-file.ts';
import {type FolderDocuments, readDigest} from './folder-documents.ts';
import {inLanes} from './lanes.ts';
import type {Manifest, ManifestEntry} from './manifest.ts';
import {Progress} from './progress.ts';

export type Finding = {
	readonly rfc: number;
	readonly file: string;
	/**
	 * `wrong`: other contents than recorded; `missing`: recorded but not here; `extra`: here but not recorded;
	 * `unreadable`: cannot be checked, for the `reason`.
	 */
	readonly problem: 'wrong' | 'missing' | 'extra' | 'unreadable';
	readonly reason?: string;
};

export type FolderCheck = {
	/** Number of files that match. */
	readonly right: number;
	/** By number. */
	readonly findings: readonly Finding[];
	/** The files that are here, as a manifest would list them; without unreadable ones. */
	readonly here: ReadonlyMap<number, ManifestEntry>;
};

/** Files read in parallel: the size of Node's thread pool. */
const atOnce = 4;

type Read = {readonly rfc: number; readonly name: string; readonly digest?: string; readonly reason?: string};

/** Reads every document. Rejects when `signal` aborts. */
export async function checkDocuments(
	folder: string,
	{files, doubles}: FolderDocuments,
	{manifest, signal}: {readonly manifest: Manifest; readonly signal: AbortSignal},
): Promise<FolderCheck> {
	const read = await readAll(folder, files, signal);
	const here = new Map<number, ManifestEntry>();
	const findings: Finding[] = doubles.map(({rfc, name}) => ({rfc, file: name, problem: 'extra'}));
	for (const {rfc, name, digest, reason} of read) {
		if (digest === undefined) {
			findings.push({rfc, file: name, problem: 'unreadable', ...(reason === undefined ? {} : {reason})});
			continue;
		}
		here.set(rfc, {name, digest});
		const recorded = manifest.files.get(rfc);
		if (recorded?.digest !== digest) findings.push({rfc, file: name, problem: recorded ? 'wrong' : 'extra'});
	}
	const right = files.size + doubles.length - findings.length;
	for (const [rfc, {name}] of manifest.files) if (!files.has(rfc)) findings.push({rfc, file: name, problem: 'missing'});
	return {right, here, findings: findings.sort((one, other) => one.rfc - other.rfc)};
}

async function readAll(
	folder: string,
	files: ReadonlyMap<number, string>,
	signal: AbortSignal,
): Promise<readonly Read[]> {
	const progress = new Progress({noun: 'file'});
	const sizes = new Map<number, number>();
	for (const [rfc, name] of files) {
		const size = (await stat(path.join(folder, name)).catch(() => undefined))?.size ?? 0;
		sizes.set(rfc, size);
		progress.expect(size);
	}
	const work = async ([rfc, name]: readonly [number, string]): Promise<Read> => {
		const expected = sizes.get(rfc) ?? 0;
		try {
			const {digest, bytes} = await readDigest(folder, name, signal);
			progress.finish(rfc, {bytes, expected});
			return {rfc, name, digest};
		} catch (error) {
			signal.throwIfAborted();
			progress.finish(rfc, {bytes: 0, expected});
			return {rfc, name, reason: await whyUnreadable(path.join(folder, name), error)};
		}
	};
	try {
		return await inLanes([...files], {atOnce, work});
	} finally {
		progress.close();
	}
}

/** Where a peer keeps its things unless its person says otherwise. */
import {createHash} from 'node:crypto';
import path from 'node:path';

const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/** Where a small file of this name is kept: beside the memory, or nowhere where there is none. */
export const besideMemory = (memory: string | undefined, name: string): string | undefined =>
	memory === undefined ? undefined : path.join(path.dirname(memory), name);

/**
 * Where a peer of this name keeps its things inside the folder for such data: a folder for downloads and a memory.
 * Whatever the name is, it names one folder directly inside, and two names never the same.
 */
export function placesOf(name: string, data: string): {readonly downloads: string; readonly memory: string} {
	const plain = name
		.toLowerCase()
		.replace(/[^a-z0-9_-]+/g, '-')
		.slice(0, 40);
	const exact = plain === name && !reserved.test(plain);
	const safe = exact ? plain : `${plain}.${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
	const folder = path.join(data, 'peers', safe);
	return {downloads: path.join(folder, 'downloads'), memory: path.join(folder, 'memory.json')};
}

/** Where a peer stores its files by default. */
import {createHash} from 'node:crypto';
import path from 'node:path';

const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/** The path of a small file beside the memory; undefined when there is no memory. */
export const besideMemory = (memory: string | undefined, name: string): string | undefined =>
	memory === undefined ? undefined : path.join(path.dirname(memory), name);

/**
 * Where a peer of this name stores its files inside the data folder: its downloads and its memory. Any name maps to
 * one folder directly inside, and different names never to the same one.
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

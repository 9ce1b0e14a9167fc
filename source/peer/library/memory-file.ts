/** The person's decisions that a peer remembers from one start to the next, in a small JSON file. */
import {limits} from '../../protocol/message.ts';
import {isRfcNumber} from '../../protocol/numbers.ts';
import type {Failure} from '../../text/failures.ts';
import {reasonOf} from '../../text/reasons.ts';
import {objectOf, readMembers, writeSmallFile} from '../disk/small-file.ts';

export type Memory = {
	/** Documents in the folders that must not be shared. */
	readonly removed: ReadonlySet<number>;
	/** Documents whose version in the downloads was chosen over the one in the other folder. */
	readonly replaced: ReadonlySet<number>;
	/** Titles that the person gave. */
	readonly titles: ReadonlyMap<number, string>;
};

const emptyMemory: Memory = {removed: new Set(), replaced: new Set(), titles: new Map()};

const mostBytes = 16 * 1024 * 1024;

/** The memory of a running peer. Without a file it ends with the program. */
export class MemoryFile {
	readonly #file: string | undefined;
	readonly #warn: (failure: Failure) => void;
	#now = emptyMemory;
	#saving: Promise<void> = Promise.resolve();

	constructor(file: string | undefined, warn: (failure: Failure) => void) {
		this.#file = file;
		this.#warn = warn;
	}

	get now(): Memory {
		return this.#now;
	}

	/** Loads the file; if that fails there is a warning, since what was not to be shared is shared then. */
	async load(): Promise<void> {
		const file = this.#file;
		if (file === undefined) return;
		try {
			this.#now = await loadMemory(file);
		} catch (error) {
			this.#warn({kind: 'memory-unreadable', file, reason: reasonOf(error)});
		}
	}

	/** Applies a change and saves it in the background. */
	change(change: Partial<Memory>): void {
		const memory = {...this.#now, ...change};
		this.#now = memory;
		const file = this.#file;
		if (file === undefined) return;
		this.#saving = this.#saving
			.then(() => saveMemory(file, memory))
			.catch(error => {
				this.#warn({kind: 'memory-not-writable', file, reason: reasonOf(error)});
			});
	}

	/** Resolves when everything is saved. */
	saved(): Promise<void> {
		return this.#saving;
	}
}

/** Loads the memory; empty when there is no file. Invalid members are ignored. Rejects as `readMembers` does. */
async function loadMemory(file: string): Promise<Memory> {
	const members = await readMembers(file, mostBytes, 'removed');
	if (members === undefined) return emptyMemory;
	const titles = Object.entries(objectOf(members.titles))
		.map(([key, title]): [number, unknown] => [Number(key), title])
		.filter((entry): entry is [number, string] => isRfcNumber(entry[0]) && isTitle(entry[1]));
	return {removed: numbersIn(members.removed), replaced: numbersIn(members.replaced), titles: new Map(titles)};
}

/** Saves the memory completely or not at all. Rejects with the system's error. */
const saveMemory = (file: string, memory: Memory): Promise<void> =>
	writeSmallFile(
		file,
		`${JSON.stringify({
			removed: sorted(memory.removed),
			replaced: sorted(memory.replaced),
			titles: Object.fromEntries(memory.titles),
		})}\n`,
	);

const sorted = (numbers: ReadonlySet<number>): number[] => [...numbers].sort((a, b) => a - b);

const isTitle = (value: unknown): value is string => typeof value === 'string' && value.length <= limits.maxTitleLength;

const numbersIn = (value: unknown): ReadonlySet<number> =>
	new Set(Array.isArray(value) ? value.filter(each => isRfcNumber(each)) : []);

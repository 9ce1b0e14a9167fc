/** The person's decisions that a peer remembers from one start to the next, in a small JSON file. */
import {isRfcNumber} from '../../protocol/numbers.ts';
import {cleanTitle} from '../../protocol/values.ts';
import type {Failure} from '../../text/failures.ts';
import {reasonOf} from '../../text/reasons.ts';
import {BackgroundSaver} from '../disk/background-saver.ts';
import {objectOf, readMembers} from '../disk/small-file.ts';

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
	readonly #saver: BackgroundSaver;
	#now = emptyMemory;

	constructor(file: string | undefined, warn: (failure: Failure) => void) {
		this.#file = file;
		this.#warn = warn;
		this.#saver = new BackgroundSaver({file, text: () => textOf(this.#now), onWarning: warn});
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
		this.#now = {...this.#now, ...change};
		this.#saver.save();
	}

	/** Resolves when everything is saved. */
	saved(): Promise<void> {
		return this.#saver.saved();
	}
}

/** Loads the memory; empty when there is no file. Invalid members are ignored. Rejects as `readMembers` does. */
async function loadMemory(file: string): Promise<Memory> {
	const members = await readMembers(file, mostBytes, 'removed');
	if (members === undefined) return emptyMemory;
	return {
		removed: numbersIn(members.removed),
		replaced: numbersIn(members.replaced),
		titles: titlesIn(objectOf(members.titles)),
	};
}

const textOf = (memory: Memory): string =>
	`${JSON.stringify({
		removed: sorted(memory.removed),
		replaced: sorted(memory.replaced),
		titles: Object.fromEntries(memory.titles),
	})}\n`;

const sorted = (numbers: ReadonlySet<number>): number[] => [...numbers].sort((a, b) => a - b);

function titlesIn(members: Readonly<Record<string, unknown>>): ReadonlyMap<number, string> {
	const titles = new Map<number, string>();
	for (const [key, value] of Object.entries(members)) {
		const title = typeof value === 'string' ? cleanTitle(value) : undefined;
		if (isRfcNumber(Number(key)) && title !== undefined) titles.set(Number(key), title);
	}
	return titles;
}

const numbersIn = (value: unknown): ReadonlySet<number> =>
	new Set(Array.isArray(value) ? value.filter(each => isRfcNumber(each)) : []);

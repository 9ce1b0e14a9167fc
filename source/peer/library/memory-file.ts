/** The person's decisions that a peer remembers from one start to the next, in a small JSON file. */
import {isRfcNumber} from '../../protocol/numbers.ts';
import {cleanTitle} from '../../protocol/values.ts';
import type {Failure} from '../../text/failures.ts';
import {type Members, objectOf} from '../../text/json-text.ts';
import {KeptFile} from '../disk/kept-file.ts';
import type {Owner} from '../disk/owner.ts';

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
	readonly #file: KeptFile;
	#now = emptyMemory;

	constructor(file: string | undefined, onWarning: (failure: Failure) => void, owner?: Owner) {
		this.#file = new KeptFile({file, text: () => textOf(this.#now), onWarning, owner});
	}

	get now(): Memory {
		return this.#now;
	}

	/** Loads the file; if that fails there is a warning, since what was not to be shared is shared then. */
	async load(): Promise<void> {
		const members = await this.#file.load({mostBytes, always: 'removed'});
		if (members) this.#now = memoryIn(members);
	}

	/** Applies a change and saves it in the background. */
	change(change: Partial<Memory>): void {
		this.#now = {...this.#now, ...change};
		this.#file.save();
	}

	/** Resolves when everything is saved. */
	saved(): Promise<void> {
		return this.#file.saved();
	}
}

/** Invalid members are ignored. */
const memoryIn = ({removed, replaced, titles}: Members): Memory => ({
	removed: numbersIn(removed),
	replaced: numbersIn(replaced),
	titles: titlesIn(objectOf(titles)),
});

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

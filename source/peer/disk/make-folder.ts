/** Creates folders. */
import {mkdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {codeOf} from '../../text/reasons.ts';

/**
 * Creates a folder and those above it, unless they exist. Rejects with the system's error, or with one that says why in
 * words. Not `mkdir` with `recursive`: where the system says that a folder does not exist instead of that none can be
 * created, as below /proc, Node.js tries again for ever.
 */
export const makeFolder = (folder: string): Promise<void> => make(folder, mostTries);

/** More than one, since others may create or remove folders above it at the same time. */
const mostTries = 3;

async function make(folder: string, tries: number): Promise<void> {
	const parent = path.dirname(folder);
	try {
		await mkdir(folder);
	} catch (error) {
		if (await isFolder(folder)) return;
		if (codeOf(error) === 'EEXIST') throw new Error(`${folder} is no folder`, {cause: error});
		if (codeOf(error) !== 'ENOENT' || parent === folder) throw error;
		if (tries <= 1) throw new Error(`no folder can be created in ${parent}`, {cause: error});
		if (!(await isFolder(parent))) await make(parent, mostTries);
		await make(folder, tries - 1);
	}
}

const isFolder = (place: string): Promise<boolean> =>
	stat(place).then(
		facts => facts.isDirectory(),
		() => false,
	);

/** A folder that existed this recently still exists. */
const madeMs = 1000;

export type FolderMakerOptions = {
	readonly folder: string;
	/** Whether a folder that was removed again is an error, rather than a reason to create another one. */
	readonly once: boolean;
	/** Called whenever the folder was found or created. */
	readonly onMade: () => void | Promise<void>;
};

/** Creates a folder when it is first needed, and looks after it from then on. */
export class FolderMaker {
	readonly #options: FolderMakerOptions;
	#created = false;
	#at = Number.NEGATIVE_INFINITY;
	#made: Promise<void> = Promise.resolve();

	constructor(options: FolderMakerOptions) {
		this.#options = options;
	}

	/** Resolves when the folder exists. Rejects with the system's error. */
	make(): Promise<void> {
		const now = performance.now();
		if (now - this.#at > madeMs) {
			this.#at = now;
			this.#made = this.#make();
		}
		return this.#made;
	}

	/** The folder has turned out to be gone. */
	forget(): void {
		this.#at = Number.NEGATIVE_INFINITY;
	}

	async #make(): Promise<void> {
		const {folder, once, onMade} = this.#options;
		if (once && this.#created) await stat(folder);
		else await makeFolder(folder);
		this.#created = true;
		await onMade();
	}
}

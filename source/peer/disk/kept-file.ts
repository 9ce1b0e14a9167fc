/** A small file that keeps something from one start to the next: loaded once, then saved so that nobody waits for the disk. */
import type {Failure} from '../../text/failures.ts';
import type {Members} from '../../text/json-text.ts';
import {reasonOf} from '../../text/reasons.ts';
import type {Owner} from './owner.ts';
import {readMembers, setAside, writeSmallFile} from './small-file.ts';

export type KeptFileOptions = {
	/** Without it nothing is kept. */
	readonly file: string | undefined;
	/** The text to save, as it is when the writing begins. */
	readonly text: () => string;
	/** Called when the file cannot be read, or a save failed; the next one is tried all the same. */
	readonly onWarning: (failure: Failure) => void;
	/** Who else might write it. */
	readonly owner?: Owner | undefined;
};

/** `always`: the member of the JSON object that is always written. */
export type Expected = {readonly mostBytes: number; readonly always: string};

export class KeptFile {
	readonly #options: KeptFileOptions;
	/** Whether a save waits for the one in progress: it will write what changes until then, too. */
	#waits = false;
	#saving: Promise<void> = Promise.resolve();
	/** Whether a save would replace what could not be read. */
	#isLeft = false;

	constructor(options: KeptFileOptions) {
		this.#options = options;
	}

	/** What was saved last, as a JSON object; undefined when there is nothing, or nothing usable. Never rejects. */
	async load(expected: Expected): Promise<Members | undefined> {
		const {file, onWarning, owner} = this.#options;
		if (file === undefined) return undefined;
		try {
			return await readMembers(file, expected);
		} catch (error) {
			const left = {reason: reasonOf(error), isLeft: true};
			const {reason, isLeft} = (await mayWrite(owner)) ? await setAside(file, error) : left;
			this.#isLeft = isLeft;
			onWarning({kind: 'memory-unreadable', file, reason});
			return undefined;
		}
	}

	/** Saves the present text soon, after the save in progress. */
	save(): void {
		const {file} = this.#options;
		if (file === undefined || this.#waits) return;
		this.#waits = true;
		this.#saving = this.#saving.then(() => this.#write(file));
	}

	/** Resolves when everything is saved, or its failure was told. */
	saved(): Promise<void> {
		return this.#saving;
	}

	async #write(file: string): Promise<void> {
		const {owner, text, onWarning} = this.#options;
		const may = await mayWrite(owner);
		this.#waits = false;
		if (!may || this.#isLeft) return;
		try {
			await writeSmallFile(file, text());
		} catch (error) {
			onWarning({kind: 'memory-not-writable', file, reason: reasonOf(error)});
		}
	}
}

const mayWrite = async (owner: Owner | undefined): Promise<boolean> => owner === undefined || owner.isOurs();

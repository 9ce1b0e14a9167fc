/** A small JSON file that keeps something for the next start: loaded once, then saved so that nobody waits for the disk. */
import {type Members, membersOf} from '../../text/json-text.ts';
import {StateFile, type StateFileOptions} from './state-file.ts';

export type KeptFileOptions = StateFileOptions & {
	/** The text to save, as it is when the writing begins. */
	readonly text: () => string;
};

/** `always`: the member of the JSON object that is always written. */
export type Expected = {readonly mostBytes: number; readonly always: string};

export class KeptFile {
	readonly #file: StateFile;
	readonly #text: () => string;
	/** Whether a save waits for the one in progress: it will write what changes until then, too. */
	#waits = false;
	#saving: Promise<unknown> = Promise.resolve();

	constructor({text, ...options}: KeptFileOptions) {
		this.#file = new StateFile(options);
		this.#text = text;
	}

	/** What was saved last, as a JSON object; undefined when there is nothing, or nothing usable. Never rejects. */
	load({mostBytes, always}: Expected): Promise<Members | undefined> {
		return this.#file.read(mostBytes, text => {
			const members = membersOf(text);
			return members[always] === undefined ? undefined : members;
		});
	}

	/** Saves the present text soon, after the save in progress. */
	save(): void {
		if (this.#waits) return;
		this.#waits = true;
		this.#saving = this.#saving.then(() => {
			this.#waits = false;
			return this.#file.write(this.#text());
		});
	}

	/** Resolves when everything is saved, or its failure was told. */
	async saved(): Promise<void> {
		await this.#saving;
	}
}

/** Saves a small file in the background, so that nobody waits for the disk. */
import type {Failure} from '../../text/failures.ts';
import {reasonOf} from '../../text/reasons.ts';
import {writeSmallFile} from './small-file.ts';

export type BackgroundSaverOptions = {
	/** Without it nothing is saved. */
	readonly file: string | undefined;
	/** The text to save, as it is when the writing begins. */
	readonly text: () => string;
	/** Called when a save failed; the next one is tried all the same. */
	readonly onWarning: (failure: Failure) => void;
};

export class BackgroundSaver {
	readonly #options: BackgroundSaverOptions;
	/** Whether a save waits for the one in progress: it will write what changes until then, too. */
	#waits = false;
	#saving: Promise<void> = Promise.resolve();

	constructor(options: BackgroundSaverOptions) {
		this.#options = options;
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
		this.#waits = false;
		try {
			await writeSmallFile(file, this.#options.text());
		} catch (error) {
			this.#options.onWarning({kind: 'memory-not-writable', file, reason: reasonOf(error)});
		}
	}
}

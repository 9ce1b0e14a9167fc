/** The files of a large folder that are read in the background, some at a time. */

/** Others have their turn in between. */
const atOnce = 500;

export class RestOfFolder {
	readonly #look: (names: readonly string[]) => Promise<void>;
	#names: string[] = [];
	#reading: Promise<void> | undefined;

	/** `look` reads some files. */
	constructor(look: (names: readonly string[]) => Promise<void>) {
		this.#look = look;
	}

	/** Reads these from now on, instead of those that were left. */
	read(names: string[]): void {
		this.#names = names;
		if (names.length > 0) this.#reading ??= this.#read();
	}

	/** Resolves when all have been read, or nobody wants the others any more. Never rejects. */
	get complete(): Promise<void> {
		return this.#reading ?? Promise.resolve();
	}

	async #read(): Promise<void> {
		while (this.#names.length > 0) await this.#look(this.#names.splice(0, atOnce)).catch(() => {});
		this.#reading = undefined;
	}
}

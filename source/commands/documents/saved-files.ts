/** The documents that a command saved. Before it reports them, it makes sure that they are still there. */
import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {type Failure, FailureError} from '../../text/failures.ts';
import {codeOf} from '../../text/reasons.ts';

export class SavedFiles {
	readonly #folder: string;
	readonly #names = new Set<string>();

	constructor(folder: string) {
		this.#folder = folder;
	}

	add(file: string): void {
		this.#names.add(path.basename(file));
	}

	/** Rejects with a `FailureError` if one of the failures says that the folder was removed meanwhile. */
	async stopIfGone(failures: Iterable<Failure>): Promise<void> {
		for (const {kind} of failures) if (kind === 'folder-gone') throw await this.#lost();
	}

	/** Rejects with a `FailureError` if documents were removed meanwhile. */
	async check(): Promise<void> {
		if ((await this.#gone()) > 0) throw await this.#lost();
	}

	async #gone(): Promise<number> {
		if (this.#names.size === 0) return 0;
		const there = await this.#there();
		return there === undefined ? 0 : [...this.#names].filter(name => !there.has(name)).length;
	}

	/** The names in the folder; undefined when it cannot be listed, as one that is only written to. */
	async #there(): Promise<ReadonlySet<string> | undefined> {
		try {
			return new Set(await readdir(this.#folder));
		} catch (error) {
			const code = codeOf(error);
			return code === 'ENOENT' || code === 'ENOTDIR' ? new Set() : undefined;
		}
	}

	async #lost(): Promise<FailureError> {
		const gone = await this.#gone();
		return new FailureError({kind: 'saved-gone', folder: this.#folder, got: this.#names.size, gone});
	}
}

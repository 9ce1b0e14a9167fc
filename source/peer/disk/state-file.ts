/**
 * A file in which a program remembers something for its next start. Nothing is written over what could not be read, nor
 * while another program writes it.
 */
import {rename} from 'node:fs/promises';
import path from 'node:path';
import type {Failure} from '../../text/failures.ts';
import {codeOf, reasonOf} from '../../text/reasons.ts';
import type {Owner} from './owner.ts';
import {exists} from './safe-file.ts';
import {readSmallFile, writeSmallFile} from './small-file.ts';

export type StateFileOptions = {
	/** Without it nothing is remembered. */
	readonly file: string | undefined;
	/** Called when the file cannot be used, or not be written: once until it can. */
	readonly onWarning: (failure: Failure) => void;
	/** Who else might write it. */
	readonly owner?: Owner | undefined;
};

const mostAside = 100;

export class StateFile {
	readonly #options: StateFileOptions;
	/** Whether what could not be read is still there. */
	#isLeft = false;
	#warned = false;

	constructor(options: StateFileOptions) {
		this.#options = options;
	}

	/**
	 * What `parse` makes of the text, which is cut to `mostBytes`; it returns undefined for what p2pci did not write.
	 * Undefined when there is nothing, or nothing usable. Never rejects.
	 */
	async read<Contents>(
		mostBytes: number,
		parse: (text: string) => Contents | undefined,
	): Promise<Contents | undefined> {
		const {file, onWarning} = this.#options;
		if (file === undefined) return undefined;
		try {
			const text = await readSmallFile(file, mostBytes);
			const contents = text === undefined ? undefined : parse(text);
			if (text === undefined || contents !== undefined) return contents;
			throw new Error('it does not hold what p2pci writes there');
		} catch (error) {
			this.#isLeft = true;
			onWarning({kind: 'memory-unreadable', file, reason: await this.#setAside(file, error)});
			return undefined;
		}
	}

	/** Writes the text. Returns whether it is in the file now. Never rejects. */
	async write(text: string): Promise<boolean> {
		const {file, onWarning} = this.#options;
		if (file === undefined || this.#isLeft || !(await this.#isOurs())) return false;
		try {
			await writeSmallFile(file, text);
			this.#warned = false;
			return true;
		} catch (error) {
			if (!this.#warned) onWarning({kind: 'memory-not-writable', file, reason: reasonOf(error)});
			this.#warned = true;
			return false;
		}
	}

	async #isOurs(): Promise<boolean> {
		return (await this.#options.owner?.isOurs()) ?? true;
	}

	/**
	 * A file that holds something else is moved to an unused name; one that the system cannot read now is left for a start
	 * at which it can. Returns the reason with what became of it, for "Cannot read … (…)".
	 */
	async #setAside(file: string, error: unknown): Promise<string> {
		const reason = reasonOf(error);
		if (!(await this.#isOurs())) return reason;
		for (let turn = 1; turn <= mostAside && codeOf(error) === undefined; turn++) {
			const aside = `${file}.old${turn === 1 ? '' : turn}`;
			if (await exists(aside)) continue;
			this.#isLeft = await rename(file, aside).then(
				() => false,
				() => true,
			);
			if (!this.#isLeft) return `${reason}; it is kept as ${path.basename(aside)}`;
			break;
		}
		return `${reason}; it is left as it is`;
	}
}

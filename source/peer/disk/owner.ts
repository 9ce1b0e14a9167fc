/**
 * Two programs of the same name, at two index servers, have the same files for what they remember. The first one writes
 * them; the second one reads them at its start, and writes nothing as long as it runs: it would not know what the first
 * one wrote since.
 */
import path from 'node:path';
import {type Lock, lockBeside} from './lock.ts';
import {removeTemporaries} from './small-file.ts';

export class Owner {
	readonly #file: string | undefined;
	readonly #onWait: (() => void) | undefined;
	readonly #hurry = new AbortController();
	#lock: Promise<Lock | 'another' | 'impossible'> | undefined;

	/**
	 * `file`: the one of the files whose lock stands for all of them. Without it there are none. `onWait` is called when it
	 * takes a while to find out whether another program still runs.
	 */
	constructor(file: string | undefined, onWait?: () => void) {
		this.#file = file;
		this.#onWait = onWait;
	}

	/**
	 * Whether this program writes the files; to be asked before they are read. Where no lock can be created, as on a full
	 * disk, it does. Never rejects.
	 */
	async isOurs(): Promise<boolean> {
		const file = this.#file;
		if (file === undefined) return true;
		this.#lock ??= this.#own(file).catch(() => 'impossible');
		const lock = await this.#lock;
		if (lock === 'impossible') this.#lock = undefined;
		return lock !== 'another';
	}

	/** The program ends: it is not waited any more whether another one, which seems to hold them, still runs. */
	hurry(): void {
		this.#hurry.abort();
	}

	/** To be called when everything is written. Never rejects. */
	async release(): Promise<void> {
		const lock = await this.#lock;
		if (typeof lock === 'object') await lock.release();
	}

	async #own(file: string): Promise<Lock | 'another'> {
		const lock = await lockBeside(file, {signal: this.#hurry.signal, onWait: this.#onWait});
		if (lock) await removeTemporaries(path.dirname(file));
		return lock ?? 'another';
	}
}

/**
 * Stores the unfinished downloads of a peer in a file, so that the next start continues them, however this one ends.
 */
import {setImmediate as turn, setTimeout as wait} from 'node:timers/promises';
import type {Owner} from '../disk/owner.ts';
import {StateFile, type StateFileOptions} from '../disk/state-file.ts';
import {mostBytes, type Remembered, rememberedIn, rememberedText, withoutDuplicates} from './remembered.ts';

export type QueueFileOptions = StateFileOptions & {
	/** What is to be remembered now. */
	readonly list: () => readonly Remembered[];
	readonly owner: Owner;
};

/** The first change is saved at once, further ones after this long, and never for more than a fiftieth of the time. */
const restMs = 1000;
const restFactor = 50;

export class QueueFile {
	readonly #options: QueueFileOptions;
	readonly #file: StateFile;
	/** The contents of the file, as far as they are known. */
	#saved = rememberedText([]);
	#loaded: Promise<void> | undefined;
	/** What was loaded and not taken yet. */
	readonly #pending: Remembered[] = [];
	#saving: Promise<void> | undefined;
	#isDirty = false;
	readonly #closed = new AbortController();

	constructor(options: QueueFileOptions) {
		this.#options = options;
		this.#file = new StateFile(options);
	}

	/** Loads what an earlier run did not finish; a file that cannot be used is a warning. Never rejects. */
	load(): Promise<void> {
		this.#loaded ??= this.#load();
		return this.#loaded;
	}

	/** What was loaded, one after the other. Each one stays in the file until the next is asked for. */
	*loaded(): Generator<Remembered, void> {
		for (let next = this.#pending[0]; next; next = this.#pending[0]) {
			yield next;
			this.#pending.shift();
			this.changed();
		}
	}

	/** Saves the list soon. */
	changed(): void {
		this.#isDirty = true;
		if (!this.#closed.signal.aborted) this.#saving ??= this.#saveOn();
	}

	/** Saves the list now, for the last time. Resolves with what the next start will find. Never rejects. */
	async close(): Promise<readonly Remembered[]> {
		this.#closed.abort();
		await this.#saving;
		return (await this.#save()) ? (rememberedIn(this.#saved) ?? []) : [];
	}

	async #load(): Promise<void> {
		// Another program of this name goes on with them.
		if (!(await this.#options.owner.isOurs())) return;
		const found = await this.#file.read(mostBytes, text => {
			const list = rememberedIn(text);
			return list && {text, list};
		});
		if (!found) return;
		this.#saved = found.text;
		this.#pending.push(...found.list);
	}

	async #saveOn(): Promise<void> {
		const {signal} = this.#closed;
		// Everything that changes in one turn of the event loop is one change.
		await turn();
		while (this.#isDirty && !signal.aborted) {
			const began = performance.now();
			await this.#save();
			const rest = Math.max(restMs, restFactor * (performance.now() - began));
			await wait(rest, undefined, {signal, ref: false}).catch(() => {});
		}
		this.#saving = undefined;
	}

	/** Returns whether the list is in the file. */
	async #save(): Promise<boolean> {
		// What is not loaded yet must not be overwritten.
		await this.load();
		this.#isDirty = false;
		const text = rememberedText(withoutDuplicates([...this.#options.list(), ...this.#pending]));
		if (text === this.#saved) return true;
		const isSaved = await this.#file.write(text);
		if (isSaved) this.#saved = text;
		return isSaved;
	}
}

/**
 * Stores the unfinished downloads of a peer in a file, so that the next start continues them, however this one ends.
 */
import {setImmediate as turn, setTimeout as wait} from 'node:timers/promises';
import type {Failure} from '../../text/failures.ts';
import {reasonOf} from '../../text/reasons.ts';
import type {Owner} from '../disk/owner.ts';
import {notOurs, readSmallFile, setAside, writeSmallFile} from '../disk/small-file.ts';
import {mostBytes, type Remembered, rememberedIn, rememberedText, withoutDuplicates} from './remembered.ts';

export type QueueFileOptions = {
	/** Without it nothing is remembered. */
	readonly file: string | undefined;
	/** What is to be remembered now. */
	readonly list: () => readonly Remembered[];
	readonly onWarning: (failure: Failure) => void;
	/** Who else might write it. */
	readonly owner: Owner;
};

/** The first change is saved at once, further ones after this long, and never for more than a fiftieth of the time. */
const restMs = 1000;
const restFactor = 50;

export class QueueFile {
	readonly #options: QueueFileOptions;
	/** The contents of the file, as far as they are known. */
	#saved = rememberedText([]);
	#loaded: Promise<void> | undefined;
	/** What was loaded and not taken yet. */
	readonly #pending: Remembered[] = [];
	#saving: Promise<void> | undefined;
	#isDirty = false;
	#warned = false;
	/** Whether a save would replace what could not be read. */
	#isLeft = false;
	readonly #closed = new AbortController();

	constructor(options: QueueFileOptions) {
		this.#options = options;
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
		if (this.#options.file !== undefined && !this.#closed.signal.aborted) this.#saving ??= this.#saveOn();
	}

	/** Saves the list now, for the last time. Resolves with what the next start will find. Never rejects. */
	async close(): Promise<readonly Remembered[]> {
		const {file} = this.#options;
		this.#closed.abort();
		await this.#saving;
		if (file === undefined) return [];
		return (await this.#save(file)) ? (rememberedIn(this.#saved) ?? []) : [];
	}

	async #load(): Promise<void> {
		const {file, onWarning, owner} = this.#options;
		if (file === undefined || !(await owner.isOurs())) return;
		try {
			const text = await readSmallFile(file, mostBytes);
			if (text === undefined) return;
			const list = rememberedIn(text);
			if (!list) throw new Error(notOurs);
			this.#saved = text;
			this.#pending.push(...list);
		} catch (error) {
			const {reason, isLeft} = await setAside(file, error);
			this.#isLeft = isLeft;
			onWarning({kind: 'memory-unreadable', file, reason});
		}
	}

	async #saveOn(): Promise<void> {
		const {file} = this.#options;
		const {signal} = this.#closed;
		// Everything that changes in one turn of the event loop is one change.
		await turn();
		while (file !== undefined && this.#isDirty && !signal.aborted) {
			const began = performance.now();
			await this.#save(file);
			const rest = Math.max(restMs, restFactor * (performance.now() - began));
			await wait(rest, undefined, {signal, ref: false}).catch(() => {});
		}
		this.#saving = undefined;
	}

	/** Returns whether the list is in the file. */
	async #save(file: string): Promise<boolean> {
		// What is not loaded yet must not be overwritten.
		await this.load();
		this.#isDirty = false;
		const text = rememberedText(withoutDuplicates([...this.#options.list(), ...this.#pending]));
		if (text === this.#saved) return true;
		if (this.#isLeft || !(await this.#options.owner.isOurs())) return false;
		try {
			await writeSmallFile(file, text);
			this.#saved = text;
			this.#warned = false;
			return true;
		} catch (error) {
			if (!this.#warned) this.#options.onWarning({kind: 'memory-not-writable', file, reason: reasonOf(error)});
			this.#warned = true;
			return false;
		}
	}
}

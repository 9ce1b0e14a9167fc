/** RFCs that a person wants and nobody shares: each is got as soon as somebody does, also after the next start. */
import type {RfcRecord} from '../protocol/message.ts';
import {isRfcNumber} from '../protocol/records.ts';
import type {Failure} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';
import {membersOf, readSmallFile, writeSmallFile} from './small-file.ts';

export type WantedOptions = {
	/** The file that remembers them; nothing is remembered without. */
	readonly file?: string | undefined;
	/** Calls back for each record of an RFC that comes into the index. Returns the way to stop that. */
	readonly onAdded: (rfc: number, listener: (record: RfcRecord) => void) => () => void;
	/** Who holds an RFC now. Rejects when that cannot be learned. */
	readonly holders: (rfc: number) => Promise<readonly RfcRecord[]>;
	/** Begins to get it. */
	readonly get: (record: RfcRecord) => void;
	/** Told the numbers after each change, in order. */
	readonly onChange: (numbers: readonly number[]) => void;
	readonly onWarning: (failure: Failure) => void;
	/** How often it is asked for by itself, where the index tells no news (1.0); 60 s unless said. */
	readonly askEveryMs?: number;
};

const mostBytes = 1024 * 1024;
const digestMs = 1500;

export class Wanted {
	readonly #options: WantedOptions;
	/** How to stop following each. */
	readonly #followed = new Map<number, () => void>();
	#timer: NodeJS.Timeout | undefined;
	#saving: Promise<void> = Promise.resolve();

	constructor(options: WantedOptions) {
		this.#options = options;
	}

	/** Remembers what was wanted before, and follows it. Never rejects. */
	start(): Promise<void> {
		const {askEveryMs = 60_000} = this.#options;
		this.#timer = setInterval(() => this.askForAll(), askEveryMs).unref();
		// What is wanted meanwhile is written after what was remembered is read.
		const loaded = this.#load();
		this.#saving = this.#saving.then(() => loaded);
		return loaded;
	}

	async #load(): Promise<void> {
		const {file} = this.#options;
		if (file === undefined) return;
		const text = await readSmallFile(file, mostBytes).catch((error: unknown) => {
			this.#options.onWarning({kind: 'file-unreadable', file, reason: reasonOf(error)});
			return undefined;
		});
		const numbers = text === undefined ? undefined : membersOf(text).wanted;
		for (const rfc of Array.isArray(numbers) ? numbers : []) {
			if (isRfcNumber(rfc) && !this.#followed.has(rfc)) this.#follow(rfc);
		}
		this.#options.onChange(this.numbers);
	}

	/** Resolves when everything is remembered. */
	async stop(): Promise<void> {
		clearInterval(this.#timer);
		for (const stop of this.#followed.values()) stop();
		await this.#saving;
	}

	get numbers(): readonly number[] {
		return [...this.#followed.keys()].sort((a, b) => a - b);
	}

	add(rfc: number): void {
		if (this.#followed.has(rfc)) return;
		this.#follow(rfc);
		this.#changed();
		this.#ask(rfc);
	}

	/** It is here, or not wanted any more. */
	remove(rfc: number): void {
		const stop = this.#followed.get(rfc);
		if (!stop) return;
		stop();
		this.#followed.delete(rfc);
		this.#changed();
	}

	/** Asks now whether somebody shares them: after joining, for instance. */
	askForAll(): void {
		for (const rfc of this.#followed.keys()) this.#ask(rfc);
	}

	#follow(rfc: number): void {
		this.#followed.set(
			rfc,
			this.#options.onAdded(rfc, record => this.#found(record)),
		);
	}

	#ask(rfc: number): void {
		this.#options.holders(rfc).then(
			records => {
				const record = records.find(({digest}) => digest !== undefined) ?? records[0];
				if (record && this.#followed.has(rfc)) this.#options.get(record);
			},
			// The next time, then.
			() => {},
		);
	}

	/** Who shares it just now may still be computing its digest, by which it can be verified. */
	#found(record: RfcRecord): void {
		if (record.digest !== undefined) this.#options.get(record);
		else setTimeout(() => this.#ask(record.rfc), digestMs).unref();
	}

	#changed(): void {
		this.#options.onChange(this.numbers);
		const {file} = this.#options;
		if (file === undefined) return;
		this.#saving = this.#saving
			.then(() => writeSmallFile(file, `${JSON.stringify({wanted: this.numbers})}\n`))
			.catch((error: unknown) => {
				this.#options.onWarning({kind: 'folder-not-writable', folder: file, reason: reasonOf(error)});
			});
	}
}

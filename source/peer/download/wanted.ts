/**
 * The wanted list: RFCs that nobody shares yet. Each is downloaded as soon as somebody shares it, also after a
 * restart.
 */
import type {RfcRecord} from '../../protocol/message.ts';
import {isRfcNumber} from '../../protocol/numbers.ts';
import type {Failure} from '../../text/failures.ts';
import {KeptFile} from '../disk/kept-file.ts';
import type {Owner} from '../disk/owner.ts';

export type WantedOptions = {
	/** The file that stores the list; without it the list ends with the program. */
	readonly file?: string | undefined;
	/** Calls back for each new record of an RFC in the index. Returns the function to unsubscribe. */
	readonly onAdded: (rfc: number, listener: (record: RfcRecord) => void) => () => void;
	/** Looks up the current holders of an RFC. Rejects when that fails. */
	readonly holders: (rfc: number) => Promise<readonly RfcRecord[]>;
	/** Of the holders that a lookup found, the one to get it from; undefined when nobody should be asked. */
	readonly choose: (records: readonly RfcRecord[]) => RfcRecord | undefined;
	/** Starts the download. */
	readonly get: (record: RfcRecord) => void;
	/** Called with the sorted numbers after each change. */
	readonly onChange: (numbers: readonly number[]) => void;
	readonly onWarning: (failure: Failure) => void;
	/** Who else might write the file. */
	readonly owner?: Owner | undefined;
};

/** The interval of lookups where the index reports no changes (1.0). */
const askEveryMs = 60_000;
const mostBytes = 1024 * 1024;
const digestMs = 1500;

export class Wanted {
	readonly #options: WantedOptions;
	/** The unsubscribe function for each number. */
	readonly #followed = new Map<number, () => void>();
	readonly #file: KeptFile;
	#timer: NodeJS.Timeout | undefined;
	#loaded: Promise<void> = Promise.resolve();

	constructor(options: WantedOptions) {
		this.#options = options;
		const {file, onWarning, owner} = options;
		const text = () => `${JSON.stringify({wanted: this.numbers})}\n`;
		this.#file = new KeptFile({file, text, onWarning, owner});
	}

	/** Loads the list and follows its RFCs. Never rejects. */
	start(): Promise<void> {
		this.#timer = setInterval(() => this.askForAll(), askEveryMs).unref();
		this.#loaded = this.#load();
		return this.#loaded;
	}

	async #load(): Promise<void> {
		const members = await this.#file.load({mostBytes, always: 'wanted'});
		if (members === undefined) return;
		for (const rfc of Array.isArray(members.wanted) ? members.wanted : []) {
			if (isRfcNumber(rfc) && !this.#followed.has(rfc)) this.#follow(rfc);
		}
		this.#options.onChange(this.numbers);
	}

	/** Resolves when the list is saved. */
	async stop(): Promise<void> {
		clearInterval(this.#timer);
		for (const stop of this.#followed.values()) stop();
		await this.#loaded;
		await this.#file.saved();
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

	/** Removes an RFC that has arrived or is no longer wanted. */
	remove(rfc: number): void {
		const stop = this.#followed.get(rfc);
		if (!stop) return;
		stop();
		this.#followed.delete(rfc);
		this.#changed();
	}

	/** Looks up all wanted RFCs now, for instance after joining. */
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
				const record = this.#options.choose(records);
				if (record && this.#followed.has(rfc)) this.#options.get(record);
			},
			// The next lookup will do.
			() => {},
		);
	}

	/** A peer that has just shared it may still be computing its digest, which we need to verify it. */
	#found(record: RfcRecord): void {
		if (record.digest !== undefined) this.#options.get(record);
		else setTimeout(() => this.#ask(record.rfc), digestMs).unref();
	}

	#changed(): void {
		this.#options.onChange(this.numbers);
		// What the file holds must not be written over before it is loaded.
		void this.#loaded.then(() => this.#file.save());
	}
}

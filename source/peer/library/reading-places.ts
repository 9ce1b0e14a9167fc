/** Remembers where a person stopped reading each document, in a small JSON file. */
import {isRfcNumber} from '../../protocol/numbers.ts';
import type {Failure} from '../../text/failures.ts';
import {objectOf} from '../../text/json-text.ts';
import {KeptFile} from '../disk/kept-file.ts';
import type {Owner} from '../disk/owner.ts';

/** Some 20 bytes each. */
const mostPlaces = 2000;
const mostBytes = 256 * 1024;
const saveMs = 1000;

export class ReadingPlaces {
	readonly #file: KeptFile;
	/** Number to line, the most recent last. */
	#places = new Map<number, number>();
	#loading: Promise<void> | undefined;
	#savingSoon: NodeJS.Timeout | undefined;

	/** Without a file nothing is remembered across starts. */
	constructor(file: string | undefined, onWarning: (failure: Failure) => void, owner?: Owner) {
		// An array of pairs: an object with numeric keys would not keep their order.
		const text = (): string => `${JSON.stringify({places: [...this.#places]})}\n`;
		this.#file = new KeptFile({file, text, onWarning, owner});
	}

	/** Loads the file once. An invalid file is a warning. Never rejects. */
	load(): Promise<void> {
		this.#loading ??= this.#load();
		return this.#loading;
	}

	/** The line at the top of the screen when the document was closed. */
	lineOf(rfc: number): number | undefined {
		return this.#places.get(rfc);
	}

	/** Remembers a line. Line 0, the start, is not stored. */
	remember(rfc: number, line: number): void {
		if ((this.#places.get(rfc) ?? 0) === line) return;
		this.#places.delete(rfc);
		if (line > 0) this.#places.set(rfc, line);
		for (const oldest of this.#places.keys()) {
			if (this.#places.size <= mostPlaces) break;
			this.#places.delete(oldest);
		}
		this.#savingSoon ??= setTimeout(() => this.#save(), saveMs).unref();
	}

	/** Resolves when everything is saved. */
	async saved(): Promise<void> {
		if (this.#savingSoon !== undefined) this.#save();
		await this.#file.saved();
	}

	async #load(): Promise<void> {
		const members = await this.#file.load({mostBytes, always: 'places'});
		this.#places = new Map([...placesIn(members?.places), ...this.#places]);
	}

	#save(): void {
		clearTimeout(this.#savingSoon);
		this.#savingSoon = undefined;
		this.#file.save();
	}
}

function placesIn(value: unknown): readonly (readonly [number, number])[] {
	const pairs = Array.isArray(value) ? value : Object.values(objectOf(value));
	return pairs
		.filter((pair): pair is [number, number] => Array.isArray(pair) && isRfcNumber(pair[0]) && isLine(pair[1]))
		.slice(-mostPlaces);
}

const isLine = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value > 0;

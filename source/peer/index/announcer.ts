/** Keeps the index server informed about our documents, and remembers what it was told. */

import {setImmediate as turn} from 'node:timers/promises';
import type {LibraryEntry} from '../peer-state.ts';
import {passesIn, refusalOfOne} from './index-failures.ts';
import type {IndexLink} from './index-link.ts';

export type AnnouncerOptions = {
	/** The entry of a document while it is shared. */
	readonly sharedEntry: (rfc: number) => LibraryEntry | undefined;
	/** Resolves when the digest of a document is known, cannot be computed, or takes too long. */
	readonly digested: (rfc: number) => Promise<void>;
	/** Called when an announcement failed. */
	readonly onError: (link: IndexLink, error: unknown) => void;
	/** Called when a 1.0 server cannot remove a document: only closing the connection removes it. */
	readonly onStuck: (link: IndexLink) => Promise<void>;
};

/** `again`: the document may have changed since the update began. */
type Update = {again: boolean; done: Promise<void>};

/** Documents announced in one batch. */
const atOnce = 256;

export class Announcer {
	readonly #options: AnnouncerOptions;
	/** What the server has confirmed. */
	readonly #announced = new Map<number, LibraryEntry>();
	readonly #updating = new Map<number, Update>();
	/** What `update` was asked for and has not finished. */
	readonly #updates = new Set<Promise<void>>();
	/** Documents that the server refused for now. */
	readonly #putOff = new Set<number>();
	/** All that it refused, when it was last told of them. */
	readonly #refused = new Set<number>();
	#later: NodeJS.Timeout | undefined;
	#link: IndexLink | undefined;

	constructor(options: AnnouncerOptions) {
		this.#options = options;
	}

	/** Uses this link from now on. `anew`: the server at its other end knows nothing about us yet. */
	use(link: IndexLink, {anew}: {readonly anew: boolean}): void {
		this.#cancelLater();
		this.#link = link;
		this.#updating.clear();
		if (anew) this.#announced.clear();
		this.#refused.clear();
	}

	/** Announces nothing more, also of what is being announced: in 1.0 an ADD after a LEAVE would join again. */
	stop(): void {
		this.#cancelLater();
		this.#link = undefined;
	}

	/** The numbers that were announced last. */
	announced(): Iterable<number> {
		return this.#announced.keys();
	}

	/** Brings the server up to date about these documents. Never rejects. */
	async update(numbers: Iterable<number>): Promise<void> {
		const update = this.#update(numbers);
		this.#updates.add(update);
		await update;
		this.#updates.delete(update);
	}

	/** Resolves, when all updates that run are over, with the number of documents that the server refused. Never rejects. */
	async idle(): Promise<number> {
		await Promise.all(this.#updates);
		return this.#refused.size;
	}

	async #update(numbers: Iterable<number>): Promise<void> {
		const link = this.#link;
		if (!link) return;
		const updates: Promise<void>[] = [];
		for (const rfc of numbers) {
			// All requests are written before the first answer is awaited, but thousands must not block the screen.
			if (updates.push(this.#updateOne(link, rfc)) % atOnce === 0) await turn();
		}
		await Promise.all(updates);
	}

	/** One exchange at a time for each document. */
	#updateOne(link: IndexLink, rfc: number): Promise<void> {
		const running = this.#updating.get(rfc);
		if (running) {
			running.again = true;
			return running.done;
		}
		const update: Update = {again: true, done: Promise.resolve()};
		this.#updating.set(rfc, update);
		update.done = this.#run(link, rfc, update);
		return update.done;
	}

	async #run(link: IndexLink, rfc: number, update: Update): Promise<void> {
		try {
			while (update.again && this.#link === link) {
				update.again = false;
				await this.#bringUpToDate(link, rfc);
				this.#refused.delete(rfc);
			}
		} catch (error) {
			if (this.#link === link && refusalOfOne(error)) this.#refused.add(rfc);
			const seconds = this.#link === link ? passesIn(error) : undefined;
			// Of all that waits for the same moment, one is told.
			if (seconds === undefined || this.#tryLater(rfc, seconds)) this.#options.onError(link, error);
		} finally {
			if (this.#updating.get(rfc) === update) this.#updating.delete(rfc);
		}
	}

	/** False when others wait already. */
	#tryLater(rfc: number, seconds: number): boolean {
		this.#putOff.add(rfc);
		if (this.#later) return false;
		this.#later = setTimeout(() => {
			const numbers = [...this.#putOff];
			this.#cancelLater();
			void this.update(numbers);
		}, seconds * 1000);
		return true;
	}

	#cancelLater(): void {
		clearTimeout(this.#later);
		this.#later = undefined;
		this.#putOff.clear();
	}

	async #bringUpToDate(link: IndexLink, rfc: number): Promise<void> {
		// The document may change again while the server is being told.
		for (let waited = false; this.#link === link; ) {
			const entry = this.#options.sharedEntry(rfc);
			const told = this.#announced.get(rfc);
			if (entry ? told && sameFacts(link, entry, told) : !told) return;
			if (entry && entry.digest === undefined && link.version !== '1.0' && !waited) {
				// Announced with its digest a little later, it needs only one announcement.
				await this.#options.digested(rfc);
				waited = true;
			} else if (entry) {
				await link.add(entry);
				if (this.#link === link) this.#announced.set(rfc, entry);
			} else if (told) {
				await this.#remove(link, told);
			}
		}
	}

	async #remove(link: IndexLink, {rfc, title}: LibraryEntry): Promise<void> {
		const outcome = await link.remove(rfc, title);
		if (this.#link !== link) return;
		// Not earlier: if the answer is lost, it has to be removed again on the next link.
		this.#announced.delete(rfc);
		if (outcome === 'unknown') await this.#options.onStuck(link);
	}
}

/** Whether the server is up to date; a 1.0 server knows only the title. */
const sameFacts = ({version}: IndexLink, one: LibraryEntry, other: LibraryEntry): boolean =>
	one.title === other.title &&
	(version === '1.0' || (one.bytes === other.bytes && one.modified === other.modified && one.digest === other.digest));

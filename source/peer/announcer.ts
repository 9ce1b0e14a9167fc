/** What the index server has been told about our documents, and telling it what has changed since. */
import type {IndexLink} from './index-link.ts';
import type {LibraryEntry} from './peer-state.ts';

export type AnnouncerOptions = {
	/** A document while it is shared. */
	readonly sharedEntry: (rfc: number) => LibraryEntry | undefined;
	/** Resolves when the digest of a document is known, or cannot be, or takes too long. */
	readonly digested: (rfc: number) => Promise<void>;
	/** Told what went wrong with telling. */
	readonly onError: (link: IndexLink, error: unknown) => void;
	/** A server of 1.0 does not know how to take a document back: only the end of the link says it. */
	readonly onStuck: (link: IndexLink) => Promise<void>;
};

/** `again`: something may have changed since it was last looked at. */
type Update = {again: boolean; done: Promise<void>};

/** Documents that are told of in one go. */
const atOnce = 256;

export class Announcer {
	readonly #options: AnnouncerOptions;
	/** What the server has been told, and confirmed. */
	readonly #announced = new Map<number, LibraryEntry>();
	readonly #updating = new Map<number, Update>();
	#link: IndexLink | undefined;

	constructor(options: AnnouncerOptions) {
		this.#options = options;
	}

	/** Tells on this link from now on. `anew`: whoever is there was told nothing yet. */
	use(link: IndexLink, {anew}: {readonly anew: boolean}): void {
		this.#link = link;
		this.#updating.clear();
		if (anew) this.#announced.clear();
	}

	/** What the server was told of last. */
	announced(): Iterable<number> {
		return this.#announced.keys();
	}

	/** Brings the server up to date about these documents. Never rejects. */
	async update(numbers: Iterable<number>): Promise<void> {
		const link = this.#link;
		if (!link) return;
		const updates: Promise<void>[] = [];
		for (const rfc of numbers) {
			// All are written before the first answer is waited for; thousands must not hold up the screen.
			if (updates.push(this.#updateOne(link, rfc)) % atOnce === 0) await new Promise(resolve => setImmediate(resolve));
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
			}
		} catch (error) {
			this.#options.onError(link, error);
		} finally {
			if (this.#updating.get(rfc) === update) this.#updating.delete(rfc);
		}
	}

	async #bringUpToDate(link: IndexLink, rfc: number): Promise<void> {
		// It may change again while the server is told.
		for (let waited = false; this.#link === link; ) {
			const entry = this.#options.sharedEntry(rfc);
			const told = this.#announced.get(rfc);
			if (entry ? told && sameFacts(link, entry, told) : !told) return;
			if (entry && entry.digest === undefined && link.version !== '1.0' && !waited) {
				// One that is told with its digest a little later needs to be told only once.
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
		// Not before: where the answer is lost, it is taken back on the next link.
		this.#announced.delete(rfc);
		if (outcome === 'unknown') await this.#options.onStuck(link);
	}
}

/** Whether the server need not be told again; in 1.0 it is told the title only. */
const sameFacts = ({version}: IndexLink, one: LibraryEntry, other: LibraryEntry): boolean =>
	one.title === other.title &&
	(version === '1.0' || (one.bytes === other.bytes && one.modified === other.modified && one.digest === other.digest));

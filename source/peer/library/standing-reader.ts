/**
 * Reads in the background, from the first question on, how RFCs stand: from the official index in a folder, and from
 * the headers of all local documents, the newest first, because those replace others.
 */
import {type DocumentHead, documentHead} from '../../rfc/head.ts';
import {type HeadOfStanding, type IndexOfStandings, type Standing, Standings} from '../../rfc/standing.ts';
import {copyOf} from '../../text/copy-of.ts';
import {decodeText, openFile, readPiece} from '../disk/safe-file.ts';
import {readOfficialStandings} from './official-standings.ts';

/** An official index; `version` changes whenever the file was read again. */
export type OfficialIndexFile = {readonly file: string; readonly version: unknown};

type Document = {readonly rfc: number; readonly file: string};

/** The local documents, and the official indexes beside them. */
export type StandingSources = {
	officialIndexes(): readonly OfficialIndexFile[];
	entries(): readonly Document[];
	entry(rfc: number): Document | undefined;
};

/** The longest header. */
const headBytes = 8 * 1024;
/** After this much work the event loop is yielded: a few milliseconds in each sixtieth of a second. */
const workMs = 4;
const restMs = 12;
const tellMs = 250;

export class StandingReader {
	readonly #sources: StandingSources;
	readonly #onNews: () => void;
	readonly #known = new Standings();
	#asked = false;
	#seen: readonly OfficialIndexFile[] = [];
	#reading = new AbortController();
	/** Numbers whose headers are still to be read, in order. */
	#wanted = new Set<number>();
	#works = false;
	#stopped = false;
	#telling: NodeJS.Timeout | undefined;

	/** `onNews` is called when more is known, a few times a second at most. */
	constructor(sources: StandingSources, onNews: () => void) {
		this.#sources = sources;
		this.#onNews = onNews;
	}

	/** What is known so far. The first call starts the reading; `onNews` says when to ask again. */
	of(rfc: number): Standing {
		if (!this.#asked) this.#begin();
		this.#lookAtIndexes();
		return this.#known.of(rfc);
	}

	/** To be called when documents appeared, disappeared or changed. */
	changed(numbers: Iterable<number>): void {
		if (!this.#asked) return;
		for (const rfc of numbers) this.#wanted.add(rfc);
		void this.#work();
	}

	stop(): void {
		this.#stopped = true;
		this.#reading.abort();
		clearTimeout(this.#telling);
	}

	#begin(): void {
		this.#asked = true;
		const numbers = this.#sources.entries().map(({rfc}) => rfc);
		this.changed(numbers.sort((a, b) => b - a));
	}

	#lookAtIndexes(): void {
		const now = this.#sources.officialIndexes();
		const isSame = ({file, version}: OfficialIndexFile, at: number): boolean =>
			this.#seen[at]?.file === file && this.#seen[at]?.version === version;
		if (this.#stopped || (now.length === this.#seen.length && now.every(isSame))) return;
		this.#seen = now;
		this.#reading.abort();
		this.#reading = new AbortController();
		void this.#readIndexes(now, this.#reading.signal);
	}

	async #readIndexes(files: readonly OfficialIndexFile[], signal: AbortSignal): Promise<void> {
		let newest: IndexOfStandings | undefined;
		for (const {file} of files) {
			const index = await readOfficialStandings(file, signal);
			if (signal.aborted) return;
			if (index && (!newest || (index.date ?? '') > (newest.date ?? ''))) newest = index;
		}
		this.#known.setIndex(newest);
		this.#tellSoon();
	}

	async #work(): Promise<void> {
		if (this.#works) return;
		this.#works = true;
		let begun = performance.now();
		for (const rfc of this.#wanted) {
			this.#wanted.delete(rfc);
			const head = await this.#headOf(rfc);
			if (this.#stopped) return;
			if (this.#known.setHead(rfc, head)) this.#tellSoon();
			if (performance.now() - begun < workMs) continue;
			await new Promise(resolve => setTimeout(resolve, restMs).unref());
			begun = performance.now();
		}
		this.#works = false;
	}

	async #headOf(rfc: number) {
		const file = this.#sources.entry(rfc)?.file;
		if (file === undefined) return undefined;
		try {
			const {handle} = await openFile(file);
			try {
				return ownStrings(documentHead(decodeText(await readPiece(handle, 0, headBytes), {cut: true})));
			} finally {
				await handle.close();
			}
		} catch {
			// The folder reports files that cannot be read.
			return undefined;
		}
	}

	#tellSoon(): void {
		this.#telling ??= setTimeout(() => {
			this.#telling = undefined;
			this.#onNews();
		}, tellMs).unref();
	}
}

/** Otherwise 8 KB would be kept for each document. */
function ownStrings({category, date, obsoletes, updates}: DocumentHead): HeadOfStanding {
	return {
		obsoletes,
		updates,
		...(category === undefined ? {} : {category: copyOf(category)}),
		...(date === undefined ? {} : {date}),
	};
}

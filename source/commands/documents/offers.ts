/** Finds out who offers the RFCs of a selection. */
import type {IndexLink} from '../../peer/index/index-link.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import {covers, numbersOf, type Span, sizeOf, without} from './selection.ts';

export type Search<Offer> = {
	readonly spans: readonly Span[];
	readonly signal: AbortSignal;
	/**
	 * Called once for each RFC that has holders, with all its records, and whether there is memory to keep many of them;
	 * returns what to keep.
	 */
	readonly read: (rfc: number, records: readonly RfcRecord[], few: boolean) => Offer;
};

export type Offers<Offer> = {
	/** In the requested order, or by number if many were requested. */
	readonly found: ReadonlyMap<number, Offer>;
	/** RFCs without holders. */
	readonly missing: readonly Span[];
};

/** Up to this many numbers are looked up one by one; for more the whole list is read, page by page. */
const mostLookups = 64;
/** If the index changes while it is read, it is read again, up to this many times, to find what was missed. */
const mostReadings = 3;
/** Of this many records many are kept of each RFC, of the others only a few. */
const mostKept = 50_000;

/** Rejects with a `FailureError`, or when `signal` aborts. */
export async function findOffers<Offer>(link: IndexLink, search: Search<Offer>): Promise<Offers<Offer>> {
	const found = sizeOf(search.spans) <= mostLookups ? await lookUp(link, search) : await readList(link, search);
	return {found, missing: without(search.spans, found.keys())};
}

async function lookUp<Offer>(link: IndexLink, {spans, signal, read}: Search<Offer>) {
	const found = new Map<number, Offer>();
	const numbers = numbersOf(spans);
	const answers = await Promise.all(numbers.map(async rfc => ({rfc, records: await link.lookup(rfc, signal)})));
	for (const {rfc, records} of answers) if (records.length > 0) found.set(rfc, read(rfc, records, true));
	return found;
}

async function readList<Offer>(link: IndexLink, search: Search<Offer>) {
	const reader = new ListReader(search);
	for (let reading = 0; reading < mostReadings; reading++) {
		const listed = await link.recordPages(page => reader.take(page), search.signal);
		if (!listed) reader.take(await link.list(search.signal));
		reader.end();
		if (!listed || listed.since === listed.until) break;
	}
	return reader.found;
}

/** Records arrive by number: those of one RFC are collected until the next number begins. */
class ListReader<Offer> {
	readonly found = new Map<number, Offer>();
	readonly #search: Search<Offer>;
	#current: RfcRecord[] = [];
	#records = 0;

	constructor(search: Search<Offer>) {
		this.#search = search;
	}

	take(page: readonly RfcRecord[]): void {
		for (const record of page) {
			if (record.rfc !== this.#current[0]?.rfc) this.end();
			this.#current.push(record);
		}
	}

	/** Completes the last RFC. */
	end(): void {
		const [first] = this.#current;
		const records = this.#current;
		this.#records += records.length;
		this.#current = [];
		if (!first || this.found.has(first.rfc) || !covers(this.#search.spans, first.rfc)) return;
		this.found.set(first.rfc, this.#search.read(first.rfc, records, this.#records <= mostKept));
	}
}

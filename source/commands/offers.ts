/** Who offers the RFCs of a selection. */
import type {IndexLink} from '../peer/index-link.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {covers, numbersOf, type Span, sizeOf, without} from './selection.ts';

export type Search<Offer> = {
	readonly spans: readonly Span[];
	readonly signal: AbortSignal;
	/** Called once for each RFC that somebody holds, with all its records: what is kept of it. */
	readonly read: (rfc: number, records: readonly RfcRecord[]) => Offer;
};

export type Offers<Offer> = {
	/** In the order asked for, or by number where many are asked for. */
	readonly found: ReadonlyMap<number, Offer>;
	/** What nobody holds. */
	readonly missing: readonly Span[];
};

/** More numbers than this are not asked for one by one: the whole list is read, a page at a time. */
const mostLookups = 64;
/** An index that changes while it is read is read again, at most so often: what was left out then is found now. */
const mostReadings = 3;

/** Rejects with a `FailureError`, or when `signal` aborts. */
export async function findOffers<Offer>(link: IndexLink, search: Search<Offer>): Promise<Offers<Offer>> {
	const found = sizeOf(search.spans) <= mostLookups ? await lookUp(link, search) : await readList(link, search);
	return {found, missing: without(search.spans, found.keys())};
}

async function lookUp<Offer>(link: IndexLink, {spans, signal, read}: Search<Offer>) {
	const found = new Map<number, Offer>();
	const numbers = numbersOf(spans);
	const answers = await Promise.all(numbers.map(async rfc => ({rfc, records: await link.lookup(rfc, signal)})));
	for (const {rfc, records} of answers) if (records.length > 0) found.set(rfc, read(rfc, records));
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

/** Records come by number: those of one RFC are kept until those of the next begin. */
class ListReader<Offer> {
	readonly found = new Map<number, Offer>();
	readonly #search: Search<Offer>;
	#current: RfcRecord[] = [];

	constructor(search: Search<Offer>) {
		this.#search = search;
	}

	take(page: readonly RfcRecord[]): void {
		for (const record of page) {
			if (record.rfc !== this.#current[0]?.rfc) this.end();
			this.#current.push(record);
		}
	}

	/** What was taken last is complete. */
	end(): void {
		const [first] = this.#current;
		const records = this.#current;
		this.#current = [];
		if (!first || this.found.has(first.rfc) || !covers(this.#search.spans, first.rfc)) return;
		this.found.set(first.rfc, this.#search.read(first.rfc, records));
	}
}

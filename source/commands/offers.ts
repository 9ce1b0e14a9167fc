/** Who offers the RFCs of a selection. */
import type {IndexLink} from '../peer/index-link.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {covers, numbersOf, type Span, sizeOf, without} from './selection.ts';

export type Offers = {
	/** Holders by number, in the order asked for, or by number where many are asked for. */
	readonly found: ReadonlyMap<number, readonly RfcRecord[]>;
	/** What nobody holds. */
	readonly missing: readonly Span[];
};

/** More numbers than this are not asked for one by one: the whole list is read. */
const mostLookups = 64;

/** Rejects with a `FailureError`, or when `signal` aborts. */
export async function findOffers(link: IndexLink, spans: readonly Span[], signal: AbortSignal): Promise<Offers> {
	const few = sizeOf(spans) <= mostLookups;
	const found = few ? await lookUp(link, numbersOf(spans), signal) : await pick(link, spans, signal);
	return {found, missing: without(spans, found.keys())};
}

async function lookUp(link: IndexLink, numbers: readonly number[], signal: AbortSignal) {
	const answers = await Promise.all(numbers.map(async rfc => [rfc, await link.lookup(rfc, signal)] as const));
	return new Map(answers.filter(([, records]) => records.length > 0));
}

async function pick(link: IndexLink, spans: readonly Span[], signal: AbortSignal) {
	const records = await link.list(signal);
	return Map.groupBy(
		records.filter(({rfc}) => covers(spans, rfc)),
		({rfc}) => rfc,
	);
}

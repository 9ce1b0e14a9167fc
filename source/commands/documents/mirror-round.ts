/** One round of a mirror: downloads everything that the network has and the folder lacks. */

import {takenTrouble} from '../../peer/disk/write-trouble.ts';
import type {Fetcher} from '../../peer/download/fetcher.ts';
import type {Failure} from '../../text/failures.ts';
import {differs, Getter, type Got, type Offer, type Outcome} from './getter.ts';
import {inLanes} from './lanes.ts';
import type {LocalDocuments} from './local-documents.ts';
import {Progress} from './progress.ts';
import {atOnce} from './saving.ts';

export type RoundOptions = {
	readonly fetcher: Fetcher;
	readonly signal: AbortSignal;
	/** Whether to replace local files with other contents. */
	readonly replace: boolean;
	/** What was said in earlier rounds. */
	readonly said: Set<string>;
	/** Called at once for each downloaded document. */
	readonly onGot: (got: Got) => void;
};

export type RoundEnd = {
	/** The outcome of each offer, in no particular order. */
	readonly outcomes: readonly {readonly rfc: number; readonly outcome: Outcome}[];
	/** The documents that were already here, with the same contents. */
	readonly here: readonly number[];
};

/** Downloads what is missing. Never rejects because of a single document. */
export async function mirrorRound(
	offers: readonly Offer[],
	local: LocalDocuments,
	options: RoundOptions,
): Promise<RoundEnd> {
	const compared = await inLanes(offers, {atOnce, work: offer => compare(offer, local, options)});
	const open = compared.filter(each => each.kind === 'get').map(({offer}) => offer);
	const refused = compared.flatMap(each => (each.kind === 'differs' ? [each] : []));
	const fetched = await fetchAll(open, options);
	return {
		outcomes: [
			...refused.map(({offer, failure}) => ({rfc: offer.rfc, outcome: {kind: 'differs', failure} as const})),
			...fetched,
		],
		here: compared.filter(each => each.kind === 'here').map(({offer}) => offer.rfc),
	};
}

type Compared =
	| {readonly kind: 'get' | 'here'; readonly offer: Offer}
	| {readonly kind: 'differs'; readonly offer: Offer; readonly failure: Failure};

async function compare(offer: Offer, local: LocalDocuments, {replace, signal}: RoundOptions): Promise<Compared> {
	const digest = offer.choice?.digest;
	const found = signal.aborted ? undefined : await local.find(offer.rfc);
	if (!found) return {kind: 'get', offer};
	// Without a declared digest a comparison would need a download, and the local file would be kept anyway.
	if (found.digest === digest || (digest === undefined && !found.isLeftEmpty)) return {kind: 'here', offer};
	// What cannot be read is not replaced either.
	const trouble = found.digest === undefined ? await takenTrouble(offer.rfc, found.file) : undefined;
	if (trouble) return {kind: 'differs', offer, failure: trouble};
	if (replace || found.isLeftEmpty) return {kind: 'get', offer};
	if (found.digest === undefined) return {kind: 'differs', offer, failure: changed(offer.rfc, found.file)};
	const size = Getter.size(offer);
	const facts = {file: found.file, existingBytes: found.bytes, ...(size === undefined ? {} : {bytes: size})};
	return {kind: 'differs', offer, failure: differs(offer.rfc, facts)};
}

const changed = (rfc: number, file: string): Failure => {
	const reason = 'what is there changes while it is read';
	return {kind: 'write-failed', rfc, from: '', file, reason};
};

async function fetchAll(offers: readonly Offer[], {fetcher, signal, replace, said, onGot}: RoundOptions) {
	const progress = new Progress({noun: 'RFC'});
	const getter = new Getter({fetcher, progress, signal, replace, talkative: false, said});
	for (const offer of offers) progress.expect(Getter.size(offer));
	const work = async (offer: Offer) => {
		const outcome: Outcome = signal.aborted ? {kind: 'cancelled'} : await getter.get(offer);
		if (outcome.kind === 'got') {
			progress.pause();
			onGot(outcome.got);
		}
		return {rfc: offer.rfc, outcome};
	};
	try {
		return await inLanes(offers, {atOnce, work});
	} finally {
		progress.close();
	}
}

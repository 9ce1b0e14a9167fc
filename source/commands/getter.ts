/** Getting documents for a one-shot command: which version, from whom, what came of it, in words and as data. */
import type {FetchEnd, Fetcher} from '../peer/fetcher.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {type Failure, sentence} from '../text/failures.ts';
import {printable} from '../text/printable.ts';
import {bytes, count, counted} from '../text/quantity.ts';
import {type ExitCode, exitCodes} from './exit-codes.ts';
import type {Progress} from './progress.ts';
import {namesText} from './progress-view.ts';
import {type Choice, chooseVersion, type VersionGroup} from './versions.ts';

/** One document that is to be had. */
export type Offer = {
	readonly rfc: number;
	/** Whom to ask for what; absent when nobody has the version that is wanted. */
	readonly choice?: Choice;
	/** The digest that the person says is right; absent: the version that most addresses hold. */
	readonly wanted?: string;
	/** How many peers hold it, in whatever version. */
	readonly holders: number;
};

/** What is kept of the records of one RFC. */
export function offerOf(rfc: number, records: readonly RfcRecord[], wanted?: string): Offer {
	const choice = chooseVersion(records, wanted);
	return {rfc, holders: records.length, ...(choice ? {choice} : {}), ...(wanted === undefined ? {} : {wanted})};
}

/** What `--json` tells of a document that is here now. */
export type Got = {
	readonly rfc: number;
	readonly file: string;
	readonly bytes: number;
	/** Names of those it came from, apart by commas; empty when it was here already. */
	readonly from: string;
	readonly digest?: string;
	/** `digest`: its SHA-256 was checked; `length`: only its length; `none`: neither. */
	readonly verified: string;
};

export type Outcome =
	| {readonly kind: 'got' | 'here'; readonly got: Got; readonly from: readonly string[]}
	| {readonly kind: 'differs' | 'failed' | 'absent'; readonly failure: Failure}
	| {readonly kind: 'cancelled'};

export type GetterOptions = {
	readonly fetcher: Fetcher;
	readonly progress: Progress;
	readonly signal: AbortSignal;
	readonly replace: boolean;
	/** Tells what came of each document, not only of those that need a word. */
	readonly talkative: boolean;
};

export class Getter {
	readonly #options: GetterOptions;

	constructor(options: GetterOptions) {
		this.#options = options;
	}

	/** Bytes that an offer will be, where its holders say so. For `Progress.expect`. */
	static size({choice}: Offer): number | undefined {
		return choice?.records[0]?.size;
	}

	/** Gets one document, told to the progress that expects it. Why one did not come the caller tells. Never rejects. */
	async get(offer: Offer): Promise<Outcome> {
		const outcome = await this.#get(offer);
		const size = 'got' in outcome ? outcome.got.bytes : 0;
		this.#options.progress.finish(offer.rfc, {bytes: size, expected: Getter.size(offer)});
		return outcome;
	}

	async #get({rfc, choice, wanted, holders}: Offer): Promise<Outcome> {
		if (!choice) {
			const failure = {kind: 'version-absent', rfc, digest: wanted ?? '', others: holders} as const;
			return {kind: 'absent', failure};
		}
		if (wanted === undefined) this.#tellVersions(rfc, choice);
		const end = await this.#fetch(rfc, choice);
		switch (end.kind) {
			case 'done':
			case 'already-here':
				return this.#here(rfc, end);
			case 'differs':
				return {kind: 'differs', failure: differs(rfc, end)};
			case 'failed':
				return {kind: 'failed', failure: end.failure};
			case 'cancelled':
				return {kind: 'cancelled'};
		}
	}

	/** Asks who declares the version; then, where these cannot send it, who declares nothing. */
	async #fetch(rfc: number, {digest, records}: Choice): Promise<FetchEnd> {
		const declared = records.filter(record => record.digest === digest);
		const end = declared.length > 0 ? await this.#ask(rfc, declared) : undefined;
		if (end && end.kind !== 'failed') return end;
		// Asked as if they had declared it: what they send is checked against it.
		const others = records.filter(record => record.digest !== digest);
		return others.length === 0 && end
			? end
			: this.#ask(
					rfc,
					others.map(record => (digest === undefined ? record : {...record, digest})),
				);
	}

	#ask(rfc: number, records: readonly RfcRecord[]): Promise<FetchEnd> {
		const {fetcher, progress, replace, signal} = this.#options;
		return fetcher.fetch({
			rfc,
			title: records[0]?.title ?? '',
			records,
			digest: records[0]?.digest,
			replace,
			signal,
			onState: (state, sources) => progress.show(rfc, state, sources),
			onTrouble: failure => records.length > 1 && this.#say(sentence(failure)),
		});
	}

	#here(rfc: number, end: FetchEnd & {readonly kind: 'done' | 'already-here'}): Outcome {
		const {file, from, digest, verified} = end;
		const got = {
			rfc,
			file,
			bytes: end.bytes,
			from: from.join(', '),
			...(digest === undefined ? {} : {digest}),
			verified,
		};
		if (this.#options.talkative) {
			this.#say(
				end.kind === 'done'
					? `RFC ${rfc}: ${bytes(end.bytes)} from ${namesText(from)}, ${verdicts[verified]}`
					: `RFC ${rfc}: ${printable(file)} is here already with the same ${count(end.bytes)} bytes.`,
			);
		}
		return {kind: end.kind === 'done' ? 'got' : 'here', got, from};
	}

	#tellVersions(rfc: number, {chosen, others}: Choice): void {
		if (!chosen) return;
		this.#say(
			`RFC ${rfc} is on offer in ${others.length + 1} versions: taking that of ${groupText(chosen)}. Other: ${others.map(groupText).join('; ')}.`,
		);
	}

	#say(text: string): void {
		this.#options.progress.say(text);
	}
}

/** The failure that a file with other bytes is. */
export function differs(
	rfc: number,
	{file, existingBytes, bytes: size}: {readonly file: string; readonly existingBytes: number; readonly bytes?: number},
): Failure {
	return {kind: 'file-differs', rfc, file, bytes: existingBytes, ...(size === undefined ? {} : {otherBytes: size})};
}

const verdicts = {
	digest: 'SHA-256 verified',
	length: 'not verified: nobody declares its digest',
	none: 'not verified: neither digest nor length was declared',
} as const;

/** `alice and bob, 2 addresses, sha-256=:…:`. */
const groupText = ({records, addresses, digest}: VersionGroup): string =>
	`${namesText(records.map(({host}) => host))}, ${counted(addresses, 'address', 'addresses')}, ${digest}`;

/** The exit code of an outcome. */
const exitOf: Readonly<Record<Outcome['kind'], ExitCode>> = {
	got: exitCodes.done,
	here: exitCodes.done,
	absent: exitCodes.notFound,
	differs: exitCodes.failed,
	failed: exitCodes.failed,
	cancelled: exitCodes.interrupted,
};

const byWeight: readonly ExitCode[] = [exitCodes.done, exitCodes.notFound, exitCodes.failed, exitCodes.interrupted];

/** The exit code that tells what the person can least overlook of several outcomes. */
export const worstExit = (kinds: Iterable<Outcome['kind']>): ExitCode =>
	[...kinds].map(kind => exitOf[kind]).reduce((worst, exit) => (weight(exit) > weight(worst) ? exit : worst), 0);

const weight = (exit: ExitCode): number => byWeight.indexOf(exit);

/** Getting documents for a one-shot command: which version, from whom, what came of it, in words and as data. */
import type {FetchEnd, Fetcher} from '../peer/fetcher.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {type Failure, sentence} from '../text/failures.ts';
import {printable} from '../text/printable.ts';
import {bytes, count, counted} from '../text/quantity.ts';
import {type ExitCode, exitCodes} from './exit-codes.ts';
import type {Progress} from './progress.ts';
import {namesText} from './progress-view.ts';
import {type Choice, chooseVersion, versionGroups} from './versions.ts';

/** One document that is to be had. */
export type Offer = {
	readonly rfc: number;
	readonly records: readonly RfcRecord[];
	/** The digest that the person says is right; absent: the version that most addresses hold. */
	readonly wanted?: string | undefined;
};

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
	static size({records, wanted}: Offer): number | undefined {
		return chooseVersion(records, wanted)?.records[0]?.size;
	}

	/** Gets one document, told to the progress that expects it. Why one did not come the caller tells. Never rejects. */
	async get(offer: Offer): Promise<Outcome> {
		const outcome = await this.#get(offer);
		const size = 'got' in outcome ? outcome.got.bytes : 0;
		this.#options.progress.finish(offer.rfc, {bytes: size, expected: Getter.size(offer)});
		return outcome;
	}

	async #get({rfc, records, wanted}: Offer): Promise<Outcome> {
		const choice = chooseVersion(records, wanted);
		if (!choice) {
			const failure = {kind: 'version-absent', rfc, digest: wanted ?? '', others: records.length} as const;
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

	#tellVersions(rfc: number, {digest, records, others}: Choice): void {
		const [first] = others;
		if (first === undefined || digest === undefined) return;
		const chosen = versionGroups(records)[0];
		const who = `${namesText(hosts(chosen?.records ?? []))} at ${counted(chosen?.addresses ?? 0, 'address', 'addresses')}`;
		const rest = others.map(group => `${namesText(hosts(group.records))} (${group.digest})`).join('; ');
		this.#say(
			`RFC ${rfc} is on offer in ${others.length + 1} versions: taking that of ${who} (${digest}). Others: ${rest}.`,
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

const hosts = (records: readonly RfcRecord[]): readonly string[] => records.map(({host}) => host);

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

/**
 * Downloads documents for a one-shot command: chooses version and sources, and reports the outcome in words and as
 * data.
 */
import path from 'node:path';
import {sizeAmong} from '../../order/version-groups.ts';
import type {FetchEnd} from '../../peer/download/fetch-job.ts';
import type {Fetcher} from '../../peer/download/fetcher.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import {type Failure, factOf, sentence} from '../../text/failures.ts';
import {printable} from '../../text/printable.ts';
import {bytes, count, counted} from '../../text/quantity.ts';
import {typed} from '../../text/typed.ts';
import {type ExitCode, exitCodes} from '../process/exit-codes.ts';
import type {Progress} from './progress.ts';
import {namesText, sourcesText} from './progress-view.ts';
import {type Choice, type Choosing, chooseVersion, type VersionGroup} from './versions.ts';

/** A document that can be downloaded. */
export type Offer = {
	readonly rfc: number;
	/** Which version to get from whom; absent when nobody has the wanted version. */
	readonly choice?: Choice;
	/** The digest that the person demands; without one, the version held at most addresses is chosen. */
	readonly wanted?: string;
	/** Number of holders of any version. */
	readonly holders: number;
};

/** Extracts an offer from the records of one RFC. */
export function offerOf(rfc: number, records: readonly RfcRecord[], choosing: Choosing): Offer {
	const {wanted} = choosing;
	const choice = chooseVersion(records, choosing);
	return {rfc, holders: records.length, ...(choice ? {choice} : {}), ...(wanted === undefined ? {} : {wanted})};
}

/** The `--json` output for a document that is now here. */
export type Got = {
	readonly rfc: number;
	readonly file: string;
	readonly bytes: number;
	/** Names of the sources, separated by commas; empty when it was already here. */
	readonly from: string;
	readonly digest?: string;
	/** `digest`: the SHA-256 was checked; `length`: only the length; `none`: neither. */
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
	/** Whether to report every document, not only problems. */
	readonly talkative: boolean;
	/** What was said, to be said only once by several getters; its own by default. */
	readonly said?: Set<string> | undefined;
};

export class Getter {
	readonly #options: GetterOptions;
	readonly #said: Set<string>;

	constructor(options: GetterOptions) {
		this.#options = options;
		this.#said = options.said ?? new Set();
	}

	/** The size of an offer, if its holders declare it. For `Progress.expect`. */
	static size({choice}: Offer): number | undefined {
		return choice && sizeAmong(choice.records.filter(({digest}) => digest === choice.digest));
	}

	/** Downloads one document, which `Progress.expect` was told about. The caller reports failures. Never rejects. */
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

	/** Asks holders of the declared version first; then, if they fail, holders that declare nothing. */
	async #fetch(rfc: number, {digest, records}: Choice): Promise<FetchEnd> {
		const declared = records.filter(record => record.digest === digest);
		const end = declared.length > 0 ? await this.#ask(rfc, declared) : undefined;
		if (end && end.kind !== 'failed') return end;
		// Treated as if they had declared it: the document is checked against the digest.
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
		const told = new Set<string>();
		return fetcher.fetch({
			rfc,
			title: records[0]?.title ?? '',
			records,
			digest: records[0]?.digest,
			replace,
			signal,
			onState: (state, sources) => progress.show(rfc, state, sources),
			onTrouble: failure => {
				// Each attempt may fail alike.
				const text = sentence(failure);
				if (!told.has(text)) this.#tellTrouble(failure, records.length);
				told.add(text);
			},
		});
	}

	/**
	 * Without advice where there are others: they are asked already. The failure of an only holder is told at the end; but
	 * that it stalls, at once, since that may take minutes. Who stalls does so with every document.
	 */
	#tellTrouble(failure: Failure, holders: number): void {
		const stalls = failure.kind === 'peer-slow' || failure.kind === 'peer-silent';
		const fact = factOf(failure);
		if (stalls) this.#sayOnce(`${failure.from} stalls`, holders > 1 ? fact : `${fact} Trying again.`);
		else if (holders > 1) this.#say(fact);
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
		if (end.wasEmpty) this.#say(`RFC ${rfc}: ${printable(shortest(file))} was empty, and has its contents again.`);
		if (this.#options.talkative) {
			this.#say(
				end.kind === 'done'
					? `RFC ${rfc}: ${printable(shortest(file))}, ${bytes(end.bytes)} from ${sourcesText(from)}, ${verdicts[verified]}`
					: `RFC ${rfc}: ${printable(shortest(file))} is here already with the same ${count(end.bytes)} bytes.`,
			);
		}
		return {kind: end.kind === 'done' ? 'got' : 'here', got, from};
	}

	#tellVersions(rfc: number, {chosen, others}: Choice): void {
		if (!chosen) return;
		this.#sayOnce(
			`versions of ${rfc}`,
			`RFC ${rfc} is on offer in ${others.length + 1} versions: taking that of ${groupText(chosen)}. Other: ${others.map(groupText).join('; ')}. ${typed(`get ${rfc} --digest SHA-256`)} takes another.`,
		);
	}

	#sayOnce(about: string, text: string): void {
		if (this.#said.has(about)) return;
		this.#said.add(about);
		this.#say(text);
	}

	#say(text: string): void {
		this.#options.progress.say(printable(text));
	}
}

/** The shorter of the absolute and the relative path. */
function shortest(file: string): string {
	const relative = path.relative('.', file);
	return relative.startsWith('..') ? file : relative;
}

/** The failure for an existing file with other contents. */
export function differs(
	rfc: number,
	{file, existingBytes, bytes: size}: {readonly file: string; readonly existingBytes: number; readonly bytes?: number},
): Failure {
	return {kind: 'file-differs', rfc, file, bytes: existingBytes, ...(size === undefined ? {} : {otherBytes: size})};
}

const verdicts = {
	digest: 'SHA-256 verified',
	length: 'not verified: nobody declares its digest',
	none: 'not verified: neither a digest nor a length that fits was declared',
} as const;

/** `alice and bob, 2 addresses, sha-256=:…:`. */
const groupText = ({records, addresses, digest}: VersionGroup): string =>
	`${namesText(records.map(({host}) => host))}, ${counted(addresses, 'address', 'addresses')}, ${digest}`;

/** The exit code for an outcome. */
const exitOf: Readonly<Record<Outcome['kind'], ExitCode>> = {
	got: exitCodes.done,
	here: exitCodes.done,
	absent: exitCodes.notFound,
	differs: exitCodes.failed,
	failed: exitCodes.failed,
	cancelled: exitCodes.interrupted,
};

const byWeight: readonly ExitCode[] = [exitCodes.done, exitCodes.notFound, exitCodes.failed, exitCodes.interrupted];

/** The most important exit code of several outcomes. */
export const worstExit = (kinds: Iterable<Outcome['kind']>): ExitCode =>
	[...kinds].map(kind => exitOf[kind]).reduce((worst, exit) => (weight(exit) > weight(worst) ? exit : worst), 0);

const weight = (exit: ExitCode): number => byWeight.indexOf(exit);

/** `p2pci get N...`: RFCs from the peers that hold them, each as `rfcN.txt`. */
import {stat} from 'node:fs/promises';
import {hostname} from 'node:os';
import process from 'node:process';
import {type Fetcher, openFetcher} from '../peer/fetcher.ts';
import type {IndexLink} from '../peer/index-link.ts';
import {systemName} from '../peer/system.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {FailureError, sentence} from '../text/failures.ts';
import {printable} from '../text/printable.ts';
import type {Invocation, Run} from './command.ts';
import type {ExitCode} from './exit-codes.ts';
import {paceOf} from './flag-values.ts';
import {Getter, type Offer, type Outcome, offerOf, worstExit} from './getter.ts';
import {inLanes} from './lanes.ts';
import {findOffers} from './offers.ts';
import {withIndex} from './one-shot.ts';
import {printError, printOut} from './output.ts';
import {Progress} from './progress.ts';
import {readSpans, type Span, sizeOf, spansText} from './selection.ts';
import {Tally} from './tally.ts';
import {type Wanted, wantedVersions} from './wanted.ts';

/** Documents that are asked for at a time; how many of them come at once the fetcher says. */
export const atOnce = 64;
/** More than this, and only what needs a word is told of each. */
const mostTold = 20;

export const run: Run = async (_command, invocation) => {
	const spans = readSpans(invocation.operands);
	const wanted = await wantedVersions(invocation, sizeOf(spans));
	const folder = invocation.text('output') ?? '.';
	await checkFolder(folder);
	const fetcher = fetcherOf(invocation, folder);
	try {
		return await withIndex(invocation, async (link, signal) =>
			new Get({invocation, wanted, fetcher, signal}).run(link, spans),
		);
	} finally {
		await fetcher.close();
	}
};

/** Rejects with a `FailureError` when documents cannot go there. */
export async function checkFolder(folder: string): Promise<void> {
	const found = await stat(folder).catch(() => undefined);
	if (found && !found.isDirectory()) {
		throw new FailureError({kind: 'folder-not-writable', folder, reason: 'it is no folder', flag: '--output'});
	}
}

/** What fetches, with what the flags say. */
export function fetcherOf(invocation: Invocation, folder: string): Fetcher {
	const pace = paceOf(invocation);
	return openFetcher({folder, name: hostname(), os: systemName(), pace: () => pace});
}

type GetOptions = {
	readonly invocation: Invocation;
	readonly wanted: Wanted;
	readonly fetcher: Fetcher;
	readonly signal: AbortSignal;
};

class Get {
	readonly #options: GetOptions;
	readonly #kinds: Outcome['kind'][] = [];
	readonly #tally = new Tally(performance.now());

	constructor(options: GetOptions) {
		this.#options = options;
	}

	async run(link: IndexLink, spans: readonly Span[]): Promise<ExitCode> {
		const {signal} = this.#options;
		const read = (rfc: number, records: readonly RfcRecord[]) => this.#offer(rfc, records);
		const {found, missing} = await findOffers(link, {spans, signal, read});
		// Nothing more is asked: a server that is stopped meanwhile disturbs nobody.
		link.close();
		const outcomes = await this.#getAll([...found.values()].filter(offer => offer !== undefined));
		this.#tellMissing(missing);
		this.#report(outcomes);
		return worstExit(this.#kinds);
	}

	/** Undefined, and told, where the manifest says nothing of it. */
	#offer(rfc: number, records: readonly RfcRecord[]): Offer | undefined {
		try {
			return offerOf(rfc, records, this.#options.wanted.digestOf(rfc));
		} catch (error) {
			if (!(error instanceof FailureError)) throw error;
			printError(error.message);
			this.#kinds.push('failed');
			return undefined;
		}
	}

	async #getAll(offers: readonly Offer[]): Promise<readonly Outcome[]> {
		const {invocation, fetcher, signal} = this.#options;
		const progress = new Progress({noun: 'RFC'});
		const talkative = offers.length <= mostTold;
		const getter = new Getter({fetcher, progress, signal, replace: invocation.on('replace'), talkative});
		for (const offer of offers) progress.expect(Getter.size(offer));
		const work = async (offer: Offer): Promise<Outcome> => {
			const outcome = await getter.get(offer);
			if ('failure' in outcome) progress.say(sentence(outcome.failure));
			return outcome;
		};
		try {
			const outcomes = await inLanes(offers, {atOnce, work});
			for (const outcome of outcomes) this.#tally.add(outcome);
			progress.close();
			if (!talkative) printError(this.#tally.sentence(performance.now()));
			return outcomes;
		} finally {
			progress.close();
		}
	}

	#tellMissing(missing: readonly Span[]): void {
		if (missing.length === 0) return;
		this.#kinds.push('absent');
		const [first] = missing;
		const one = sizeOf(missing) === 1 && first !== undefined;
		printError(
			one ? sentence({kind: 'not-found', rfc: first.first}) : `Nobody here has these RFCs now: ${spansText(missing)}.`,
		);
	}

	#report(outcomes: readonly Outcome[]): void {
		for (const {kind} of outcomes) this.#kinds.push(kind);
		const got = outcomes.flatMap(outcome => ('got' in outcome ? [outcome.got] : []));
		if (this.#options.invocation.on('json')) printOut(JSON.stringify(got, undefined, 2));
		else for (const {file} of got) process.stdout.write(`${printable(file)}\n`);
	}
}

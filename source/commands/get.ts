/** `p2pci get N...`: downloads RFCs from the peers that hold them, as `rfcN.txt`. */

import process from 'node:process';
import type {IndexLink} from '../peer/index/index-link.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {type Failure, FailureError, sentence} from '../text/failures.ts';
import {jsonText} from '../text/json-text.ts';
import {printable} from '../text/printable.ts';
import {isUnsaved, together} from '../text/together.ts';
import {Getter, type Offer, type Outcome, offerOf, worstExit} from './documents/getter.ts';
import {inLanes} from './documents/lanes.ts';
import {findOffers} from './documents/offers.ts';
import {Progress} from './documents/progress.ts';
import {SavedFiles} from './documents/saved-files.ts';
import {atOnce, fetcherOf, folderOf, type SavingOptions, stoppedWords} from './documents/saving.ts';
import {readSpans, type Span, sizeOf, spansText} from './documents/selection.ts';
import {Tally} from './documents/tally.ts';
import {wantedVersions} from './documents/wanted.ts';
import type {Run} from './line/command.ts';
import {networkOf} from './line/network.ts';
import {withIndex} from './one-shot.ts';
import type {ExitCode} from './process/exit-codes.ts';
import {printError, printOut} from './process/output.ts';

/** With more documents than this, only problems are reported one by one. */
const mostTold = 20;

export const run: Run = async (_command, invocation) => {
	const spans = readSpans(invocation.operands);
	const wanted = await wantedVersions(invocation, sizeOf(spans));
	const folder = await folderOf(invocation);
	const network = await networkOf(invocation);
	const fetcher = fetcherOf(invocation, folder, network);
	try {
		return await withIndex(
			network,
			async (link, signal) => new Get({invocation, folder, wanted, fetcher, signal}).run(link, spans),
			folder,
		);
	} finally {
		await fetcher.close();
	}
};

class Get {
	readonly #options: SavingOptions;
	readonly #kinds: Outcome['kind'][] = [];
	readonly #tally = new Tally(performance.now());

	constructor(options: SavingOptions) {
		this.#options = options;
	}

	async run(link: IndexLink, spans: readonly Span[]): Promise<ExitCode> {
		const {signal} = this.#options;
		const read = (rfc: number, records: readonly RfcRecord[], few: boolean) => this.#offer(rfc, records, few);
		const {found, missing} = await findOffers(link, {spans, signal, read});
		// No more lookups follow, so a server that stops now does not matter.
		link.close();
		const outcomes = await this.#getAll([...found.values()].filter(offer => offer !== undefined));
		this.#tellMissing(missing);
		this.#report(outcomes);
		return worstExit(this.#kinds);
	}

	/** The offer for an RFC; undefined, and reported, when the manifest does not list it. */
	#offer(rfc: number, records: readonly RfcRecord[], few: boolean): Offer | undefined {
		try {
			return offerOf(rfc, records, {wanted: this.#options.wanted.digestOf(rfc), few});
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
		const unsaved: Failure[] = [];
		const work = async (offer: Offer): Promise<Outcome> => {
			const outcome = await getter.get(offer);
			if ('failure' in outcome) {
				const {failure} = outcome;
				if (isUnsaved(failure)) unsaved.push(failure);
				else progress.say(sentence(failure));
			}
			return outcome;
		};
		let outcomes: readonly Outcome[];
		try {
			outcomes = await inLanes(offers, {atOnce, work});
			for (const outcome of outcomes) this.#tally.add(outcome);
			await this.#checkSaved(outcomes, unsaved);
			for (const failure of together(unsaved)) progress.say(sentence(failure));
		} finally {
			progress.close();
		}
		if (!talkative) printError(this.#tally.sentence(performance.now()));
		return outcomes;
	}

	async #checkSaved(outcomes: readonly Outcome[], unsaved: readonly Failure[]): Promise<void> {
		const saved = new SavedFiles(this.#options.folder);
		for (const outcome of outcomes) if (outcome.kind === 'got') saved.add(outcome.got.file);
		await saved.stopIfGone(unsaved);
		await saved.check();
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
		if (outcomes.some(({kind}) => kind === 'cancelled')) printError(stoppedWords);
		if (this.#options.invocation.on('json')) printOut(jsonText(got, 2));
		// If both streams share one terminal, the names were already printed.
		else if (outcomes.length > mostTold || !process.stdout.isTTY || !process.stderr.isTTY) {
			for (const {file} of got) printOut(printable(file));
		}
	}
}

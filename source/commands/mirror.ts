/**
 * `p2pci mirror`: downloads every RFC that the network has and a folder lacks; with --watch it follows the network
 * until it is stopped.
 */
import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';
import {backoff} from '../peer/backoff.ts';
import {openIndexLink} from '../peer/index/index-link.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {hostPort} from '../text/address.ts';
import {type Failure, FailureError, sentence} from '../text/failures.ts';
import {jsonText} from '../text/json-text.ts';
import {printable} from '../text/printable.ts';
import {counted} from '../text/quantity.ts';
import {together} from '../text/together.ts';
import {ChangeFeed} from './documents/change-feed.ts';
import {type Got, type Offer, type Outcome, offerOf} from './documents/getter.ts';
import {LocalDocuments} from './documents/local-documents.ts';
import {mirrorRound} from './documents/mirror-round.ts';
import {findOffers} from './documents/offers.ts';
import {SavedFiles} from './documents/saved-files.ts';
import {fetcherOf, folderOf, type SavingOptions, stoppedWords} from './documents/saving.ts';
import {everything, type Span} from './documents/selection.ts';
import {Tally} from './documents/tally.ts';
import {wantedVersions} from './documents/wanted.ts';
import type {Run} from './line/command.ts';
import {type Network, networkOf} from './line/network.ts';
import {type ExitCode, exitCodes} from './process/exit-codes.ts';
import {endSignal} from './process/lifecycle.ts';
import {printError, printOut} from './process/output.ts';

/** After this many rounds without any progress the remaining documents are given up. */
const mostIdleRounds = 3;

export const run: Run = async (_command, invocation) => {
	const wanted = await wantedVersions(invocation, Number.POSITIVE_INFINITY);
	const folder = await folderOf(invocation);
	const network = await networkOf(invocation);
	const fetcher = fetcherOf(invocation, folder, network);
	const end = endSignal(() => process.exit(exitCodes.interrupted), {leaves: true, folder});
	const mirror = new Mirror({invocation, network, folder, wanted, fetcher, signal: end.signal});
	try {
		if (invocation.on('watch')) await mirror.follow();
		else await mirror.completeOnce();
		return mirror.finish();
	} catch (error) {
		if (end.signal.aborted) return mirror.finish();
		throw error;
	} finally {
		await fetcher.close();
		end.dispose();
	}
};

type MirrorOptions = SavingOptions & {readonly network: Network};

class Mirror {
	readonly #options: MirrorOptions;
	readonly #tally = new Tally(performance.now());
	readonly #saved: SavedFiles;
	readonly #got: Got[] = [];
	/** Documents with other contents and failed ones so far, by number, with the failure. */
	readonly #differing = new Map<number, Failure>();
	readonly #failed = new Map<number, Failure>();
	/** Failures that have been reported. */
	readonly #told = new Set<number>();
	/** What the rounds said besides. */
	readonly #said = new Set<string>();
	/** Offered RFCs that are not in the manifest. */
	readonly #unlisted = new Set<number>();
	/** The index server has answered once, so its address is right. */
	#answered = false;
	#rounds = 0;
	/** A whole round has finished. */
	#complete = false;

	constructor(options: MirrorOptions) {
		this.#options = options;
		this.#saved = new SavedFiles(options.folder);
	}

	/** Mirrors what is there now. Rejects with a `FailureError` if what was saved was removed meanwhile. */
	async completeOnce(): Promise<void> {
		await this.complete(everything);
		if (!this.#options.signal.aborted) await this.#saved.check();
	}

	/** Repeats rounds until everything in the selection is here, or is given up. */
	async complete(spans: readonly Span[]): Promise<void> {
		const {signal, invocation} = this.#options;
		let selection = spans;
		for (let idle = 0; ; this.#rounds++) {
			const came = await this.#round(selection);
			if (signal.aborted || (came !== undefined && this.#failed.size === 0)) return;
			idle = came ? 0 : idle + 1;
			// With --watch a lost server is never given up; a change will say when a missing document is available.
			if (idle >= mostIdleRounds && !(came === undefined && invocation.on('watch'))) return;
			if (came !== undefined) selection = this.#unfinished();
			await wait(backoff(idle, Math.random()), undefined, {signal}).catch(() => {});
		}
	}

	/** Mirrors what is there now and then every change, until the signal aborts. */
	async follow(): Promise<void> {
		const {network, signal} = this.#options;
		const where = hostPort(network.host, network.port);
		using feed = new ChangeFeed({place: network, signal, onNews: printError});
		await feed.ready;
		await this.complete(everything);
		if (!signal.aborted) printError(`${this.#summary(performance.now())} Following ${where}; Ctrl-C ends.`);
		while (!signal.aborted) {
			this.#tellFailures();
			const changed = [...(await feed.next()), ...this.#unfinished()];
			if (changed.length > 0 && !signal.aborted) await this.complete(changed);
		}
	}

	/** Prints the summary and returns the exit code. */
	finish(): ExitCode {
		const {invocation, signal} = this.#options;
		this.#tellFailures();
		if (this.#unlisted.size > 0) {
			printError(`${counted(this.#unlisted.size, 'RFC')} on offer, but not in the manifest: not fetched.`);
		}
		const follows = invocation.on('watch');
		if (invocation.on('json') && !follows) printOut(jsonText(this.#document(), 2));
		printError(this.#summary(follows ? undefined : performance.now()));
		const unfinished = this.#tally.count('cancelled') > 0 || !this.#complete;
		if (signal.aborted && (unfinished || !follows)) {
			printError(stoppedWords);
			return exitCodes.interrupted;
		}
		return this.#differing.size + this.#failed.size === 0 ? exitCodes.done : exitCodes.failed;
	}

	#unfinished(): readonly Span[] {
		return [...this.#failed.keys()].map(rfc => ({first: rfc, last: rfc}));
	}

	/** Number of documents downloaded; undefined when the index could not be asked. */
	async #round(spans: readonly Span[]): Promise<number | undefined> {
		const offers = await this.#offers(spans);
		if (!offers) return undefined;
		const offered = new Set(offers.map(({rfc}) => rfc));
		for (const rfc of this.#failed.keys()) {
			if (!offered.has(rfc)) this.#failed.set(rfc, {kind: 'not-found', rfc});
		}
		const {folder, fetcher, signal, invocation} = this.#options;
		const local = await LocalDocuments.open(folder);
		try {
			const onGot = (got: Got) => this.#tell(got);
			const replace = invocation.on('replace');
			const end = await mirrorRound(offers, local, {fetcher, signal, replace, said: this.#said, onGot});
			// After the first round only what somebody else has saved since it failed: the others were counted then.
			const here = this.#complete ? end.here.filter(rfc => this.#failed.has(rfc)) : end.here;
			this.#tally.note('here', this.#tally.count('here') + here.length);
			for (const rfc of end.here) this.#settled(rfc);
			this.#complete ||= !signal.aborted;
			for (const {rfc, outcome} of end.outcomes) this.#settle(rfc, outcome);
			await this.#saved.stopIfGone(this.#failed.values());
			return end.outcomes.filter(({outcome}) => outcome.kind === 'got').length;
		} finally {
			await local.close();
		}
	}

	#settle(rfc: number, outcome: Outcome): void {
		this.#failed.delete(rfc);
		if (outcome.kind === 'got') {
			this.#saved.add(outcome.got.file);
			this.#settled(rfc);
		}
		if (outcome.kind === 'got' || outcome.kind === 'cancelled') this.#tally.add(outcome);
		else if (outcome.kind === 'differs') this.#tellDifferent(rfc, outcome.failure);
		else if ('failure' in outcome) this.#failed.set(rfc, outcome.failure);
		else this.#tally.note('here', this.#tally.count('here') + 1);
	}

	/** What is on offer is here now, whatever was wrong before. */
	#settled(rfc: number): void {
		for (const wrong of [this.#failed, this.#told, this.#differing]) wrong.delete(rfc);
	}

	/** The offers for a selection; undefined when the index server is lost for now. The first failure is fatal. */
	async #offers(spans: readonly Span[]): Promise<readonly Offer[] | undefined> {
		const {network, signal} = this.#options;
		const link = openIndexLink({...network, signal});
		try {
			const read = (rfc: number, records: readonly RfcRecord[], few: boolean) => this.#offer(rfc, records, few);
			const {found} = await findOffers(link, {spans, signal, read});
			this.#answered = true;
			return [...found.values()].filter(offer => offer !== undefined);
		} catch (error) {
			if (signal.aborted || !this.#answered || !(error instanceof FailureError)) throw error;
			printError(error.message);
			return undefined;
		} finally {
			link.close();
		}
	}

	/** The offer for an RFC; undefined when the manifest does not list it. */
	#offer(rfc: number, records: readonly RfcRecord[], few: boolean): Offer | undefined {
		try {
			return offerOf(rfc, records, {wanted: this.#options.wanted.digestOf(rfc), few, turn: this.#rounds});
		} catch (error) {
			if (!(error instanceof FailureError)) throw error;
			this.#unlisted.add(rfc);
			return undefined;
		}
	}

	#tell(got: Got): void {
		const {invocation} = this.#options;
		if (!invocation.on('json')) printOut(printable(got.file));
		else if (invocation.on('watch')) printOut(jsonText(got));
		else this.#got.push(got);
	}

	/** Reports each failure once. */
	#tellFailures(): void {
		const news = [...this.#failed].filter(([rfc]) => !this.#told.has(rfc));
		for (const failure of together(news.map(([, failure]) => failure))) printError(sentence(failure));
		for (const [rfc] of news) this.#told.add(rfc);
	}

	#tellDifferent(rfc: number, failure: Failure): void {
		if (!this.#differing.has(rfc)) printError(sentence(failure));
		this.#differing.set(rfc, failure);
	}

	#summary(now: number | undefined): string {
		this.#tally.note('differs', this.#differing.size);
		this.#tally.note('failed', this.#failed.size);
		return this.#tally.sentence(now);
	}

	#document() {
		const reasons = (failures: ReadonlyMap<number, Failure>) =>
			[...failures].map(([rfc, failure]) => ({rfc, reason: sentence(failure)}));
		return {
			folder: this.#options.folder,
			got: this.#got,
			here: this.#tally.count('here'),
			differing: reasons(this.#differing),
			failed: reasons(this.#failed),
		};
	}
}

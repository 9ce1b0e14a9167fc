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
import {FailureError} from '../text/failures.ts';
import {counted} from '../text/quantity.ts';
import {ChangeFeed} from './documents/change-feed.ts';
import {type Got, type Offer, offerOf} from './documents/getter.ts';
import {LocalDocuments} from './documents/local-documents.ts';
import {MirrorReport} from './documents/mirror-report.ts';
import {mirrorRound} from './documents/mirror-round.ts';
import {findOffers} from './documents/offers.ts';
import {SavedFiles} from './documents/saved-files.ts';
import {fetcherOf, folderOf, type SavingOptions, stoppedWords} from './documents/saving.ts';
import {everything, type Span} from './documents/selection.ts';
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
	readonly #report: MirrorReport;
	readonly #saved: SavedFiles;
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
		this.#report = new MirrorReport(options.invocation);
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
			if (signal.aborted || (came !== undefined && this.#report.failed.size === 0)) return;
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
		if (!signal.aborted) printError(`${this.#report.sentence(performance.now())} Following ${where}; Ctrl-C ends.`);
		while (!signal.aborted) {
			this.#report.tellFailures();
			const changed = [...(await feed.next()), ...this.#unfinished()];
			if (changed.length > 0 && !signal.aborted) await this.complete(changed);
		}
	}

	/** Prints the summary and returns the exit code. */
	finish(): ExitCode {
		const {invocation, signal, folder} = this.#options;
		this.#report.tellFailures();
		if (this.#unlisted.size > 0) {
			printError(`${counted(this.#unlisted.size, 'RFC')} on offer, but not in the manifest: not fetched.`);
		}
		const follows = invocation.on('watch');
		if (invocation.on('json') && !follows) printOut(this.#report.document(folder));
		printError(this.#report.sentence(follows ? undefined : performance.now()));
		const unfinished = this.#report.isCutShort || !this.#complete;
		if (signal.aborted && (unfinished || !follows)) {
			printError(stoppedWords);
			return exitCodes.interrupted;
		}
		return this.#report.isComplete ? exitCodes.done : exitCodes.failed;
	}

	#unfinished(): readonly Span[] {
		return [...this.#report.failed.keys()].map(rfc => ({first: rfc, last: rfc}));
	}

	/** Number of documents downloaded; undefined when the index could not be asked. */
	async #round(spans: readonly Span[]): Promise<number | undefined> {
		const offers = await this.#offers(spans);
		if (!offers) return undefined;
		this.#report.offered(new Set(offers.map(({rfc}) => rfc)));
		const {folder, fetcher, signal, invocation} = this.#options;
		const local = await LocalDocuments.open(folder);
		try {
			const onGot = (got: Got) => this.#report.tell(got);
			const replace = invocation.on('replace');
			const end = await mirrorRound(offers, local, {fetcher, signal, replace, said: this.#said, onGot});
			this.#report.here(end.here, {again: this.#complete});
			this.#complete ||= !signal.aborted;
			for (const {rfc, outcome} of end.outcomes) {
				this.#report.settle(rfc, outcome);
				if (outcome.kind === 'got') this.#saved.add(outcome.got.file);
			}
			await this.#saved.stopIfGone(this.#report.failed.values());
			return end.outcomes.filter(({outcome}) => outcome.kind === 'got').length;
		} finally {
			await local.close();
		}
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
}

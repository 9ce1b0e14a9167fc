/** `p2pci get N...`: looks each number up, and gets it from the first holder that can send it. */
import {stat} from 'node:fs/promises';
import {hostname} from 'node:os';
import {fetchDocument} from '../peer/fetch-document.ts';
import type {IndexLink} from '../peer/index-link.ts';
import type {DownloadState} from '../peer/peer-state.ts';
import {systemName} from '../peer/system.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {hostPort} from '../text/address.ts';
import {FailureError, sentence} from '../text/failures.ts';
import {printable} from '../text/printable.ts';
import {bytes, count} from '../text/quantity.ts';
import type {Invocation, Run} from './command.ts';
import {type ExitCode, exitCodes} from './exit-codes.ts';
import {paceOf, rfcNumbers} from './flag-values.ts';
import {withIndex} from './one-shot.ts';
import {printError, printOut} from './output.ts';
import {ProgressLine} from './progress-line.ts';

/** What `--json` tells of a document that is here now. */
type Got = {readonly rfc: number; readonly file: string; readonly bytes: number; readonly from: string};

type Outcome = {readonly exit: ExitCode; readonly got?: Got};

export const run: Run = async (_command, invocation) => {
	const numbers = rfcNumbers(invocation.operands);
	const order = {folder: invocation.text('output') ?? '.', replace: invocation.on('replace'), pace: paceOf(invocation)};
	await checkFolder(order.folder);
	return withIndex(invocation, async (link, signal) => {
		const progress = new ProgressLine(numbers.length);
		const getter = new Getter({...order, link, signal, progress, name: hostname()});
		const outcomes = await getter.all(numbers);
		report(outcomes, invocation);
		return outcomes.reduce<ExitCode>((worst, {exit}) => (rank(exit) > rank(worst) ? exit : worst), exitCodes.done);
	});
};

/** Which of several outcomes the exit code tells: the one the person can least overlook. */
const rank = (exit: ExitCode): number =>
	[exitCodes.done, exitCodes.notFound, exitCodes.failed, exitCodes.interrupted].indexOf(exit as 0);

async function checkFolder(folder: string): Promise<void> {
	const found = await stat(folder).catch(() => undefined);
	if (found && !found.isDirectory()) {
		throw new FailureError({kind: 'folder-not-writable', folder, reason: 'it is no folder', flag: '--output'});
	}
}

function report(outcomes: readonly Outcome[], invocation: Invocation): void {
	const got = outcomes.flatMap(outcome => outcome.got ?? []);
	if (invocation.on('json')) printOut(JSON.stringify(got, undefined, 2));
	else for (const {file} of got) printOut(printable(file));
}

type Order = {
	readonly link: IndexLink;
	readonly signal: AbortSignal;
	readonly folder: string;
	readonly replace: boolean;
	readonly pace: number | undefined;
	readonly progress: ProgressLine;
	/** What we call ourselves. */
	readonly name: string;
};

/** Documents at a time: while one waits for its first byte, others come. */
const atOnce = 8;

class Getter {
	readonly #order: Order;

	constructor(order: Order) {
		this.#order = order;
	}

	/** Gets documents, several at a time; outcomes in the order of the numbers. */
	async all(numbers: readonly number[]): Promise<readonly Outcome[]> {
		const outcomes: Outcome[] = [];
		const waiting = numbers.entries();
		const work = async () => {
			for (const [at, rfc] of waiting) {
				outcomes[at] = await this.#get(rfc);
				this.#order.progress.finish(rfc);
			}
		};
		await Promise.all(Array.from({length: atOnce}, work));
		this.#order.progress.clear();
		return outcomes;
	}

	/** Gets one document, from one holder after another until it is here. */
	async #get(rfc: number): Promise<Outcome> {
		const {link, signal} = this.#order;
		if (signal.aborted) return {exit: exitCodes.interrupted};
		const records = await link.lookup(rfc, signal);
		if (records.length === 0) {
			this.#say(sentence({kind: 'not-found', rfc}));
			return {exit: exitCodes.notFound};
		}
		for (const record of records) {
			const state = await this.#fetch(record);
			const outcome = this.#outcome(record, state);
			if (outcome) return outcome;
		}
		if (records.length > 1) this.#say(sentence({kind: 'nobody-holds', rfc, tried: records.map(({host}) => host)}));
		return {exit: exitCodes.failed};
	}

	#fetch(record: RfcRecord): Promise<DownloadState> {
		const {folder, replace, pace, name, signal, progress} = this.#order;
		const onState = (state: DownloadState) => progress.show(record.rfc, state);
		return fetchDocument({record, folder, replace, name, os: systemName(), pace: () => pace, signal, onState});
	}

	#say(text: string): void {
		this.#order.progress.clear();
		printError(text);
	}

	/** How it ended, told to the person; undefined when another holder may do better. */
	#outcome(record: RfcRecord, state: DownloadState): Outcome | undefined {
		const {rfc, host, address, port} = record;
		switch (state.kind) {
			case 'done':
				this.#say(
					`RFC ${rfc}: ${bytes(state.bytes)} from ${printable(host)} (${hostPort(address, port)})${state.verified !== 'none' ? '' : ', length not checked: the sender did not say it'}`,
				);
				return {exit: exitCodes.done, got: {rfc, file: state.file, bytes: state.bytes, from: host}};
			case 'already-here':
				this.#say(`RFC ${rfc}: ${printable(state.file)} is here already with the same ${count(state.bytes)} bytes.`);
				return {exit: exitCodes.done, got: {rfc, file: state.file, bytes: state.bytes, from: host}};
			case 'differs':
				this.#say(
					sentence({kind: 'file-differs', rfc, file: state.file, bytes: state.existingBytes, otherBytes: state.bytes}),
				);
				return {exit: exitCodes.failed};
			case 'cancelled':
				return {exit: exitCodes.interrupted};
			case 'failed':
				this.#say(sentence(state.failure));
				return undefined;
			default:
				throw new Error(`a download cannot end as ${state.kind}`);
		}
	}
}

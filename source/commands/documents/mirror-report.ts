/** What became of each document of a mirror, round after round, and what is said about it. */
import {type Failure, sentence} from '../../text/failures.ts';
import {jsonText} from '../../text/json-text.ts';
import {printable} from '../../text/printable.ts';
import {together} from '../../text/together.ts';
import type {Invocation} from '../line/command.ts';
import {printError, printOut} from '../process/output.ts';
import type {Got, Outcome} from './getter.ts';
import {Tally} from './tally.ts';

export class MirrorReport {
	readonly #invocation: Invocation;
	readonly #tally = new Tally(performance.now());
	readonly #got: Got[] = [];
	/** Documents with other contents and failed ones so far, by number, with the failure. */
	readonly #differing = new Map<number, Failure>();
	readonly #failed = new Map<number, Failure>();
	/** Failures that have been reported. */
	readonly #told = new Set<number>();

	constructor(invocation: Invocation) {
		this.#invocation = invocation;
	}

	/** Those that could not be had so far, by number. */
	get failed(): ReadonlyMap<number, Failure> {
		return this.#failed;
	}

	/** Whether everything is here. */
	get isComplete(): boolean {
		return this.#differing.size + this.#failed.size === 0;
	}

	/** Whether documents were given up because the command was stopped. */
	get isCutShort(): boolean {
		return this.#tally.count('cancelled') > 0;
	}

	/** Prints a document at once that has come. */
	tell(got: Got): void {
		if (!this.#invocation.on('json')) printOut(printable(got.file));
		else if (this.#invocation.on('watch')) printOut(jsonText(got));
		else this.#got.push(got);
	}

	/** These were here before with the bytes on offer. `again`: in an earlier round, unless they had failed. */
	here(numbers: readonly number[], {again}: {readonly again: boolean}): void {
		const found = again ? numbers.filter(rfc => this.#failed.has(rfc)) : numbers;
		this.#tally.note('here', this.#tally.count('here') + found.length);
		for (const rfc of numbers) this.#settled(rfc);
	}

	/** Of those that failed nobody offers any but these. */
	offered(numbers: ReadonlySet<number>): void {
		for (const rfc of this.#failed.keys()) if (!numbers.has(rfc)) this.#failed.set(rfc, {kind: 'not-found', rfc});
	}

	settle(rfc: number, outcome: Outcome): void {
		this.#failed.delete(rfc);
		if (outcome.kind === 'got') this.#settled(rfc);
		if (outcome.kind === 'got' || outcome.kind === 'cancelled') this.#tally.add(outcome);
		else if (outcome.kind === 'differs') this.#tellDifferent(rfc, outcome.failure);
		else if ('failure' in outcome) this.#failed.set(rfc, outcome.failure);
		else this.#tally.note('here', this.#tally.count('here') + 1);
	}

	/** Reports each failure once. */
	tellFailures(): void {
		const news = [...this.#failed].filter(([rfc]) => !this.#told.has(rfc));
		for (const failure of together(news.map(([, failure]) => failure))) printError(sentence(failure));
		for (const [rfc] of news) this.#told.add(rfc);
	}

	/** As `Tally.sentence`. */
	sentence(now?: number): string {
		this.#tally.note('differs', this.#differing.size);
		this.#tally.note('failed', this.#failed.size);
		return this.#tally.sentence(now);
	}

	/** The whole as one JSON document. */
	document(folder: string): string {
		const reasons = (failures: ReadonlyMap<number, Failure>) =>
			[...failures].map(([rfc, failure]) => ({rfc, reason: sentence(failure)}));
		const here = this.#tally.count('here');
		const wrong = {differing: reasons(this.#differing), failed: reasons(this.#failed)};
		return jsonText({folder, got: this.#got, here, ...wrong}, 2);
	}

	#tellDifferent(rfc: number, failure: Failure): void {
		if (!this.#differing.has(rfc)) printError(sentence(failure));
		this.#differing.set(rfc, failure);
	}

	/** What is on offer is here now, whatever was wrong before. */
	#settled(rfc: number): void {
		for (const wrong of [this.#failed, this.#told, this.#differing]) wrong.delete(rfc);
	}
}

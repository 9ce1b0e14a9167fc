/**
 * The progress of many transfers on stderr. On a terminal: lines that are drawn over, at most ten times a second, and taken
 * away at the end. Elsewhere: a plain line now and then.
 */
import process from 'node:process';
import {RateMeter} from '../peer/pace.ts';
import type {DownloadSource, DownloadState} from '../peer/peer-state.ts';
import {displayWidth} from '../text/width.ts';
import {type ProgressFacts, progressLines, progressSentence} from './progress-view.ts';

const drawMs = 100;
const plainMs = 10_000;

/** Where progress goes: stderr, or what stands for it. */
export type ProgressStream = {
	readonly isTTY?: boolean;
	readonly columns?: number;
	write(text: string): unknown;
};

export type ProgressOptions = {
	/** What is counted, in the singular: `RFC`. */
	readonly noun: string;
	readonly stream?: ProgressStream;
	readonly environment?: Readonly<Record<string, string | undefined>>;
	/** Milliseconds, from any start. */
	readonly now?: () => number;
};

type Running = {received: number; total?: number; sources: readonly string[]};

export class Progress {
	readonly #noun: string;
	readonly #stream: ProgressStream;
	readonly #now: () => number;
	readonly #meter: RateMeter;
	readonly #running = new Map<number, Running>();
	readonly #timer: NodeJS.Timeout;
	readonly #terminal: boolean;
	readonly #colour: boolean;
	#files = {done: 0, total: 0};
	#bytes = {done: 0, total: 0};
	/** Files whose size nobody said. */
	#sizeless = 0;
	/** Widths of the lines that are on the screen now. */
	#drawn: readonly number[] = [];

	/** Begins to show at the first tick: what is over before shows nothing. */
	constructor({
		noun,
		stream = process.stderr,
		environment = process.env,
		now = () => performance.now(),
	}: ProgressOptions) {
		this.#noun = noun;
		this.#stream = stream;
		this.#now = now;
		this.#meter = new RateMeter(now());
		this.#terminal = stream.isTTY === true && environment.TERM !== 'dumb';
		this.#colour = !environment.NO_COLOR;
		this.#timer = setInterval(() => this.#tick(), this.#terminal ? drawMs : plainMs).unref();
	}

	/** One more file is to come; its size where that is known. */
	expect(bytes?: number): void {
		this.#files.total++;
		if (bytes === undefined) this.#sizeless++;
		else this.#bytes.total += bytes;
	}

	/** How the transfer of an RFC stands now, and who sends. */
	show(rfc: number, state: DownloadState, sources: readonly DownloadSource[]): void {
		if (!('received' in state)) return;
		const sending = sources.filter(source => source.state === 'sending').map(({host}) => host);
		const before = this.#running.get(rfc);
		// What an earlier try left is here already: it counts as done, and not for the rate.
		if (before) this.#count(state.received - before.received);
		else this.#bytes.done += state.received;
		const total = 'total' in state ? state.total : undefined;
		this.#running.set(rfc, {received: state.received, sources: sending, ...(total === undefined ? {} : {total})});
	}

	/** One file is here, or is not to be had: `bytes` of it are done. `expected`: its size as it was given to `expect`. */
	finish(rfc: number, {bytes, expected}: {readonly bytes: number; readonly expected?: number | undefined}): void {
		this.#count(bytes - (this.#running.get(rfc)?.received ?? 0));
		this.#running.delete(rfc);
		this.#files.done++;
		if (expected === undefined) {
			this.#sizeless--;
			this.#bytes.total += bytes;
		} else this.#bytes.total += bytes - expected;
	}

	/** Writes a line, or lines, that stay; the display goes on under them. */
	say(text: string): void {
		this.#clear();
		this.#stream.write(`${text}\n`);
	}

	/** Takes the display away for output elsewhere on the same terminal. */
	pause(): void {
		this.#clear();
	}

	/** Ends the display. */
	close(): void {
		clearInterval(this.#timer);
		this.#clear();
	}

	get facts(): ProgressFacts {
		const running = [...this.#running].map(([rfc, {sources: _, ...rest}]) => ({rfc, ...rest}));
		const {done, total} = this.#bytes;
		return {
			noun: this.#noun,
			files: {...this.#files},
			bytes: this.#sizeless > 0 ? {done} : {done, total},
			rate: this.#meter.rate(this.#now()),
			running,
			sources: [...new Set([...this.#running.values()].flatMap(({sources}) => sources))],
		};
	}

	#count(bytes: number): void {
		this.#bytes.done += bytes;
		if (bytes > 0) this.#meter.add(bytes, this.#now());
	}

	#tick(): void {
		if (this.#files.done >= this.#files.total) return;
		if (this.#terminal) this.#draw();
		else this.#stream.write(`${progressSentence(this.facts)}\n`);
	}

	#draw(): void {
		const columns = this.#columns();
		const lines = progressLines(this.facts, {columns, colour: this.#colour});
		// Drawn over in one piece, each line wiped behind its end: nothing flickers.
		const text = lines.map(line => `${line}\u001B[K`).join('\n');
		this.#stream.write(`${this.#home()}${text}\u001B[J`);
		this.#drawn = lines.map(line => displayWidth(plainText(line)));
	}

	#clear(): void {
		if (this.#drawn.length > 0) this.#stream.write(`${this.#home()}\u001B[J`);
		this.#drawn = [];
	}

	/** To the start of the first line drawn. A terminal made narrower has broken the lines meanwhile. */
	#home(): string {
		const rows = this.#drawn.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / this.#columns())), 0);
		return rows > 1 ? `\r\u001B[${rows - 1}A` : '\r';
	}

	#columns(): number {
		return this.#stream.columns || 80;
	}
}

const plainText = (line: string): string => line.replace(/\u001B\[\d+m/g, '');

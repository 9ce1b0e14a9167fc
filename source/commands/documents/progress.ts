/**
 * Shows the progress of many transfers on stderr. On a terminal: lines that are redrawn at most ten times a second,
 * and removed at the end. Elsewhere: a plain line now and then.
 */
import process from 'node:process';
import {RateMeter} from '../../peer/pace.ts';
import type {DownloadSource, DownloadState} from '../../peer/peer-state.ts';
import {hasUnicode, toAscii} from '../../text/ascii.ts';
import {displayWidth} from '../../text/width.ts';
import {type ProgressFacts, progressLines, progressSentence} from './progress-view.ts';

const drawMs = 100;
const plainMs = 10_000;

/** The stream to write to: stderr, or a stand-in. */
export type ProgressStream = {
	readonly isTTY?: boolean;
	readonly columns?: number;
	write(text: string): unknown;
};

export type ProgressOptions = {
	/** What is being counted, in the singular: `RFC`. */
	readonly noun: string;
	readonly stream?: ProgressStream;
	readonly environment?: Readonly<Record<string, string | undefined>>;
	/** Milliseconds of any monotonic clock. */
	readonly now?: () => number;
};

type Running = {received: number; total?: number; sources: readonly string[]; busy: readonly string[]};

export class Progress {
	readonly #noun: string;
	readonly #stream: ProgressStream;
	readonly #now: () => number;
	readonly #meter: RateMeter;
	readonly #running = new Map<number, Running>();
	readonly #timer: NodeJS.Timeout;
	readonly #terminal: boolean;
	readonly #colour: boolean;
	/** Adapts a line to what the terminal can show. */
	readonly #finish: (line: string) => string;
	#files = {done: 0, total: 0};
	#bytes = {done: 0, total: 0};
	/** Number of files of unknown size. */
	#sizeless = 0;
	/** Widths of the lines that are now on the screen. */
	#drawn: readonly number[] = [];
	/** The width of the terminal for which they were drawn. */
	#width = 0;
	#wasDrawn = false;

	/** Nothing is shown before the first tick, so short transfers show nothing. */
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
		this.#finish = hasUnicode(environment, process.platform) ? line => line : toAscii;
		this.#timer = setInterval(() => this.#tick(), this.#terminal ? drawMs : plainMs).unref();
	}

	/** Announces one more file; `bytes` is its size, if known. */
	expect(bytes?: number): void {
		this.#files.total++;
		if (bytes === undefined) this.#sizeless++;
		else this.#bytes.total += bytes;
	}

	/** Updates the state and the sources of a transfer. */
	show(rfc: number, state: DownloadState, sources: readonly DownloadSource[]): void {
		if (!('received' in state)) return;
		const sending = sources.filter(source => source.state === 'sending').map(({host}) => host);
		const busy = sources.filter(isBusy).map(({host}) => host);
		const before = this.#running.get(rfc);
		// Bytes from an earlier attempt count as done, but not for the rate.
		if (before) this.#count(state.received - before.received);
		else this.#bytes.done += state.received;
		const total = 'total' in state ? state.total : undefined;
		this.#running.set(rfc, {received: state.received, sources: sending, busy, ...(total === undefined ? {} : {total})});
	}

	/** One file is finished or has failed, with `bytes` of it done. `expected`: the size given to `expect`. */
	finish(rfc: number, {bytes, expected}: {readonly bytes: number; readonly expected?: number | undefined}): void {
		this.#count(bytes - (this.#running.get(rfc)?.received ?? 0));
		this.#running.delete(rfc);
		this.#files.done++;
		if (expected === undefined) {
			this.#sizeless--;
			this.#bytes.total += bytes;
		} else this.#bytes.total += bytes - expected;
	}

	/** Prints one or more permanent lines; the display continues below them. */
	say(text: string): void {
		this.#clear();
		this.#stream.write(`${text}\n`);
	}

	/** Removes the display, for other output on the same terminal. */
	pause(): void {
		this.#clear();
	}

	/** Ends the display, and takes away what a terminal shows for Ctrl-C while nothing is drawn. */
	close(): void {
		clearInterval(this.#timer);
		if (this.#wasDrawn) this.#erase();
	}

	get facts(): ProgressFacts {
		const each = [...this.#running.values()];
		const running = [...this.#running].map(([rfc, {sources: _, busy: __, ...rest}]) => ({rfc, ...rest}));
		const sources = each.flatMap(({sources: names}) => names);
		const busy = sources.length > 0 ? [] : each.flatMap(({busy: names}) => names);
		const {done, total} = this.#bytes;
		return {
			noun: this.#noun,
			files: {...this.#files},
			bytes: this.#sizeless > 0 ? {done} : {done, total},
			rate: this.#meter.rate(this.#now()),
			running,
			sources: [...new Set(sources)],
			busy: [...new Set(busy)],
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
		const lines = progressLines(this.facts, {columns, colour: this.#colour}).map(this.#finish);
		// Some terminals remember that a row was wrapped, though it is written over, and join it with the next one again.
		const afresh = columns === this.#width ? '' : '\u001B[2K';
		// Redrawn in one write, each line cleared to its end, so that nothing flickers.
		const text = lines.map(line => `${afresh}${line}\u001B[K`).join('\n');
		this.#stream.write(`${this.#home()}${text}\u001B[J`);
		this.#width = columns;
		this.#drawn = lines.map(line => displayWidth(plainText(line)));
		this.#wasDrawn = true;
	}

	#clear(): void {
		if (this.#drawn.length > 0) this.#erase();
	}

	#erase(): void {
		this.#stream.write(`${this.#home()}\u001B[J`);
		this.#drawn = [];
	}

	/** Moves to the start of the first line drawn. A terminal that was made narrower has wrapped the lines. */
	#home(): string {
		const rows = this.#drawn.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / this.#columns())), 0);
		return rows > 1 ? `\r\u001B[${rows - 1}A` : '\r';
	}

	#columns(): number {
		return this.#stream.columns || 80;
	}
}

/** Whether a source is to be asked again when it has an upload slot. */
const isBusy = ({state, failure}: DownloadSource): boolean => state !== 'dropped' && failure?.kind === 'peer-busy';

const plainText = (line: string): string => line.replace(/\u001B\[\d+m/g, '');

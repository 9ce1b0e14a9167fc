/**
 * One download, from the first connection to the file under its name.
 *
 *   connecting -> running -> done
 *       \            \-----> failed | cancelled
 *        \-> already-here | differs (a file with other bytes is there: the person decides)
 *
 * The bytes go into a temporary file; only a whole one gets the document's name.
 */
import {setTimeout as wait} from 'node:timers/promises';
import {type ClassicDownloadResult, classicDownload} from '../net/classic-download.ts';
import {ConnectError} from '../net/connect.ts';
import type {WireLog} from '../net/wire-log.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {FailureError} from '../text/failures.ts';
import type {Library} from './library.ts';
import {Pacer, pieceSize, RateMeter} from './pace.ts';
import type {PartFile} from './part-file.ts';
import type {DownloadState, Verdict} from './peer-state.ts';

export type DownloadOptions = {
	/** What to get, and from whom. */
	readonly record: Pick<RfcRecord, 'rfc' | 'title' | 'host' | 'address' | 'port'>;
	/** Where it goes. */
	readonly library: Library;
	/** What we say of ourselves. */
	readonly name: string;
	readonly os: string;
	readonly wire?: WireLog | undefined;
	/** Bytes a second; undefined is full speed. */
	readonly pace?: () => number | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Told when data begins to come, and several times a second after that. */
	readonly onState?: (state: DownloadState) => void;
};

export type DownloadEnd = {
	readonly state: DownloadState;
	/** The file that waits, where the state is `differs`; the caller replaces or discards it. */
	readonly waiting?: {readonly part: PartFile; readonly verified: Verdict};
};

const tellEveryMs = 200;

/** Downloads one document. Never rejects. */
export const download = (options: DownloadOptions): Promise<DownloadEnd> => new RunningDownload(options).run();

class RunningDownload {
	readonly #options: DownloadOptions;
	readonly #started = performance.now();
	readonly #pacer = new Pacer();
	#meter: RateMeter | undefined;
	#part: PartFile | undefined;
	#total: number | undefined;
	#received = 0;

	constructor(options: DownloadOptions) {
		this.#options = options;
	}

	async run(): Promise<DownloadEnd> {
		const ticker = setInterval(() => this.#tell(), tellEveryMs).unref();
		try {
			const result = await this.#transfer();
			clearInterval(ticker);
			return await this.#adopt(result);
		} catch (error) {
			await this.#part?.discard();
			return {state: this.#failed(error)};
		} finally {
			clearInterval(ticker);
		}
	}

	async #transfer(): Promise<ClassicDownloadResult> {
		const {record, name, os, wire, signal} = this.#options;
		const {rfc, host, address, port} = record;
		const result = await classicDownload({
			source: {rfc, from: host, address, port},
			host: name,
			os,
			wire,
			signal,
			onHead: total => this.#begin(total),
			onData: bytes => this.#take(bytes),
		});
		await this.#part?.prepend(result.prefix);
		return result;
	}

	async #begin(total: number | undefined): Promise<void> {
		this.#total = total;
		this.#meter = new RateMeter(performance.now());
		this.#part = await this.#options.library.newDownload(this.#options.record.rfc);
		this.#tell();
	}

	async #take(bytes: Uint8Array): Promise<void> {
		for (let at = 0; at < bytes.length; ) {
			const pace = this.#options.pace?.();
			const piece = bytes.subarray(at, at + pieceSize(pace));
			const pause = this.#pacer.delay(piece.length, pace, performance.now());
			if (pause > 0) await this.#wait(pause);
			await this.#part?.write(piece);
			at += piece.length;
			this.#received += piece.length;
			this.#meter?.add(piece.length, performance.now());
		}
	}

	async #wait(ms: number): Promise<void> {
		const {signal} = this.#options;
		try {
			await wait(ms, undefined, signal ? {signal} : {});
		} catch (error) {
			throw new ConnectError('aborted', {cause: error});
		}
	}

	async #adopt({bytes, lengthChecked}: ClassicDownloadResult): Promise<DownloadEnd> {
		const part = this.#part;
		if (!part) throw new Error('no data was begun');
		const {library, record} = this.#options;
		const adopted = await library.adopt(record.rfc, part, record.title);
		const {file} = adopted;
		switch (adopted.kind) {
			case 'saved': {
				const seconds = (performance.now() - this.#started) / 1000;
				return {state: {kind: 'done', bytes, seconds, file, verified: lengthChecked ? 'length' : 'none'}};
			}
			case 'already-here':
				return {state: {kind: 'already-here', bytes, file}};
			case 'differs':
				return {
					state: {kind: 'differs', bytes, existingBytes: adopted.existingBytes, file},
					waiting: {part, verified: lengthChecked ? 'length' : 'none'},
				};
		}
	}

	#failed(error: unknown): DownloadState {
		const received = this.#received;
		if (this.#options.signal?.aborted) return {kind: 'cancelled', received};
		const {record, library} = this.#options;
		const failure =
			error instanceof FailureError ? error.failure : library.writeFailure(record.rfc, record.host, error);
		return {kind: 'failed', received, failure};
	}

	#tell(): void {
		if (!this.#meter) return;
		this.#options.onState?.({
			kind: 'running',
			received: this.#received,
			rate: this.#meter.rate(performance.now()),
			...(this.#total === undefined ? {} : {total: this.#total}),
		});
	}
}

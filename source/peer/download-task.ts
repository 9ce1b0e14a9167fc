/** What the ways of downloading one document have in common. */
import {setTimeout as wait} from 'node:timers/promises';
import {ConnectError} from '../net/connect.ts';
import type {WireLog} from '../net/wire-log.ts';
import type {RfcRecord} from '../protocol/message.ts';
import {type Failure, FailureError} from '../text/failures.ts';
import type {Adoptable} from './adopt.ts';
import type {Disk} from './disk.ts';
import type {DocumentMemory} from './document-memory.ts';
import {type DownloadProgress, keyOf} from './download-progress.ts';
import type {Library} from './library.ts';
import {Pacer, pieceSize} from './pace.ts';
import type {Verdict} from './peer-state.ts';
import {outlook, sourceFailure} from './source-failure.ts';
import type {Expected} from './source-request.ts';
import type {Uploader, Uploaders} from './uploaders.ts';

/** What all downloads of a program share. */
export type DownloadTools = {
	readonly library: Library;
	readonly uploaders: Uploaders;
	readonly disk: Disk;
	readonly memory: DocumentMemory;
	/** What we say of ourselves. */
	readonly name: string;
	readonly os: string;
	readonly wire?: WireLog | undefined;
	/** Bytes a second for each document; undefined is full speed. */
	readonly pace?: (() => number | undefined) | undefined;
};

/** What there is when a try went well. */
export type Fetched =
	/** It has its name. */
	| {readonly kind: 'saved'; readonly file: string; readonly bytes: number; readonly verified: Verdict}
	/** It waits to get its name. */
	| {readonly kind: 'complete'; readonly part: Adoptable; readonly verified: Verdict};

/** No holder could send it in this try. */
export class TryFailed extends Error {
	override readonly name = 'TryFailed';
	readonly failure: Failure;
	/** Whether another try may go better, and when at the earliest. */
	readonly again: boolean;
	readonly afterMs: number;

	constructor(failure: Failure, {again, afterMs = 0}: {readonly again: boolean; readonly afterMs?: number}) {
		super('nobody could send it');
		this.failure = failure;
		this.again = again;
		this.afterMs = afterMs;
	}
}

/** One document on its way: who may be asked, who failed and how. */
export class DownloadTask {
	readonly tools: DownloadTools;
	readonly rfc: number;
	readonly expected: Expected;
	readonly progress: DownloadProgress;
	readonly signal: AbortSignal;
	readonly #holders: readonly RfcRecord[];
	readonly #onTrouble: ((failure: Failure) => void) | undefined;
	readonly #banned = new Map<string, Failure>();
	readonly #pacer = new Pacer();
	/** How many wait to be handed on at the pace, and when the last in line has been. */
	#waiting = 0;
	#line: Promise<unknown> = Promise.resolve();
	/** How often each failed. */
	readonly #failures = new Map<string, number>();
	#last: Failure | undefined;

	constructor(task: {
		readonly tools: DownloadTools;
		readonly rfc: number;
		readonly holders: readonly RfcRecord[];
		readonly expected: Expected;
		readonly progress: DownloadProgress;
		readonly signal: AbortSignal;
		readonly onTrouble?: ((failure: Failure) => void) | undefined;
	}) {
		this.tools = task.tools;
		this.rfc = task.rfc;
		this.expected = task.expected;
		this.progress = task.progress;
		this.signal = task.signal;
		this.#holders = task.holders;
		this.#onTrouble = task.onTrouble;
	}

	/** Holders that may still be asked. */
	get holders(): readonly RfcRecord[] {
		return this.#holders.filter(holder => !this.#banned.has(keyOf(holder)));
	}

	/** How often a holder failed at this document. */
	failuresOf(holder: RfcRecord): number {
		return this.#failures.get(keyOf(holder)) ?? 0;
	}

	uploaderOf(holder: RfcRecord): Uploader {
		return this.tools.uploaders.of(holder);
	}

	/**
	 * Notes that a holder failed. Gives the failure. Rethrows what no other holder could do better: that the person stopped
	 * it, that the disk is full.
	 */
	failed(holder: RfcRecord, error: unknown): Failure {
		if (this.signal.aborted) throw new ConnectError('aborted', {cause: error});
		const failure = sourceFailure(error, holder);
		if (!failure) throw this.diskFailure(error);
		if (outlook(failure) === 'stop') throw error;
		this.#last = failure;
		this.#failures.set(keyOf(holder), this.failuresOf(holder) + 1);
		if (failure.kind === 'peer-busy') this.uploaderOf(holder).busy(failure.seconds ?? 1);
		else this.#onTrouble?.(failure);
		if (outlook(failure) === 'again' && failure.kind !== 'peer-busy') this.uploaderOf(holder).trouble();
		if (outlook(failure) === 'never') this.#banned.set(keyOf(holder), failure);
		this.progress.source(holder, outlook(failure) === 'never' ? 'dropped' : 'resting', failure);
		return failure;
	}

	/** What ends a try in which every holder failed. */
	exhausted(): TryFailed {
		const {rfc} = this;
		const failure = this.#last;
		const names = [...new Set(this.#holders.map(({host}) => host))];
		const rest = Math.min(...this.holders.map(holder => this.uploaderOf(holder).busyFor));
		return new TryFailed(failure && this.#holders.length === 1 ? failure : {kind: 'nobody-holds', rfc, tried: names}, {
			again: this.holders.length > 0,
			...(Number.isFinite(rest) ? {afterMs: rest} : {}),
		});
	}

	diskFailure(error: unknown): FailureError {
		return new FailureError(this.tools.library.writeFailure(this.rfc, this.#holders[0]?.host ?? '', error), {
			cause: error,
		});
	}

	/** Hands bytes on in their order, no faster than the pace; `take` gets them in pieces then. */
	paced(bytes: Uint8Array, take: (piece: Uint8Array, at: number) => void | Promise<void>): void | Promise<void> {
		if (this.tools.pace?.() === undefined && this.#waiting === 0) return take(bytes, 0);
		// More bytes may come while those before them still wait: they queue up behind them.
		this.#waiting++;
		const taken = this.#line.then(() => this.#slowly(bytes, take)).finally(() => this.#waiting--);
		this.#line = taken.catch(() => {});
		return taken;
	}

	async #slowly(bytes: Uint8Array, take: (piece: Uint8Array, at: number) => void | Promise<void>): Promise<void> {
		for (let at = 0; at < bytes.length; ) {
			const pace = this.tools.pace?.();
			const piece = bytes.subarray(at, at + pieceSize(pace));
			const pause = this.#pacer.delay(piece.length, pace, performance.now());
			if (pause > 0) await this.pause(pause);
			await take(piece, at);
			at += piece.length;
		}
	}

	/** Waits, unless the person stops it: then rejects with a `ConnectError` of reason `aborted`. */
	async pause(ms: number): Promise<void> {
		try {
			await wait(ms, undefined, {signal: this.signal});
		} catch (error) {
			throw new ConnectError('aborted', {cause: error});
		}
	}
}
